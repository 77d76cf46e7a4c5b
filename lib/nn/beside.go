package nn

import "gorgonia.org/gorgonia"

// Beside returns x for those behind the current block, for a part of the state that the
// block leaves as it is. In a graph with [Options.Paths] its gradient takes the way of the
// shortcut: a path through the branch does not lead past it too.
func (b *Builder) Beside(x Node) Node {
	if !b.ready("Beside", []Node{x}) {
		return Node{}
	}
	if b.opts.Paths && b.gate != nil {
		x.node = b.beside(x)
	}
	return x
}

func (b *Builder) beside(x Node) *gorgonia.Node {
	o, gate := b.newOp("beside", b.blocked(x), 1), b.gate
	o.bare, o.hands = true, []int{0}
	o.kernel = func(in []gorgonia.Value) gorgonia.Value { return in[0] }
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{b.into(intoShortcut, gate, grad)}, nil
	}
	return b.apply(o, x.node)
}
