package kernel

import (
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// question reads a cell of the form ?name or ??name: a question about the
// name, detail 1 for the second form.
func question(code string) (name string, detail int, ok bool) {
	code = strings.TrimSpace(code)
	name, ok = strings.CutPrefix(code, "?")
	if !ok {
		return "", 0, false
	}
	if more, twice := strings.CutPrefix(name, "?"); twice {
		name, detail = more, 1
	}
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, "\n\r") {
		return "", 0, false
	}
	return name, detail, true
}

// page answers a question beside the notebook.
func (c *cell) page(interp interpreter.Interpreter, name string, detail int) {
	b, ok := interp.Inspect(name, len(name), detail)
	if !ok {
		c.out.Stderr([]byte("nothing is known about " + name + "\n"))
		return
	}
	c.pages = append(c.pages, protocol.Page{Source: "page", Data: bundle(b)})
}
