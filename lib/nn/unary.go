package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// unary is an operation of one value, without parameters.
type unary[T compute.Float] struct {
	name     string
	x, y     Node // y has no node yet
	forward  func(y, x []T)
	backward func(dx, dy, kept []T)
	keeps    kept // what backward is given besides dy
	inPlace  bool // y may be x, and dx may be dy
}

// kept is what an operation's gradient is computed from besides the output's.
// Memory that it does not name is free for others.
type kept int

const (
	nothing kept = iota
	theInput
	theOutput
)

// add adds the operation to the graph.
func (u *unary[T]) add(b *Builder) *gorgonia.Node {
	o := b.newOp(u.name, b.blocked(u.y), 1)
	if u.inPlace {
		o.over = []int{0}
	}
	o.kernel = kernel(o, func(y []T, in [][]T) {
		u.forward(y[:b.valid(u.y).Len()], in[0][:b.valid(u.x).Len()])
	})
	o.diff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		switch u.keeps {
		case theInput:
			return gorgonia.Nodes{u.byInput(b, u.x, grad, in[0])}, nil
		case theOutput:
			return gorgonia.Nodes{u.byInput(b, u.y, grad, out)}, nil
		}
		return gorgonia.Nodes{u.byInput(b, Node{}, grad)}, nil
	}
	return b.apply(o, u.x.node)
}

// byInput adds the gradient. It reads the output's and perhaps a value that has
// the shape of kept.
func (u *unary[T]) byInput(b *Builder, kept Node, in ...*gorgonia.Node) *gorgonia.Node {
	o := b.newOp(u.name+" by input", b.blocked(u.x), len(in))
	if u.inPlace {
		o.over = []int{0}
	}
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		var value []T
		if len(in) > 1 {
			value = in[1][:b.valid(kept).Len()]
		}
		u.backward(dx[:b.valid(u.x).Len()], in[0][:b.valid(u.y).Len()], value)
	})
	return b.apply(o, in...)
}
