package models

import "math"

// maxSize is how many learned parameters a network may have, and how many values
// a sample may have on its way through: 2^28, or 1 GiB in float32.
const maxSize = 1 << 28

// maxBlocks is how many blocks a network may have.
const maxBlocks = 1 << 16

// size estimates the parameters of a network and the values of one sample in it,
// in float64, where no configuration overflows. It counts what grows: weights of
// convolutions and linear layers, and four values for each that a block puts out.
func (c Config) size() (params, values float64) {
	in := product(c.Input[:]...)
	if v, ok := c.vectors(); ok {
		d := c.Input[0]
		if c.reversible() {
			d /= 2
		}
		params, values = v.sizeOf(d)
		blocks := math.Ldexp(float64(c.Blocks), c.Refined)
		return blocks * params, in + blocks*values
	}
	return c.imageSize(in)
}

// imageSize is size for a network of images with so many values per sample.
func (c Config) imageSize(in float64) (params, values float64) {
	if k, ok := c.fractal(); ok {
		return c.fractalSize(k)
	}
	width, pixels := float64(c.Width), product(c.Input[1:]...)
	values = in + width*pixels
	kernel := 9.0
	if c.Layout == ImageNet {
		kernel, pixels = 49, max(1, pixels/16)
	}
	if !c.Layout.vgg() {
		params = kernel * float64(c.Input[0]) * width
	}
	var out, widest float64
	for stage, blocks := range c.stageBlocks() {
		var block float64 // its parameters
		block, out, widest = c.blockSize(math.Ldexp(width*float64(max(1, c.Widen)), c.doublings(stage)))
		if c.reversible() {
			block /= 4 // from half of the channels to half
		}
		if stage > 0 {
			pixels = max(1, pixels/4)
		}
		params += float64(blocks) * block
		values += 4 * float64(blocks) * widest * pixels
	}
	if c.Layout.classifies() {
		hidden := float64(c.hidden())
		params += (classifierSide*classifierSide*out + hidden) * hidden
		out = hidden
	}
	return params + out*float64(c.Classes), values + float64(c.Classes)
}

// blockSize is the weights of a block in a stage of some width, the channels that it
// puts out, and the most that it has.
func (c Config) blockSize(width float64) (params, out, widest float64) {
	k, ok := c.Branch.(Bottleneck)
	b, alone := c.anywhere()
	switch {
	case alone:
		stream := min(c.streamOf(width), maxSize) // of too many there are too many weights
		matrix, most := b.sizeOf(int(stream))
		return 9 * matrix * width / stream, width, max(width, most)
	case c.Layout.vgg():
		return 9 * width * width, width, width
	case c.shakes():
		return 2 * 18 * width * width, width, 2 * width
	case !ok:
		return 18 * width * c.streamOf(width), width, width
	}
	k = k.withDefaults()
	group := width * float64(k.GroupWidth) / 64
	inner := group * float64(k.Groups)
	out = expansion * width
	return 2*inner*out + 9*inner*group, out, max(inner, out)
}

// streamOf is the channels of a state that a branch gets.
func (c Config) streamOf(width float64) float64 {
	if _, two := c.Step.(Hamiltonian); two {
		return width / 2
	}
	return width
}

// checkSize refuses networks that no machine can hold.
func (c Config) checkSize(mistake func(string, ...any) error) error {
	if n := c.blocks(); n > maxBlocks {
		return mistake("%d blocks, want at most %d", n, maxBlocks)
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

func product(sizes ...int) float64 {
	p := 1.0
	for _, n := range sizes {
		p *= float64(n)
	}
	return p
}
