package models

import "math"

// maxSize is how many learned parameters a network may have, and how many values
// a sample may have on its way through: 2^28, or 1 GiB in float32.
const maxSize = 1 << 28

// maxBlocks is how many blocks a network may have, and how many evaluations of a branch
// in all of them.
const maxBlocks = 1 << 16

// size estimates the parameters of a network and the values of one sample in it,
// in float64, where no configuration overflows. It counts what grows: weights of
// convolutions and linear layers, and four values for each that a block puts out.
//
// A file is held to it before the network is built, so it is neither more than twice
// nor less than half of what there is, but for networks of very few channels.
func (c Config) size() (params, values float64) {
	in := product(c.Input[:]...)
	if _, ok := c.vectors(); ok {
		blocks := math.Ldexp(float64(c.Blocks), c.Refined)
		params, values = c.blockSize(in, in, true)
		return blocks * params, in + blocks*values
	}
	return c.imageSize(in)
}

// imageSize is size for a network of images with so many values per sample.
func (c Config) imageSize(input float64) (params, values float64) {
	if k, ok := c.fractal(); ok {
		return c.fractalSize(k)
	}
	in, pixels := float64(c.Width), product(c.Input[1:]...)
	longer := max(c.Input[1], c.Input[2]) // side of an image
	values = input + in*pixels
	kernel := 9.0
	if c.Layout == ImageNet {
		kernel, pixels, longer = 49, max(1, pixels/16), halved(halved(longer))
	}
	if c.Layout.vgg() {
		in = float64(c.Input[0])
	} else {
		params = kernel * float64(c.Input[0]) * in
	}
	for stage, blocks := range c.stageBlocks() {
		out, further := c.channels(stage), float64(blocks-1)
		if stage > 0 {
			pixels, longer = max(1, pixels/4), halved(longer)
		}
		first, most := c.blockSize(in, out, longer == 1)
		each, more := c.blockSize(out, out, longer == 1)
		params += first + further*each
		values += 4 * pixels * (most + further*more)
		in = out
	}
	if c.Layout.classifies() {
		hidden := float64(c.hidden())
		params += (classifierSide*classifierSide*in + hidden) * hidden
		in = hidden
	}
	return params + in*float64(c.Classes), values + float64(c.Classes)
}

// channels are those that the blocks of a stage put out, as a float64, where none
// overflows.
func (c Config) channels(stage int) float64 {
	out := math.Ldexp(float64(c.Width)*float64(max(1, c.Widen)), c.doublings(stage))
	if stage == 2 && c.narrowEnd() {
		out = out / 8 * 7
	}
	if c.bottlenecks() {
		out *= expansion
	}
	return out
}

// halved is what a stride of 2 leaves of a side of an image.
func halved(side int) int { return side - side/2 }

// blockSize is the weights of a block from so many channels to so many, and the values
// that it computes for a pixel. What comes out may be images, or points of one pixel
// each.
func (c Config) blockSize(in, out float64, points bool) (params, values float64) {
	var n needs
	if c.Step != nil {
		n = c.Step.needs()
	}
	streams, taps := max(1, float64(n.streams)), 9.0
	if _, ok := c.vectors(); ok {
		taps = 1
	}
	if n.gate {
		params = taps * in * out
	}
	first, values := c.branchSize(in/streams, out/streams, points)
	params += first
	if in == out || streams > 1 { // elsewhere the step is Euler's
		each, _ := c.branchSize(out/streams, out/streams, points)
		params += each * (max(1, float64(n.branches)) - 1)
		values *= max(1, float64(n.evaluations))
	}
	return params, max(out, values)
}

// branchSize is the weights of a branch, and the most channels that it has.
func (c Config) branchSize(in, out float64, points bool) (params, widest float64) {
	k, bottleneck := c.Branch.(Bottleneck)
	v, vectors := c.vectors()
	b, anywhere := c.anywhere()
	switch {
	case vectors:
		return v.sizeOf(out)
	case anywhere && in == out:
		params, widest = b.sizeOf(out)
		if !points { // see kernel
			params *= 9
		}
		return params, max(out, widest)
	case anywhere || c.Layout.vgg():
		return 9 * in * out, out
	case c.shakes():
		return 2 * 9 * (in + out) * out, 2 * out
	case !bottleneck:
		return 9 * (in + out) * out, out
	}
	k = k.withDefaults()
	group := out / expansion * float64(k.GroupWidth) / 64
	inner := group * float64(k.Groups)
	return inner*(in+out) + 9*inner*group, max(inner, out)
}

// checkSize refuses networks that no machine can hold.
func (c Config) checkSize(mistake func(string, ...any) error) error {
	if n := c.blocks(); n > maxBlocks {
		return mistake("%d blocks, want at most %d", n, maxBlocks)
	}
	if n := c.evaluations(); n > maxBlocks {
		return mistake("%d evaluations of branches in %d blocks, want at most %d", n, c.blocks(), maxBlocks)
	}
	switch params, values := c.size(); {
	case params > maxSize:
		return mistake("a network of %.3g parameters, want at most %d", params, maxSize)
	case values > maxSize:
		return mistake("a network of %.3g values per sample, want at most %d", values, maxSize)
	}
	return nil
}

// blocks is how many residual blocks there are in all.
func (c Config) blocks() int {
	if _, ok := c.vectors(); ok {
		if c.Blocks > maxBlocks {
			return c.Blocks
		}
		return c.refined(c.Blocks, false)
	}
	sum := 0
	for _, n := range c.stageBlocks() {
		sum += n
	}
	return sum
}

// evaluations is how many evaluations of a branch there are in the blocks, of which
// there are not too many.
func (c Config) evaluations() int {
	if c.Step == nil {
		return c.blocks()
	}
	return c.blocks() * max(1, c.Step.needs().evaluations)
}

func product(sizes ...int) float64 {
	p := 1.0
	for _, n := range sizes {
		p *= float64(n)
	}
	return p
}
