package models

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
	if d, ok := c.Branch.(Dense); ok {
		params = 2 * product(c.Blocks, c.Input[0], d.Hidden)
		return params, in + product(c.Blocks, 2)*(in+float64(d.Hidden))
	}
	blocks := float64((c.Depth - 2) / 6)
	pixels := product(c.Input[1:]...)
	params = 9*product(c.Input[0], c.Width) + 4*product(c.Width, c.Classes)
	values = in + product(c.Width)*pixels + float64(c.Classes)
	for stage := range 3 {
		width := float64(int(1)<<stage) * float64(c.Width)
		params += 18 * blocks * width * width
		values += 4 * blocks * width * pixels
		pixels = max(1, pixels/4)
	}
	return params, values
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
	if _, ok := c.Branch.(Dense); ok {
		return c.Blocks
	}
	return (c.Depth - 2) / 2
}

func product(sizes ...int) float64 {
	p := 1.0
	for _, n := range sizes {
		p *= float64(n)
	}
	return p
}
