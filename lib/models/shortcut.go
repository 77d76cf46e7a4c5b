package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
)

// Shortcut says how a block's input meets its output where the shape changes.
type Shortcut int

// The shortcuts. Their effect on parameter counts is in the tests.
const (
	// Default is OptionA for networks of basic blocks on small images. Where the blocks
	// are bottlenecks, the stages wide or the images large it is OptionB in the original
	// order and SharedProjection in pre-activation, as He et al. have it. For linear
	// multi-step networks in pre-activation it is NormProjection, as Lu et al. have it. For
	// reversible ones it is OptionAAveragedCentered, or OptionB of bottlenecks, as Gomez et
	// al. have it.
	Default Shortcut = iota
	// OptionA takes every second row and column and appends channels of zeros:
	// no parameters (He et al. 2016a, section 3.3).
	OptionA
	// OptionB is a 1×1 convolution with stride (He et al. 2016a), in the original
	// order with a normalization behind it.
	OptionB
	// NormProjection is BN-ReLU before that convolution, as in the code that
	// Lu et al. (2018) published. It is for pre-activation.
	NormProjection
	// OptionACentered is OptionA with half of the new channels before those there
	// are and half behind.
	OptionACentered
	// OptionAAveraged is OptionA with the average of 2×2 pixels instead of the first
	// of them, as in the code that Huang et al. (2016) published.
	OptionAAveraged
	// OptionAAveragedCentered is both, as in RevNet (Gomez et al. 2017).
	OptionAAveragedCentered
	// SharedProjection is a 1×1 convolution of what the branch's first BN-ReLU makes
	// of the input, as in the code that He et al. published for pre-activation (2016b).
	// That BN-ReLU is no part of the branch then, and stays when the block is deleted.
	SharedProjection
)

// String is the name that the papers use.
func (s Shortcut) String() string {
	switch s {
	case Default:
		return "default"
	case OptionA:
		return "option A"
	case OptionB:
		return "option B"
	case NormProjection:
		return "BN-ReLU-projection"
	case OptionACentered:
		return "option A, centered"
	case OptionAAveraged:
		return "option A of averages"
	case OptionAAveragedCentered:
		return "option A of averages, centered"
	case SharedProjection:
		return "projection behind a shared BN-ReLU"
	}
	return fmt.Sprintf("shortcut %d", int(s))
}

func (s Shortcut) valid() bool { return s >= Default && s <= SharedProjection }

// projects reports whether the shortcut has weights.
func (s Shortcut) projects() bool {
	return s == OptionB || s == NormProjection || s == SharedProjection
}

// activates reports whether the shortcut begins with a normalization and a ReLU.
func (s Shortcut) activates() bool { return s == NormProjection || s == SharedProjection }

// plan is the shortcut without weights to so many channels.
func (s Shortcut) plan(channels, stride int) nn.Shortcut {
	return nn.Shortcut{
		Channels: channels,
		Stride:   stride,
		Average:  s == OptionAAveraged || s == OptionAAveragedCentered,
		Centered: s == OptionACentered || s == OptionAAveragedCentered,
	}
}
