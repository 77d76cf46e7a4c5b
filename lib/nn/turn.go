package nn

import (
	"fmt"
	"sync/atomic"
)

// turn is whether somebody is using a machine. Two who did so at once would write
// into the same memory, and Gorgonia's tape would end the process.
type turn struct{ taken atomic.Bool }

// compiled reports whether a builder made the machine.
func (m *Machine) compiled() bool { return m != nil && m.b != nil }

// begin takes the machine's turn, or returns an error if there is none to be had.
func (m *Machine) begin(operation string) error {
	switch {
	case !m.compiled():
		return fmt.Errorf("nn: %s: got no machine, want one from Builder.Compile", operation)
	case !m.turn.taken.CompareAndSwap(false, true):
		return fmt.Errorf("nn: %s: got a machine that another goroutine is using, want one machine for each", operation)
	}
	return nil
}

// end gives it back.
func (m *Machine) end() { m.turn.taken.Store(false) }
