package magic

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// firstLine is a place on the first line of a cell.
var firstLine = regexp.MustCompile(`(In\[\d+\]:1:)(\d+)`)

// caret is the line of an excerpt that points at a column of the one above.
var caret = regexp.MustCompile(`^([^|]*\|(?:\x1b\[[0-9;]*m)?) *((?:\x1b\[[0-9;]*m)?\^.*)$`)

// shifted moves the places of an error on the first line of its cell to the
// left, by as much as the code had been moved to the right.
func shifted(err error, by int) error {
	var e *interpreter.Error
	if by == 0 || !errors.As(err, &e) {
		return err
	}
	column := 0
	move := func(text string) string {
		return firstLine.ReplaceAllStringFunc(text, func(place string) string {
			m := firstLine.FindStringSubmatch(place)
			n, _ := strconv.Atoi(m[2])
			column = max(n-by, 1)
			return fmt.Sprint(m[1], column)
		})
	}
	moved := *e
	moved.Value = move(e.Value)
	if e.Line == 1 {
		moved.Col = max(e.Col-by, 1)
	}
	moved.Traceback = nil
	for _, line := range e.Traceback {
		line = move(line)
		if m := caret.FindStringSubmatch(line); m != nil && column > 0 {
			line = m[1] + strings.Repeat(" ", column) + m[2]
			column = 0
		}
		moved.Traceback = append(moved.Traceback, line)
	}
	return &moved
}
