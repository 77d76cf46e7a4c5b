package kernel

import (
	"regexp"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// question reads a cell of the form ?name, ??name, name? or name??: a question
// about the name, detail 1 for two marks.
func question(code string) (name string, detail int, ok bool) {
	code = strings.TrimSpace(code)
	name = strings.TrimLeft(code, "?")
	marks := len(code) - len(name)
	if marks == 0 {
		// Go has no question mark, but a comment or a text may end in one.
		if name = strings.TrimRight(code, "?"); !qualified.MatchString(name) {
			return "", 0, false
		}
		marks = len(code) - len(name)
	}
	name = strings.TrimSpace(name)
	if marks == 0 || marks > 2 || name == "" || strings.ContainsAny(name, "\n\r") {
		return "", 0, false
	}
	return name, marks - 1, true
}

// qualified is a name such as models or models.Config.Depth.
var qualified = regexp.MustCompile(`^[\pL_][\pL\p{Nd}_]*(\.[\pL_][\pL\p{Nd}_]*)*$`)

// page answers a question beside the notebook.
func (c *cell) page(interp interpreter.Interpreter, name string, detail int) {
	b, ok := interp.Inspect(name, len(name), detail)
	if !ok {
		c.out.Stderr([]byte("nothing is known about " + name + "\n"))
		return
	}
	c.pages = append(c.pages, protocol.Page{Source: "page", Data: bundle(b)})
}
