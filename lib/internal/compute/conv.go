package compute

import "fmt"

// Conv is the plan of a two-dimensional convolution (cross-correlation, as in
// all of deep learning):
//
//	y[n,o,i,j] = Σ_{c,k,l} w[o,c,k,l] · x[n,c, i·stride + k·dilation − pad, j·stride + l·dilation − pad]
//
// with x zero outside the image. Rows and columns have their own stride, padding and
// dilation. With groups, an output channel sums over the
// input channels of its own group only. Weights are in OIHW order, out ×
// C/groups × rows × columns of the kernel. A Conv never changes and may be shared.
type Conv struct {
	in, out      Shape
	groups       int
	down, across axis

	forward  gathering // output pixels gather from input pixels
	backward gathering // input pixels gather from output pixels
	weights  outering  // weights gather from pixels

	// The same by tiles, where that is faster, or else nil.
	forwardTiles, backwardTiles *winograd
	weightTiles                 *winogradOutering

	turnedWeights *turnedOutering // weights from transposed images, or nil
}

// ConvOptions is the numbers of a convolution.
type ConvOptions struct {
	Out      int // output channels
	Kernel   int // rows of the kernel
	KernelW  int // its columns; 0 means as many
	Stride   int
	Pad      int // pixels of zeros on each side
	Dilation int // pixels from one row of the kernel to the next; 0 means 1
	Groups   int // of channels; 0 means 1

	// Across is how the kernel goes across, where that is not as it goes down; the
	// zero value means that it is.
	Across Steps
}

// Axes returns how the kernel goes down and across, with what zeros stand for.
func (o ConvOptions) Axes() (down, across Steps) {
	down = Steps{o.Stride, o.Pad, o.Dilation}.filled()
	if o.Across == (Steps{}) {
		return down, down
	}
	return down, o.Across.filled()
}

// NewConv plans a convolution of images of shape in. It returns an error if a
// size is not positive or beyond all reason, the padded image is smaller than the
// kernel, channels cannot be cut into groups, or a plan would have to list more taps
// than fit into memory.
func NewConv(in Shape, o ConvOptions) (Conv, error) {
	if o.Groups == 0 {
		o.Groups = 1
	}
	if o.KernelW == 0 {
		o.KernelW = o.Kernel
	}
	if err := in.check(); err != nil {
		return Conv{}, fmt.Errorf("compute: NewConv: %w", err)
	}
	if o.Out < 1 || o.Groups < 1 {
		return Conv{}, fmt.Errorf("compute: NewConv: got %d output channels and %d groups, want positive numbers", o.Out, o.Groups)
	}
	stepsDown, stepsAcross := o.Axes()
	if err := in.checkWindow(o.Kernel, o.KernelW, stepsDown, stepsAcross); err != nil {
		return Conv{}, fmt.Errorf("compute: NewConv: %w", err)
	}
	if in.C%o.Groups != 0 || o.Out%o.Groups != 0 {
		return Conv{}, fmt.Errorf("compute: NewConv: got %d input and %d output channels in %d groups, want groups of equal size", in.C, o.Out, o.Groups)
	}
	down, across := axisOf(in.H, o.Kernel, stepsDown), axisOf(in.W, o.KernelW, stepsAcross)
	if err := (Shape{in.N, o.Out, down.out, across.out}).check(); err != nil {
		return Conv{}, fmt.Errorf("compute: NewConv: output: %w", err)
	}
	if !fits(o.Out, in.C/o.Groups, o.Kernel, o.KernelW) {
		return Conv{}, fmt.Errorf("compute: NewConv: got kernels of %d×%d between %d and %d channels, want at most %d weights", o.Kernel, o.KernelW, in.C/o.Groups, o.Out, mostValues)
	}
	if err := checkPlan(in.C, o.Out, o.Groups, down, across); err != nil {
		return Conv{}, fmt.Errorf("compute: NewConv: %w", err)
	}
	return planConv(in, o.Out, o.Groups, down, across), nil
}

// planConv plans a convolution whose numbers fit.
func planConv(in Shape, out, groups int, down, across axis) Conv {
	c := Conv{in: in, out: Shape{in.N, out, down.out, across.out}, groups: groups, down: down, across: across}
	weights, ofOut := c.Weights()/groups, c.taps()*in.C/groups // of a group, of an output channel
	c.forward = newGathering(c.out, in, groups, across.kernel, down.forward().segments(), across.forward().segments())
	c.forward.cut(groups, weights, ofOut, c.taps())
	c.backward = newGathering(in, c.out, groups, across.kernel, down.backward().segments(), across.backward().segments())
	c.backward.cut(groups, weights, c.taps(), ofOut)
	c.weights = newOutering(in, c.out, groups, down, across)
	c.forwardTiles = tiled(&c.forward, groups, down, across, down.pad, across.pad)
	c.backwardTiles = tiled(&c.backward, groups, down, across, 2-down.pad, 2-across.pad)
	c.weightTiles = tiledOuter(&c)
	c.turnedWeights = turnedOuter(&c)
	return c
}

// In is the shape of the input.
func (c *Conv) In() Shape { return c.in }

// Out is the shape of the output.
func (c *Conv) Out() Shape { return c.out }

// Weights is the number of weights.
func (c *Conv) Weights() int { return c.out.C * c.in.C / c.groups * c.taps() }

// MACs is the nominal number of multiplications of one forward pass over the
// valid images, those with padding included.
func (c *Conv) MACs() int { return c.out.N * c.out.Pixels() * c.Weights() }

// taps is the number of weights that join one input and one output channel.
func (c *Conv) taps() int { return c.down.kernel * c.across.kernel }

// ConvForward computes y from x and w, and does e to y. A padding lane of y
// depends on the same lane of x and of e.Add alone.
func ConvForward[T Float](p *Pool, c *Conv, y, x, w []T, e Epilogue[T]) {
	ConvForwardPacked(p, c, y, x, w, nil, e)
}

// ConvForwardPacked is [ConvForward] with weights that are packed once for many
// batches. packed may be nil.
func ConvForwardPacked[T Float](p *Pool, c *Conv, y, x, w []T, packed *Packed[T], e Epilogue[T]) {
	mustHold("ConvForward", "y", y, c.out.Len())
	mustHold("ConvForward", "x", x, c.in.Len())
	mustHold("ConvForward", "w", w, c.Weights())
	e.check("ConvForward", c.out)
	if c.forwardTiles != nil {
		gatherTiles(p, forwardWeights(p, c, c.forwardTiles, w), packed, y, x, e)
		return
	}
	gather(p, &c.forward, y, x, w, packed, e)
}

// ConvBackwardData computes dx, the gradient of the loss by x, from dy, the
// gradient by y, and w: the transpose of [ConvForward]. A padding lane of dx
// depends on the same lane of dy alone.
func ConvBackwardData[T Float](p *Pool, c *Conv, dx, dy, w []T) {
	ConvBackwardDataPlus(p, c, dx, nil, dy, w)
}

// ConvBackwardDataPlus is [ConvBackwardData] with plus added to dx, such as the
// gradient that reaches x another way. plus may be nil, but not dx.
func ConvBackwardDataPlus[T Float](p *Pool, c *Conv, dx, plus, dy, w []T) {
	ConvBackwardDataPacked(p, c, dx, plus, dy, w, nil)
}

// ConvBackwardDataPacked is [ConvBackwardDataPlus] with weights that are packed once
// for many batches. packed may be nil; it is not that of [ConvForwardPacked].
func ConvBackwardDataPacked[T Float](p *Pool, c *Conv, dx, plus, dy, w []T, packed *Packed[T]) {
	e := Epilogue[T]{Add: plus}
	e.check("ConvBackwardData", c.in)
	mustHold("ConvBackwardData", "dx", dx, c.in.Len())
	mustHold("ConvBackwardData", "dy", dy, c.out.Len())
	mustHold("ConvBackwardData", "w", w, c.Weights())
	if c.backwardTiles != nil {
		gatherTiles(p, backwardWeights(p, c, c.backwardTiles, w), packed, dx, dy, e)
		return
	}
	gather(p, &c.backward, dx, dy, w, packed, e)
}

// ConvBackwardWeights computes dw, the gradient of the loss by w summed over
// the valid images, from x and dy.
func ConvBackwardWeights[T Float](p *Pool, c *Conv, dw, x, dy []T) {
	mustHold("ConvBackwardWeights", "dw", dw, c.Weights())
	mustHold("ConvBackwardWeights", "x", x, c.in.Len())
	mustHold("ConvBackwardWeights", "dy", dy, c.out.Len())
	if c.weightTiles != nil {
		outerTiles(p, c.weightTiles, dw, x, dy)
		return
	}
	if c.turnedWeights != nil {
		outerTurned(p, c.turnedWeights, dw, x, dy)
		return
	}
	outer(p, &c.weights, dw, x, dy)
}
