package models

import "fmt"

// Transition is what a linear multi-step network does with the state before, u[n−1],
// in a block that changes the shape.
type Transition int

// The transitions.
const (
	// Restart takes Euler's step there and lets the projected input count as the
	// state before from then on, as the code published with the paper does.
	Restart Transition = iota
	// Project brings the state before to the new shape too, by a shortcut of its own,
	// and takes a multi-step there. In that code it is a variant that is commented out. Of
	// SharedProjection, that shortcut is the convolution alone.
	Project
)

// String is the transition in a word.
func (t Transition) String() string {
	switch t {
	case Restart:
		return "restart"
	case Project:
		return "project"
	}
	return fmt.Sprintf("transition %d", int(t))
}
