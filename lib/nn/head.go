package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// GlobalAveragePool averages each channel over its pixels: C×H×W becomes C×1×1.
func (b *Builder) GlobalAveragePool(x Node) Node {
	y := Node{C: x.C, H: 1, W: 1}
	if b.wide() {
		return unary(b, "average", x, y, compute.AverageForward[float64], averageBackward[float64])
	}
	return unary(b, "average", x, y, compute.AverageForward[float32], averageBackward[float32])
}

func averageBackward[T compute.Float](p *compute.Pool, s compute.Shape, dx, dy, _ []T) {
	compute.AverageBackward(p, s, dx, dy)
}

// Tanh adds y = tanh(x), value by value.
func (b *Builder) Tanh(x Node) Node {
	y := Node{C: x.C, H: x.H, W: x.W}
	if b.wide() {
		return unary(b, "tanh", x, y, tanhForward[float64], tanhBackward[float64])
	}
	return unary(b, "tanh", x, y, tanhForward[float32], tanhBackward[float32])
}

func tanhForward[T compute.Float](p *compute.Pool, _ compute.Shape, y, x []T) {
	compute.TanhForward(p, y, x)
}

func tanhBackward[T compute.Float](p *compute.Pool, _ compute.Shape, dx, dy, y []T) {
	compute.TanhBackward(p, dx, dy, y)
}

// unary adds an operation of one input and no parameters. Its gradient is
// computed from that of its output and from the output itself.
func unary[T compute.Float](b *Builder, name string, x, y Node,
	forward func(p *compute.Pool, s compute.Shape, y, x []T),
	backward func(p *compute.Pool, s compute.Shape, dx, dy, y []T),
) Node {
	if !b.ready(name, []Node{x}) {
		return Node{}
	}
	o := b.newOp(name, b.blocked(y), 1)
	o.kernel = kernel(o, func(out []T, in [][]T) {
		forward(b.pool, b.valid(x), out[:b.valid(y).Len()], in[0][:b.valid(x).Len()])
	})
	o.diff = func(_ gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		back := b.newOp(name+" by input", b.blocked(x), 2)
		back.kernel = kernel(back, func(dx []T, in [][]T) {
			n := b.valid(y).Len()
			backward(b.pool, b.valid(x), dx[:b.valid(x).Len()], in[1][:n], in[0][:n])
		})
		return gorgonia.Nodes{b.apply(back, out, grad)}, nil
	}
	y.node = b.apply(o, x.node)
	return y
}

// Linear adds y = W·x + b for values without extent: in×1×1 becomes out×1×1.
func (b *Builder) Linear(x Node, l Linear) Node {
	if !b.ready("Linear", []Node{x}, l.Weight, l.Bias) ||
		!b.shaped("Linear", l.Weight, 2) || !b.shaped("Linear", l.Bias, 1) {
		return Node{}
	}
	w := l.Weight.Shape
	if l.Bias.Shape[0] != w[0] {
		b.fail("Linear "+l.Weight.Name, "a bias of %d values, want %d as there are outputs", l.Bias.Shape[0], w[0])
		return Node{}
	}
	if x.C != w[1] || x.H != 1 || x.W != 1 {
		b.fail("Linear "+l.Weight.Name, "values of %v, want %d×1×1", x, w[1])
		return Node{}
	}
	y := Node{C: w[0], H: 1, W: 1}
	if b.wide() {
		y.node = linear[float64](b, x, y, l)
	} else {
		y.node = linear[float32](b, x, y, l)
	}
	return y
}

func linear[T compute.Float](b *Builder, x, y Node, l Linear) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Linear, error) { return compute.NewLinear(b.valid(x), y.C) })
	o := b.newOp("linear "+l.Weight.Name, b.blocked(y), 3)
	o.kernel = kernel(o, func(out []T, in [][]T) {
		compute.LinearForward(b.pool, plans.now(), out[:b.valid(y).Len()], in[0][:b.valid(x).Len()], in[1], in[2])
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		byWeight := b.newOp("linear by weight", tensor.Shape(l.Weight.Shape), 1)
		byBias := b.newOp("linear by bias", tensor.Shape(l.Bias.Shape), 1)
		dw, db := data[T](byWeight.out), data[T](byBias.out)
		back := b.newOp("linear by input", b.blocked(x), 3)
		back.kernel = kernel(back, func(dx []T, in [][]T) {
			n := b.valid(x).Len()
			compute.LinearBackward(b.pool, plans.now(), dx[:n], dw, db, in[2][:b.valid(y).Len()], in[0][:n], in[1])
		})
		dx := b.apply(back, in[0], in[1], grad)
		for _, part := range []*op{byWeight, byBias} {
			part.kernel = func([]gorgonia.Value) gorgonia.Value { return part.out }
		}
		return gorgonia.Nodes{dx, b.apply(byWeight, dx), b.apply(byBias, dx)}, nil
	}
	return b.apply(o, x.node, b.param(l.Weight), b.param(l.Bias))
}
