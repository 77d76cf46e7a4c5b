package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Conv2D adds a convolution with the padding that keeps the size at stride 1:
// (kernel−1)/2 on each side. The result is out × ⌈H/stride⌉ × ⌈W/stride⌉. The
// kernel must be odd, for there is no such padding for an even one.
func (b *Builder) Conv2D(x Node, c Conv) Node {
	if !b.ready("Conv2D", []Node{x}, c.Weight) || !b.shaped("Conv2D", c.Weight, 4) {
		return Node{}
	}
	w := c.Weight.Shape
	switch {
	case x.C != w[1]:
		b.fail("Conv2D "+c.Weight.Name, "images of %v, want %d channels for weights of %v", x, w[1], w)
		return Node{}
	case w[2] != w[3] || w[2]%2 == 0:
		b.fail("Conv2D "+c.Weight.Name, "a kernel of %d×%d, want a square of odd size", w[2], w[3])
		return Node{}
	}
	conv, err := compute.NewConv(b.shape(x), c.options())
	if err != nil {
		b.fail("Conv2D "+c.Weight.Name, "%v", err)
		return Node{}
	}
	y := Node{C: conv.Out().C, H: conv.Out().H, W: conv.Out().W}
	if b.wide() {
		y.node = conv2d[float64](b, x, y, c)
	} else {
		y.node = conv2d[float32](b, x, y, c)
	}
	return y
}

// options returns the numbers of a convolution that keeps the size.
func (c Conv) options() compute.ConvOptions {
	w := c.Weight.Shape
	return compute.ConvOptions{Out: w[0], Kernel: w[2], Stride: c.Stride, Pad: (w[2] - 1) / 2}
}

func conv2d[T compute.Float](b *Builder, x, y Node, c Conv) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Conv, error) {
		return compute.NewConv(b.valid(x), c.options())
	})
	o := b.newOp("conv2d "+c.Weight.Name, b.blocked(y), 2)
	o.kernel = kernel(o, func(out []T, in [][]T) {
		p := plans.now()
		compute.ConvForward(b.pool, p, out[:p.Out().Len()], in[0][:p.In().Len()], in[1], compute.Epilogue[T]{})
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		var dx *gorgonia.Node
		if o.wrt[0] {
			dx = convByInput[T](b, plans, x, in[1], grad)
		}
		return gorgonia.Nodes{dx, convByWeights[T](b, plans, c, in[0], grad)}, nil
	}
	return b.apply(o, x.node, b.param(c.Weight))
}

func convByInput[T compute.Float](b *Builder, plans *plans[compute.Conv], x Node, w, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("conv2d by input", b.blocked(x), 2)
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		p := plans.now()
		compute.ConvBackwardData(b.pool, p, dx[:p.In().Len()], in[1][:p.Out().Len()], in[0])
	})
	return b.apply(o, w, grad)
}

func convByWeights[T compute.Float](b *Builder, plans *plans[compute.Conv], c Conv, x, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("conv2d by weights", tensor.Shape(c.Weight.Shape), 2)
	o.kernel = kernel(o, func(dw []T, in [][]T) {
		p := plans.now()
		compute.ConvBackwardWeights(b.pool, p, dw, in[0][:p.In().Len()], in[1][:p.Out().Len()])
	})
	return b.apply(o, x, grad)
}
