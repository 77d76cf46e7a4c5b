package models

// Chain reports whether every block gets the state in front of it and no other, and
// adds its branch to it in one sum. Then all that reaches the output has passed every
// block's input, and all of a gradient by the input every block's output. Not so in a
// linear multi-step network, where the state before leads around a block, nor for other
// steps that carry two states.
func (n *Net) Chain() bool {
	for _, b := range n.Blocks() {
		switch step := b.update.(type) {
		case *eulerStep, *polynomialStep, *rungeKuttaStep:
		case *multistepStep:
			if step.k != nil {
				return false
			}
		default:
			return false
		}
	}
	return true
}
