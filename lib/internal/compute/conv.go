package compute

import "fmt"

// Conv is the plan of a two-dimensional convolution (cross-correlation, as in
// all of deep learning) without bias:
//
//	y[n,o,i,j] = Σ_{c,k,l} w[o,c,k,l] · x[n,c, i·stride+k−pad, j·stride+l−pad]
//
// with x zero outside the image. Weights are in OIHW order, out × C × kernel ×
// kernel. A Conv never changes and may be shared.
type Conv struct {
	in, out             Shape
	kernel, stride, pad int

	forward  gathering // output pixels gather from input pixels
	backward gathering // input pixels gather from output pixels
	runs     [][]run   // per tap, the pixels it joins
}

// NewConv plans the convolution of images of shape in to out channels. It
// returns an error if a size is not positive or the padded image is smaller
// than the kernel.
func NewConv(in Shape, out, kernel, stride, pad int) (Conv, error) {
	if err := in.check(); err != nil {
		return Conv{}, fmt.Errorf("compute: NewConv: %w", err)
	}
	if out < 1 || kernel < 1 || stride < 1 || pad < 0 {
		return Conv{}, fmt.Errorf("compute: NewConv: got %d output channels, kernel %d, stride %d, pad %d, want positive numbers", out, kernel, stride, pad)
	}
	if in.H+2*pad < kernel || in.W+2*pad < kernel {
		return Conv{}, fmt.Errorf("compute: NewConv: got a kernel of %d over %d×%d pixels padded by %d, want one that fits", kernel, in.H, in.W, pad)
	}
	c := Conv{in: in, kernel: kernel, stride: stride, pad: pad}
	c.out = Shape{in.N, out, (in.H+2*pad-kernel)/stride + 1, (in.W+2*pad-kernel)/stride + 1}
	c.plan()
	return c, nil
}

// In is the shape of the input.
func (c *Conv) In() Shape { return c.in }

// Out is the shape of the output.
func (c *Conv) Out() Shape { return c.out }

// Weights is the number of weights.
func (c *Conv) Weights() int { return c.out.C * c.in.C * c.taps() }

// MACs is the nominal number of multiplications of one forward pass over the
// valid images, those with padding included.
func (c *Conv) MACs() int { return c.out.N * c.out.Pixels() * c.Weights() }

// taps is the number of weights that join one input and one output channel.
func (c *Conv) taps() int { return c.kernel * c.kernel }

// ConvForward computes y from x and w. A padding lane of y depends on the same
// lane of x alone.
func ConvForward[T Float](p *Pool, c *Conv, y, x, w []T) {
	mustHold("ConvForward", "y", y, c.out.Len())
	mustHold("ConvForward", "x", x, c.in.Len())
	mustHold("ConvForward", "w", w, c.Weights())
	taps := c.taps()
	packed := borrow[T](p, stripsOf(c.out.C)*strip*c.in.C*taps)
	repack(packed.values, w, taps, c.out.C, c.in.C, c.in.C*taps, taps)
	gather(p, &c.forward, y, x, packed.values)
	release(p, packed)
}

// ConvBackwardData computes dx, the gradient of the loss by x, from dy, the
// gradient by y, and w: the transpose of [ConvForward]. A padding lane of dx
// depends on the same lane of dy alone.
func ConvBackwardData[T Float](p *Pool, c *Conv, dx, dy, w []T) {
	mustHold("ConvBackwardData", "dx", dx, c.in.Len())
	mustHold("ConvBackwardData", "dy", dy, c.out.Len())
	mustHold("ConvBackwardData", "w", w, c.Weights())
	taps := c.taps()
	packed := borrow[T](p, stripsOf(c.in.C)*strip*c.out.C*taps)
	repack(packed.values, w, taps, c.in.C, c.out.C, taps, c.in.C*taps)
	gather(p, &c.backward, dx, dy, packed.values)
	release(p, packed)
}

// ConvBackwardWeights computes dw, the gradient of the loss by w summed over
// the valid images, from x and dy.
func ConvBackwardWeights[T Float](p *Pool, c *Conv, dw, x, dy []T) {
	mustHold("ConvBackwardWeights", "dw", dw, c.Weights())
	mustHold("ConvBackwardWeights", "x", x, c.in.Len())
	mustHold("ConvBackwardWeights", "dy", dy, c.out.Len())
	do(p, c.out.C*c.in.C, c.MACs(), outer[T]{c, dw, x, dy})
}
