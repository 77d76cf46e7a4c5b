package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// fork is where the gradients of a value with several readers meet.
//
// Gorgonia would add them with operations of its own, which allocate in every
// step. Here the first reader returns its gradient the ordinary way; the others
// leave theirs with the fork and call themselves not differentiable. Gorgonia
// differentiates every reader before what it reads, so when the turn comes to
// the fork all gradients are there.
type fork struct {
	read  bool
	grads gorgonia.Nodes
}

// Fork returns x for use by several operations, such as a block's shortcut and
// its residual branch. It copies nothing.
//
// Every reader but the first must have a differentiable input besides x.
func (b *Builder) Fork(x Node) Node {
	if !b.ready("Fork", []Node{x}) {
		return x
	}
	f := &fork{}
	o := b.newOp("fork", b.blocked(x), 1)
	o.out, o.role = nil, transfer
	o.kernel = func(in []gorgonia.Value) gorgonia.Value { return in[0] }
	o.wrt[0] = true
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return gorgonia.Nodes{b.sum(append(gorgonia.Nodes{grad}, f.grads...))}, nil
	}
	x.node, x.fork = b.apply(o, x.node), f
	return x
}

// read says how the gradient with respect to x travels from a new reader: nil
// means as Gorgonia wants it.
func read(x Node) *fork {
	if x.fork == nil {
		return nil
	}
	if !x.fork.read {
		x.fork.read = true
		return nil
	}
	return x.fork
}

// take returns what the reader's SymDiff returns for a gradient.
func (f *fork) take(grad *gorgonia.Node) *gorgonia.Node {
	if f == nil {
		return grad
	}
	f.grads = append(f.grads, grad)
	return nil
}

// sum adds gradients.
func (b *Builder) sum(terms gorgonia.Nodes) *gorgonia.Node {
	if len(terms) == 1 {
		return terms[0]
	}
	o := b.newOp("sum", terms[0].Shape(), len(terms))
	if b.wide() {
		o.kernel = kernel(o, sumInto[float64](b.pool))
	} else {
		o.kernel = kernel(o, sumInto[float32](b.pool))
	}
	return b.apply(o, terms...)
}

func sumInto[T compute.Float](p *compute.Pool) func(out []T, in [][]T) {
	return func(out []T, in [][]T) {
		compute.Add(p, out, in[0], in[1])
		for _, x := range in[2:] {
			compute.Add(p, out, out, x)
		}
	}
}
