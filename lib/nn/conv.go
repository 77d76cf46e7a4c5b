package nn

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// Conv2D adds a convolution with a kernel of any size, square or not. The result
// has ⌊(H + 2·Pad − span)/Stride⌋ + 1 rows, where the rows of the kernel span
// (kernel−1)·Dilation + 1 pixels, and columns accordingly.
func (b *Builder) Conv2D(x Node, c Conv) Node {
	if !b.ready("Conv2D", []Node{x}, c.Weight) || !b.shaped("Conv2D", c.Weight, 4) || !c.fits(b, x) {
		return Node{}
	}
	conv, err := compute.NewConv(b.shape(x), c.options())
	if err != nil {
		b.refuse("Conv2D "+c.Weight.Name, err)
		return Node{}
	}
	if c.Bias != nil && !c.Bias.isOf(b, "Conv2D "+c.Bias.Name, conv.Out().C) {
		return Node{}
	}
	y := Node{C: conv.Out().C, H: conv.Out().H, W: conv.Out().W}
	y.node = pick(b, conv2d[float32], conv2d[float64])(b, x, y, c)
	return y
}

// fits reports whether a convolution can be applied to images of the shape of x,
// and fails otherwise.
func (c Conv) fits(b *Builder, x Node) bool {
	w, o, name := c.Weight.Shape, c.options(), "Conv2D "+c.Weight.Name
	down, across := o.Axes()
	height, width := down.Span(w[2]), across.Span(w[3])
	switch {
	case c.Stride < 1 || c.Pad < 0 || c.Groups < 0:
		b.fail(name, "stride %d, padding %d and %d groups, want at least 1, 0 and 0 (which means 1)", c.Stride, c.Pad, c.Groups)
	case across.Stride < 1 || across.Pad < 0:
		b.fail(name, "stride %d and padding %d across, want at least 1 and 0", across.Stride, across.Pad)
	case down.Dilation < 1 || across.Dilation < 1:
		b.fail(name, "dilation %s, want at least 0 (which means 1)", compute.ByAxis(down.Dilation, across.Dilation))
	case x.C != w[1]*o.Groups:
		b.fail(name, "images of %v, want %d channels for weights of %v%s", x, w[1]*o.Groups, w, c.inGroups())
	case w[0]%o.Groups != 0:
		b.fail(name, "%d output channels in %d groups, want groups of equal size", w[0], o.Groups)
	case x.H+2*down.Pad < height || x.W+2*across.Pad < width:
		b.fail(name, "images of %v padded by %s, want at least %d×%d pixels as the kernel has%s",
			x, compute.ByAxis(down.Pad, across.Pad), height, width, c.dilated())
	}
	return b.err == nil
}

// dilated says how far the rows and columns of a kernel are apart, if they are: shapes
// of what goes in and comes out do not tell.
func (c Conv) dilated() string {
	down, across := c.options().Axes()
	if down.Dilation == 1 && across.Dilation == 1 {
		return ""
	}
	return " with dilation " + compute.ByAxis(down.Dilation, across.Dilation)
}

// inGroups says how many groups there are, if there is more than one.
func (c Conv) inGroups() string {
	if c.Groups < 2 {
		return ""
	}
	return fmt.Sprintf(" in %d groups", c.Groups)
}

// options returns the numbers of the convolution.
func (c Conv) options() compute.ConvOptions {
	w := c.Weight.Shape
	return compute.ConvOptions{
		Out: w[0], Kernel: w[2], KernelW: w[3], Groups: max(1, c.Groups),
		Stride: c.Stride, Pad: c.Pad, Dilation: c.Dilation, Across: compute.Steps(c.Across),
	}
}

func conv2d[T compute.Float](b *Builder, x, y Node, c Conv) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Conv, error) {
		return compute.NewConv(b.valid(x), c.options())
	})
	packed := keptWeights[T](b)
	in := gorgonia.Nodes{x.node, b.param(c.Weight)}
	if c.Bias != nil {
		in = append(in, b.param(c.Bias))
	}
	o := b.newOp("conv2d "+c.Weight.Name+c.dilated(), b.blocked(y), len(in))
	var biased biasing[T]
	o.folds, o.adds, o.measures = true, true, func() bool { return true }
	finishable(o, func(y []T, in [][]T, e compute.Epilogue[T]) {
		p := plans.now()
		if len(in) == 3 {
			e.Bias = biased.with(in[2], e)
		}
		compute.ConvForwardPacked(b.pool, p, y[:p.Out().Len()], in[0][:p.In().Len()], in[1], packed(), e)
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		var dx *gorgonia.Node
		if o.wrt[0] {
			dx = convByInput[T](b, plans, x, append(gorgonia.Nodes{in[1], grad}, b.grads.claim(b, in[0])...))
		}
		grads := make(gorgonia.Nodes, len(in))
		if grads[0] = dx; o.wrt[1] {
			grads[1] = convByWeights[T](b, plans, c, in[0], grad)
		}
		if len(in) == 3 && o.wrt[2] {
			grads[2] = byOffset[T](b, y, grad)
		}
		return grads, nil
	}
	return b.apply(o, in...)
}

// biasing is a convolution's bias behind factors of its output, and beside another.
type biasing[T compute.Float] struct{ sum []T }

// with returns scale·bias + the bias of an epilogue.
func (s *biasing[T]) with(bias []T, e compute.Epilogue[T]) []T {
	if e.Scale == nil && e.Bias == nil {
		return bias
	}
	s.sum = append(s.sum[:0], bias...)
	for c := range s.sum {
		if e.Scale != nil {
			s.sum[c] *= e.Scale[c]
		}
		if e.Bias != nil {
			s.sum[c] += e.Bias[c]
		}
	}
	return s.sum
}

// isOf reports whether a parameter is one value for each of so many channels, and fails
// otherwise.
func (p *Param) isOf(b *Builder, operation string, channels int) bool {
	if b.ready(operation, nil, p) && b.shaped(operation, p, 1) && p.Shape[0] != channels {
		b.fail(operation, "%d values, want %d as there are channels", p.Shape[0], channels)
	}
	return b.err == nil
}

// convByInput adds the gradient by x. It reads the weights, the gradient of the
// output, and perhaps another gradient of x.
func convByInput[T compute.Float](b *Builder, plans *plans[compute.Conv], x Node, in gorgonia.Nodes) *gorgonia.Node {
	packed := keptWeights[T](b)
	o := b.newOp("conv2d by input", b.blocked(x), len(in))
	o.kernel = kernel(o, func(dx []T, in [][]T) {
		p := plans.now()
		var plus []T
		if len(in) == 3 && in[2] != nil {
			plus = in[2][:p.In().Len()]
		}
		compute.ConvBackwardDataPacked(b.pool, p, dx[:p.In().Len()], plus, in[1][:p.Out().Len()], in[0], packed())
	})
	if len(in) == 3 {
		o.addsToOther()
	}
	return b.apply(o, in...)
}

func convByWeights[T compute.Float](b *Builder, plans *plans[compute.Conv], c Conv, x, grad *gorgonia.Node) *gorgonia.Node {
	o := b.newOp("conv2d by weights", tensor.Shape(c.Weight.Shape), 2)
	o.kernel = kernel(o, func(dw []T, in [][]T) {
		p := plans.now()
		compute.ConvBackwardWeights(b.pool, p, dw, in[0][:p.In().Len()], in[1][:p.Out().Len()])
	})
	return b.apply(o, x, grad)
}
