package kernel

import (
	"slices"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// farewell reports whether a cell is one of the words that people leave a
// console with. A session that has a name like it means that name instead.
func farewell(interp interpreter.Interpreter, code string) bool {
	word := strings.TrimSpace(code)
	if !slices.Contains([]string{"exit", "exit()", "quit", "quit()"}, word) {
		return false
	}
	_, known := interp.Inspect(word, 1, 0)
	return !known
}

// leave asks the frontend to end. A notebook ignores that, and the kernel stays
// until it is shut down.
func (c *cell) leave() {
	c.pages = append(c.pages, protocol.AskExit{Source: "ask_exit"})
}
