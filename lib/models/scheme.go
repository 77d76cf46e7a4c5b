package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Scheme returns the discretization of u' = f(u) that the block is a step of,
// with a step of the size that its [Step] says, 1 unless it says another: forward Euler
// for a residual block, a linear multi-step scheme for one with a coefficient k, a
// cut-off series of Neumann for powers of one branch. A block of a reversible network is
// one of the two parts of a step. A plain network's layer is no such step, nor is a block
// with a ReLU behind the sum, nor a fractal one, of which no path is the identity: nil.
func (k *Block) Scheme() ode.Scheme { return k.update.scheme() }

// coefficient is the block's learned number, nil if it has none.
func (k *Block) coefficient() *nn.Param {
	if c, ok := k.update.(coefficient); ok {
		return c.coefficient()
	}
	return nil
}

// Scheme returns the discretization that the network's blocks are steps of:
// forward Euler for a residual network of pre-activation blocks, nil for one in
// the original order and for a plain one. Blocks that change the shape count only
// where there are no others. The blocks of a linear multi-step network have a scheme
// each ([Block.Scheme]); for the network as a whole it is the one with the mean of
// their coefficients.
//
// [Net.Field] is the equation, and says what the proof of this is.
func (n *Net) Scheme() ode.Scheme {
	var first ode.Scheme // of a block that keeps the shape, if there is one
	var sum float64
	var count int
	var changed bool
	for _, b := range n.Blocks() {
		s := b.Scheme()
		if s == nil {
			return nil
		}
		if first == nil || changed && !b.Transition {
			first, changed = s, b.Transition
		}
		if k := b.coefficient(); k != nil {
			sum += k.Float64s()[0]
			count++
		}
	}
	if count > 0 {
		return ode.LM(sum / float64(count))
	}
	return first
}
