package models

import (
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/nn"
)

// Noise is what a graph for training does to a network at random, anew in each run.
// A graph for prediction has none of it. The zero value is no noise.
type Noise struct {
	Normal   float64   // standard deviation of what is added to the state behind each block
	Uniform  float64   // bound of what is added there, between minus and plus that
	DropPath []float64 // for each block the rate at which a sample goes without its branch: see [nn.Builder.DropPath]; nil means none
}

// check returns what is wrong with the noise for a network.
func (z Noise) check(n *Net) error {
	for _, size := range []float64{z.Normal, z.Uniform} {
		if !(size >= 0) || math.IsInf(size, 1) {
			return fmt.Errorf("got noise of size %v, want a finite number of at least 0", size)
		}
	}
	if n.config.reversible() && z.Normal+z.Uniform > 0 {
		return fmt.Errorf("got noise behind the blocks of %s, want none: what it is added to could not be computed again", n.name)
	}
	if z.DropPath == nil {
		return nil
	}
	blocks := n.Blocks()
	if len(z.DropPath) != len(blocks) {
		return fmt.Errorf("got %d rates of drop-path, want one for each of %d blocks", len(z.DropPath), len(blocks))
	}
	for i, rate := range z.DropPath {
		switch {
		case !(rate >= 0 && rate < 1):
			return fmt.Errorf("got a rate of drop-path of %v for the block %s, want one from 0 to below 1", rate, blocks[i].Name)
		case rate > 0 && !blocks[i].Residual():
			return fmt.Errorf("got drop-path for the block %s, which has no shortcut, want blocks that go on without their branch", blocks[i].Name)
		}
	}
	return nil
}

// rate is that of a block.
func (z Noise) rate(block int) float64 {
	if z.DropPath == nil {
		return 0
	}
	return z.DropPath[block]
}

// behind adds the noise on the state behind a block.
func (z Noise) behind(b *nn.Builder, x nn.Node) nn.Node {
	if z.Normal > 0 {
		x = b.NormalNoise(x, z.Normal)
	}
	if z.Uniform > 0 {
		x = b.UniformNoise(x, z.Uniform)
	}
	return x
}
