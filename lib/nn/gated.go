package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Gated adds y = σ(g)·(h − s), value by value, with σ(g) = 1/(1 + exp(−g)): the branch of
// a highway block (Srivastava et al. 2015), of which s + y = σ(g)·h + (1 − σ(g))·s is
// the end. All three have one shape.
func (b *Builder) Gated(g, h, s Node) Node {
	if !b.ready("Gated", []Node{g, h, s}) {
		return Node{}
	}
	if !g.sameShape(h) || !s.sameShape(h) {
		b.fail("Gated", "a gate of %v and values of %v and %v, want the same shape", g, h, s)
		return Node{}
	}
	y := Node{C: h.C, H: h.H, W: h.W}
	y.node = pick(b, gated[float32], gated[float64])(b, g, h, s)
	return y
}

func gated[T compute.Float](b *Builder, g, h, s Node) *gorgonia.Node {
	o := b.newOp("gated", b.blocked(h), 3)
	o.kernel = kernel(o, func(y []T, in [][]T) {
		n := b.valid(h).Len()
		compute.GatedForward(b.pool, y[:n], in[0][:n], in[1][:n], in[2][:n])
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{
			gatedByGate[T](b, h, grad, in),
			gatedByState[T](b, h, grad, in[0], 1),
			gatedByState[T](b, h, grad, in[0], -1),
		}, nil
	}
	return b.apply(o, g.node, h.node, s.node)
}

// gatedByGate adds the gradient by g.
func gatedByGate[T compute.Float](b *Builder, x Node, grad *gorgonia.Node, in gorgonia.Nodes) *gorgonia.Node {
	o := b.newOp("gated by gate", b.blocked(x), 4)
	o.kernel = kernel(o, func(dg []T, in [][]T) {
		n := b.valid(x).Len()
		compute.GatedByGate(b.pool, dg[:n], in[0][:n], in[1][:n], in[2][:n], in[3][:n])
	})
	return b.apply(o, grad, in[0], in[1], in[2])
}

// gatedByState adds the gradient by h, with a = −1 the one by s.
func gatedByState[T compute.Float](b *Builder, x Node, grad, g *gorgonia.Node, a T) *gorgonia.Node {
	o := b.newOp("gated by state", b.blocked(x), 2)
	o.kernel = kernel(o, func(d []T, in [][]T) {
		n := b.valid(x).Len()
		compute.GatedByState(b.pool, d[:n], in[0][:n], in[1][:n], a)
	})
	return b.apply(o, grad, g)
}
