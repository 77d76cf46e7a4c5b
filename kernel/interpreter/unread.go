package interpreter

import (
	"fmt"
	"io"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// tellUnread says which errors a cell got and did not look at. After
//
//	n, err := strconv.Atoi(text)
//	n
//
// a cell that shows 0 has gone well, as far as Go can tell. It is no reason to fail
// it: the next cell may look. A program's standard error is its own, and io.EOF
// is how reading ends well.
func (s *Session) tellUnread(r *run, c *check.Cell) {
	if s.options.Program != "" || r.cell.Program {
		return
	}
	var unread []check.Unread
	var names []string
	for _, u := range s.world.Unread(c) {
		if !r.cell.elsewhere(u.Name) {
			unread, names = append(unread, u), append(names, u.Name)
		}
	}
	texts := s.readNow(names, unreadText)
	for _, u := range unread {
		if text := texts[u.Name]; text != "" {
			line := fmt.Sprintf("%v: %s: %s (not looked at)", u.Pos, u.Name, strings.ReplaceAll(text, "\n", " "))
			r.out.Stderr([]byte(line + "\n"))
		}
	}
}

// unreadText is what an error says; nothing for one that only tells of an end.
func unreadText(v any) string {
	if box.V(v) == io.EOF {
		return ""
	}
	return errorText(v)
}

// elsewhere reports whether a name may stand in another part of the larger cell
// that a cell is a part of.
func (c Cell) elsewhere(name string) bool {
	return strings.Count(c.quoted(), name) > strings.Count(c.Code, name)
}
