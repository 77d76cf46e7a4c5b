package interpreter

import (
	"fmt"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// tellUnread says which errors a cell got and did not look at. After
//
//	n, err := strconv.Atoi(text)
//	n
//
// a cell that shows 0 has gone well, as far as Go can tell. It is no reason to fail
// it: the next cell may look. A program is compiled once and for all, and its
// standard error is its own.
func (s *Session) tellUnread(r *run, c *check.Cell) {
	if s.options.Program != "" {
		return
	}
	unread := s.world.Unread(c)
	var names []string
	for _, u := range unread {
		names = append(names, u.Name)
	}
	texts := s.readNow(names, errorText)
	for _, u := range unread {
		if text := texts[u.Name]; text != "" {
			line := fmt.Sprintf("%v: %s: %s (not looked at)", u.Pos, u.Name, strings.ReplaceAll(text, "\n", " "))
			r.out.Stderr([]byte(line + "\n"))
		}
	}
}
