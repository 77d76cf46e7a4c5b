package magic

import (
	"slices"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// farewell reports whether a cell is one of the words that people leave a
// console with. A session that has a name like it means that name instead.
func (m *Magic) farewell(code string) bool {
	if len(code) > 100 {
		return false
	}
	word := strings.TrimSpace(code)
	if !slices.Contains([]string{"exit", "exit()", "quit", "quit()"}, word) {
		return false
	}
	_, known := m.interpreter().Inspect(word, 1, 0)
	return !known
}

// leave asks the frontend to end. A notebook ignores that, and the session
// stays until it is shut down.
func (j *job) leave() {
	if f, ok := j.out.(interpreter.Frontend); ok {
		f.Leave()
	}
}
