package models

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
)

// FractalNet builds a network without shortcuts whose blocks are columns of layers
// that meet (Larsson et al. 2017): see [Fractal], of which [Config.Step] has the options.
//
//	FractalNet(Config{Depth: 20})                              // 5 blocks of 3 columns
//	FractalNet(Config{Depth: 40, Step: Fractal{Columns: 4}})   // 5 blocks of 4
//
// The depth counts the layers of the longest column, 2^(Columns−1) in each block: so a
// network of C columns has Depth/2^(C−1) blocks. A layer is conv3×3-BN-ReLU. There is no
// stem; blocks have widths w, 2w, 4w, 8w and 8w from there on, w 64 if Width is 0, and
// each halves the image. The head is global average pooling, of one pixel if five
// blocks have halved 32×32, and a linear layer. The convolutions have no bias, unlike those of
// the published code: the normalization behind each would take it away again.
//
// A block is the unit of lesion. Without a shortcut there is nothing to fall back on:
// deleting it leaves the maximum of 2×2 pixels of its input, with channels of zeros
// appended. What is there instead are columns: see [Net.Column].
func FractalNet(c Config) (*Net, error) { return makeNet("FractalNet", c) }

// Column returns one column of a fractal network as a network by itself, a plain one:
// that each of them predicts is what drop-path is for. Columns count from 1, the
// shortest. The column shares its parameters with the network, so that training either
// changes both; what is saved is the network.
func (n *Net) Column(i int) (*Net, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	k, ok := n.config.fractal()
	switch {
	case !ok:
		return nil, fmt.Errorf("models: Column: got %s, want a network from FractalNet", n.name)
	case n.column != 0:
		return nil, fmt.Errorf("models: Column: got %s, want the network that it is of", n.name)
	case i < 1 || i > k.Columns:
		return nil, fmt.Errorf("models: Column: got column %d of %s, want 1 to %d", i, n.name, k.Columns)
	}
	alone := *n
	alone.column, alone.name = i, fmt.Sprintf("column %d of %s", i, n.name)
	alone.stages, alone.params = nil, nil
	for _, s := range n.stages {
		s.Blocks = alone.alone(s.Blocks)
		alone.stages = append(alone.stages, s)
	}
	for _, p := range n.params {
		if !strings.Contains(p.Name, ".column") || strings.Contains(p.Name, fmt.Sprintf(".column%d.", i)) {
			alone.params = append(alone.params, p)
		}
	}
	return &alone, nil
}

// alone returns blocks of the network's column alone, and takes off the work of the
// others.
func (n *Net) alone(blocks []*Block) []*Block {
	var out []*Block
	for _, whole := range blocks {
		block, step := *whole, *whole.update.(*fractalStep)
		step.only, block.update = n.column, &step
		for i, column := range step.columns {
			for _, l := range column {
				if i+1 != n.column {
					n.macs -= l.macs
				}
			}
		}
		out = append(out, &block)
	}
	return out
}

// withColumns fills in what FractalNet has of its own.
func (c Config) withColumns() Config {
	if c.Step == nil {
		c.Step = Fractal{}
	}
	if c.Width == 0 {
		c.Width = 64
	}
	return c
}

// fractalBlocks is how many blocks each stage has, one, nil if the depth is none that
// there is.
func (c Config) fractalBlocks(k Fractal) []int {
	n := c.Depth / k.longest()
	if n < 1 || n > maxHalvings || c.Depth%k.longest() != 0 {
		return nil
	}
	blocks := make([]int, n)
	for i := range blocks {
		blocks[i] = 1
	}
	return blocks
}

// maxHalvings is how often an image can be halved.
const maxHalvings = 30

// checkFractal returns what is wrong with a fractal network of images.
func (c Config) checkFractal(k Fractal, mistake func(string, ...any) error) error {
	blocks := len(c.fractalBlocks(k))
	switch side := min(c.Input[1], c.Input[2]); {
	case blocks == 0:
		n := k.longest()
		return mistake("depth %d with %d columns, want a multiple of %d up to %d, such as %d", c.Depth, k.Columns, n, maxHalvings*n, max(1, min(5, c.Depth/n))*n)
	case side>>blocks == 0:
		return mistake("images of %d×%d for %d blocks, which halve them as often, want at least %[5]d×%[5]d, or a depth of at most %d",
			c.Input[1], c.Input[2], blocks, 1<<blocks, k.longest()*(bits.Len(uint(side))-1))
	case c.Layout != CIFAR:
		return mistake("the %v layout, want none: a fractal network has no stem", c.Layout)
	case c.Order != PreActivation:
		return mistake("the %v, want none: layers are conv-BN-ReLU", c.Order)
	case c.Branch != nil:
		return mistake("a branch of type %T, want none, for layers of conv-BN-ReLU, or Dense or Linear", c.Branch)
	case c.Shortcut != Default:
		return mistake("%v, want none: there are no shortcuts", c.Shortcut)
	}
	return nil
}

// fractalSize estimates the parameters, and the values of one sample.
func (c Config) fractalSize(k Fractal) (params, values float64) {
	in, pixels, columns := float64(c.Input[0]), product(c.Input[1:]...), float64(k.Columns)
	values = in * pixels
	for stage := range c.fractalBlocks(k) {
		out := math.Ldexp(float64(c.Width), c.doublings(stage))
		layers := float64(k.layers())
		params += 9*out*(columns*in+(layers-columns)*out) + 2*layers*out
		values += 4 * layers * out * pixels
		in, pixels = out, max(1, pixels/4)
	}
	return params + in*float64(c.Classes), values + float64(c.Classes)
}
