package magic

import (
	"fmt"
	"os"
	"sync"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// Options say what a [Magic] is put around.
type Options struct {
	// New makes the interpreter of the Go in the cells: at once, and again for
	// %reset.
	New func() (interpreter.Interpreter, error)

	// Dir is the folder in which cells run. Empty leaves the process where it
	// is.
	Dir string
}

// Magic is an [interpreter.Interpreter] around another.
type Magic struct {
	options  Options
	commands *commands

	mu     sync.Mutex
	inner  interpreter.Interpreter
	came   string // from which folder, for %cd -
	closed bool
}

var (
	_ interpreter.Interpreter = (*Magic)(nil)
	_ interpreter.Talker      = (*Magic)(nil)
	_ interpreter.Lister      = (*Magic)(nil)
	_ interpreter.Interrupter = (*Magic)(nil)
)

// New makes an interpreter and returns the one around it.
func New(o Options) (*Magic, error) {
	if o.Dir != "" {
		if err := os.Chdir(o.Dir); err != nil {
			return nil, fmt.Errorf("magic: %w", err)
		}
	}
	inner, err := o.New()
	if err != nil {
		return nil, err
	}
	return &Magic{options: o, inner: inner, commands: newCommands()}, nil
}

// interpreter returns the one inside, which %reset replaces.
func (m *Magic) interpreter() interpreter.Interpreter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.inner
}

// Close ends the interpreter inside and every command that runs.
func (m *Magic) Close() error {
	m.mu.Lock()
	inner := m.inner
	m.closed = true
	m.mu.Unlock()
	m.commands.close()
	return inner.Close()
}

// Names implements [interpreter.Lister].
func (m *Magic) Names() []interpreter.Name {
	if l, ok := m.interpreter().(interpreter.Lister); ok {
		return l.Names()
	}
	return nil
}

// Comm implements [interpreter.Talker].
func (m *Magic) Comm(c interpreter.CommMessage, out interpreter.Output) bool {
	t, ok := m.interpreter().(interpreter.Talker)
	return ok && t.Comm(c, out)
}

// Interrupt implements [interpreter.Interrupter].
func (m *Magic) Interrupt() {
	if i, ok := m.interpreter().(interpreter.Interrupter); ok {
		i.Interrupt()
	}
}
