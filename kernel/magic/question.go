package magic

import (
	"fmt"
	"strings"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// answer answers a question about a name beside the notebook, or below the
// cell where there is no such place.
func (j *job) answer(name string, detail int) error {
	b, ok := j.about(name, detail)
	if !ok {
		j.out.Stderr([]byte("nothing is known about " + name + "\n"))
		return nil
	}
	j.page(b)
	return nil
}

// about describes a name or a magic.
func (m *Magic) about(name string, detail int) (display.Bundle, bool) {
	if strings.HasPrefix(name, "%") {
		s, ok := find(strings.TrimLeft(name, "%"))
		if !ok {
			return nil, false
		}
		return s.describe(), true
	}
	return m.interpreter().Inspect(name, len(name), detail)
}

// page shows a bundle beside the notebook, or prints its text.
func (j *job) page(b display.Bundle) {
	if f, ok := j.out.(interpreter.Frontend); ok {
		f.Page(b)
		return
	}
	j.print(fmt.Sprintln(b["text/plain"]))
}
