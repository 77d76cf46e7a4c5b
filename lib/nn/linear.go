package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Linear adds y = W·x + b. The in columns of W are the C·H·W values of an image
// in the order of torch's flatten: channel by channel, row by row. The result is
// out×1×1.
func (b *Builder) Linear(x Node, l Linear) Node {
	if !b.ready("Linear", []Node{x}, l.Weight, l.Bias) ||
		!b.shaped("Linear", l.Weight, 2) || !b.shaped("Linear", l.Bias, 1) {
		return Node{}
	}
	w := l.Weight.Shape
	switch {
	case l.Bias.Shape[0] != w[0]:
		b.fail("Linear "+l.Weight.Name, "a bias of %d values, want %d as there are outputs", l.Bias.Shape[0], w[0])
		return Node{}
	case x.C*x.H*x.W != w[1]:
		b.fail("Linear "+l.Weight.Name, "images of %v, which is %d values, want %d for weights of %v", x, x.C*x.H*x.W, w[1], w)
		return Node{}
	}
	if _, err := compute.NewLinear(b.shape(x), w[0]); err != nil {
		b.refuse("Linear "+l.Weight.Name, err)
		return Node{}
	}
	y := Node{C: w[0], H: 1, W: 1}
	y.node = pick(b, linear[float32], linear[float64])(b, x, y, l)
	return y
}

func linear[T compute.Float](b *Builder, x, y Node, l Linear) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Linear, error) { return compute.NewLinear(b.valid(x), y.C) })
	packed := keptWeights[T](b)
	o := b.newOp("linear "+l.Weight.Name, b.blocked(y), 3)
	o.kernel = kernel(o, func(out []T, in [][]T) {
		compute.LinearForward(b.pool, plans.now(), out[:b.valid(y).Len()], in[0][:b.valid(x).Len()], in[1], in[2], packed())
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		byWeight := b.newAside("linear by weight", tensor.Shape(l.Weight.Shape))
		byBias := b.newAside("linear by bias", tensor.Shape(l.Bias.Shape))
		dw, db := data[T](byWeight.out), data[T](byBias.out)
		wanted := o.wrt[0]
		back := b.newOp("linear by input", b.blocked(x), 3)
		back.kernel = kernel(back, func(dx []T, in [][]T) {
			n := b.valid(x).Len()
			dx = dx[:n]
			if !wanted {
				dx = nil
			}
			compute.LinearBackward(b.pool, plans.now(), dx, dw, db, in[2][:b.valid(y).Len()], in[0][:n], in[1])
		})
		dx := b.apply(back, in[0], in[1], grad)
		return gorgonia.Nodes{dx, b.apply(byWeight, dx), b.apply(byBias, dx)}, nil
	}
	return b.apply(o, x.node, b.param(l.Weight), b.param(l.Bias))
}
