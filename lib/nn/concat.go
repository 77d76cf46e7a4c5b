package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Concat adds the channels of all xs, one value's behind the other's. The values
// have images of one height and width.
func (b *Builder) Concat(xs ...Node) Node {
	if !b.ready("Concat", xs) {
		return Node{}
	}
	if len(xs) == 0 {
		b.fail("Concat", "no values, want at least one")
		return Node{}
	}
	y := Node{H: xs[0].H, W: xs[0].W}
	for i, x := range xs {
		if x.H != y.H || x.W != y.W {
			b.fail("Concat", "%v as value %d behind %v, want images of %d×%d as well", x, i, xs[0], y.H, y.W)
			return Node{}
		}
		y.C += x.C
	}
	y.node = pick(b, concatenated[float32], concatenated[float64])(b, xs, y)
	return y
}

func concatenated[T compute.Float](b *Builder, xs []Node, y Node) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Concat, error) {
		shapes := make([]compute.Shape, len(xs))
		for i, x := range xs {
			shapes[i] = b.valid(x)
		}
		return compute.NewConcat(shapes...)
	})
	in := make(gorgonia.Nodes, len(xs))
	for i, x := range xs {
		in[i] = x.node
	}
	o := b.newOp("concat", b.blocked(y), len(xs))
	o.kernel = kernel(o, func(y []T, in [][]T) {
		p := plans.now()
		for i, x := range xs {
			in[i] = in[i][:b.valid(x).Len()]
		}
		compute.ConcatForward(b.pool, p, y[:p.Out().Len()], in...)
	})
	o.diff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		grads, first := make(gorgonia.Nodes, len(xs)), 0
		for i, x := range xs {
			if o.wrt[i] {
				grads[i] = concatBy[T](b, x, y, first, grad)
			}
			first += x.C
		}
		return grads, nil
	}
	return b.apply(o, in...)
}

// concatBy adds the gradient of the value x of a concatenation y: its channels of
// the output's gradient.
func concatBy[T compute.Float](b *Builder, x, y Node, first int, grad *gorgonia.Node) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Slice, error) { return compute.NewSlice(b.valid(y), first, x.C) })
	o := b.newOp("concat by input", b.blocked(x), 1)
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		p := plans.now()
		compute.SliceForward(b.pool, p, dx[:p.Narrow().Len()], in[0][:p.Wide().Len()])
	})
	return b.apply(o, grad)
}
