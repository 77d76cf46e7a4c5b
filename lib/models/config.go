package models

import (
	"errors"
	"fmt"
	"math"
)

// Config says which network to build, of at most 2^28 parameters and as many
// values per sample. The zero value of a field means what its
// comment says; [ResNet], [Plain] and [LMResNet] need only what differs.
type Config struct {
	// Depth counts the layers with weights along the longest path: 6n+2 for
	// three stages of n blocks of two convolutions, a stem and a linear layer.
	// Required for images.
	Depth int

	// Width is the number of channels of the first stage; the second has twice,
	// the third four times as many. 0 means 16.
	Width int

	// Input is channels, height, width of one sample. Zero means 3×32×32.
	Input [3]int

	// Classes is the number of logits. 0 means 10.
	Classes int

	// Order is where normalization and ReLU stand in a residual block. Zero means
	// PreActivation, the only one for linear multi-step networks. A plain network
	// is the same in both.
	Order Order

	// Shortcut says how a block's input meets its output where the shape
	// changes. Zero means the family's default.
	Shortcut Shortcut

	// Branch is what a block computes besides its shortcut. Nil means [Basic],
	// two 3×3 convolutions; [Dense] is for states that are vectors.
	Branch Branch

	// Blocks is the number of blocks if Branch is [Dense].
	Blocks int

	// Seed draws the initial weights.
	Seed uint64

	// Float64 computes in float64 instead of float32, to check gradients.
	Float64 bool
}

// withDefaults fills in zero values.
func (c Config) withDefaults() Config {
	if c.Width == 0 {
		c.Width = 16
	}
	if c.Input == ([3]int{}) {
		c.Input = [3]int{3, 32, 32}
	}
	if c.Classes == 0 {
		c.Classes = 10
	}
	return c
}

// check returns what is wrong with a configuration that has its defaults.
func (c Config) check(family string) error {
	mistake := func(format string, args ...any) error {
		return fmt.Errorf("models: %s: got "+format, append([]any{family}, args...)...)
	}
	for _, n := range c.Input {
		if n < 1 {
			return mistake("input %v, want positive channels, height and width", c.Input)
		}
	}
	if !c.Shortcut.valid() {
		return mistake("shortcut %d, want one such as Default, OptionA, OptionB or NormProjection", int(c.Shortcut))
	}
	switch branch := c.Branch.(type) {
	case nil, Basic:
	case Dense:
		return c.checkDense(branch, mistake)
	default:
		return mistake("a branch of type %T, want nil, Basic or Dense", branch)
	}
	switch {
	case c.Depth < 8 || (c.Depth-2)%6 != 0:
		return mistake("depth %d, want 6n+2 for three stages of n ≥ 1 blocks, such as %s", c.Depth, nearestDepths(c.Depth))
	case c.Width < 1:
		return mistake("width %d, want at least 1", c.Width)
	case c.Classes < 2:
		return mistake("%d classes, want at least 2", c.Classes)
	case c.Order != PreActivation && c.Order != Original:
		return mistake("order %d, want PreActivation or Original", int(c.Order))
	case c.Order == Original && c.Shortcut == NormProjection:
		return mistake("%v in the original order, want another such as OptionA or OptionB there", c.Shortcut)
	case c.Blocks != 0:
		return mistake("%d blocks beside a depth, want Blocks only with a Dense branch", c.Blocks)
	}
	return c.checkSize(mistake)
}

func (c Config) checkDense(d Dense, mistake func(string, ...any) error) error {
	switch {
	case c.Blocks < 1:
		return mistake("%d blocks, want at least 1 with a Dense branch", c.Blocks)
	case c.Depth != 0:
		return mistake("depth %d with a Dense branch, want Blocks instead", c.Depth)
	case c.Order != PreActivation:
		return mistake("%v with a Dense branch, which has no normalization, want PreActivation", c.Order)
	case c.Input[1] != 1 || c.Input[2] != 1:
		return mistake("input %v, want vectors (height and width 1) with a Dense branch", c.Input)
	case d.Hidden < 1:
		return mistake("%d hidden values, want at least 1", d.Hidden)
	case !(d.Lipschitz >= 0) || math.IsInf(d.Lipschitz, 1):
		return mistake("Lipschitz bound %g, want 0 (none) or more, and finite", d.Lipschitz)
	}
	return c.checkSize(mistake)
}

// nearestDepths names the depths that there are around one that there is not.
func nearestDepths(depth int) string {
	if depth < 8 {
		return "8, 20 or 110"
	}
	below := depth - (depth-2)%6
	return fmt.Sprintf("%d or %d", below, below+6)
}

// errNoBranch is returned for a branch that a family cannot use.
var errNoBranch = errors.New("models: Plain: got a Dense branch, want the convolutions of a plain network")
