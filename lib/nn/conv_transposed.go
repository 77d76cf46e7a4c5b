package nn

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// ConvTransposed2D adds y = Kᵀ·x for the convolution K, which is a matrix of very
// many zeros: ⟨y, z⟩ = ⟨x, K·z⟩ for every z. At stride 1 with the padding that keeps
// an image's size, that is the convolution with the kernel turned by 180° and with
// input and output channels exchanged. It is what leads gradients back through K,
// here as a layer. It is for convolutions of stride 1 that keep the size of images.
// A bias is no part of K, and is left out.
func (b *Builder) ConvTransposed2D(x Node, c Conv) Node {
	if !b.ready("ConvTransposed2D", []Node{x}, c.Weight) || !b.shaped("ConvTransposed2D", c.Weight, 4) {
		return Node{}
	}
	w, o, name := c.Weight.Shape, c.options(), "ConvTransposed2D "+c.Weight.Name
	down, across := o.Axes()
	y := Node{C: w[1] * o.Groups, H: x.H, W: x.W}
	switch {
	case !keepsSize(down, w[2]) || !keepsSize(across, w[3]):
		b.fail(name, "stride %s and padding %s of a kernel of %d×%d%s, want a convolution that keeps the size of images",
			compute.ByAxis(down.Stride, across.Stride), compute.ByAxis(down.Pad, across.Pad), w[2], w[3], c.dilated())
	case x.C != w[0]:
		b.fail(name, "images of %v, want %d channels for weights of %v", x, w[0], w)
	case c.fits(b, y):
		if _, err := compute.NewConv(b.shape(y), o); err != nil {
			b.refuse(name, err)
			break
		}
		y.node = pick(b, convTransposed[float32], convTransposed[float64])(b, x, y, c)
		return y
	}
	return Node{}
}

// keepsSize reports whether a kernel finds as many places along an axis as there are
// pixels.
func keepsSize(s compute.Steps, kernel int) bool { return s.Stride == 1 && s.Span(kernel) == 2*s.Pad+1 }

func convTransposed[T compute.Float](b *Builder, x, y Node, c Conv) *gorgonia.Node {
	plans := newPlans(b, func() (compute.Conv, error) {
		return compute.NewConv(b.valid(y), c.options()) // K leads from the output's shape to the input's
	})
	packed := keptWeights[T](b)
	o := b.newOp("transposed conv2d "+c.Weight.Name+c.dilated(), b.blocked(y), 2)
	o.kernel = kernel(o, func(y []T, in [][]T) {
		p := plans.now()
		compute.ConvBackwardDataPacked(b.pool, p, y[:p.In().Len()], nil, in[0][:p.Out().Len()], in[1], packed())
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		byInput := b.newOp("transposed conv2d by input", b.blocked(x), 2)
		byInput.kernel = kernel(byInput, func(dx []T, in [][]T) {
			p := plans.now()
			compute.ConvForward(b.pool, p, dx[:p.Out().Len()], in[0][:p.In().Len()], in[1], compute.Epilogue[T]{})
		})
		byWeights := b.newOp("transposed conv2d by weights", tensor.Shape(c.Weight.Shape), 2)
		byWeights.kernel = kernel(byWeights, func(dw []T, in [][]T) {
			p := plans.now()
			compute.ConvBackwardWeights(b.pool, p, dw, in[0][:p.In().Len()], in[1][:p.Out().Len()])
		})
		var dx *gorgonia.Node
		if o.wrt[0] {
			dx = b.apply(byInput, grad, in[1])
		}
		return gorgonia.Nodes{dx, b.apply(byWeights, grad, in[0])}, nil
	}
	return b.apply(o, x.node, b.param(c.Weight))
}
