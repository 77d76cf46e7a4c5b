package models

import "fmt"

// Config says which network to build, of at most 2^28 parameters and as many
// values per sample. The zero value of a field means what its
// comment says; [ResNet], [Plain] and [LMResNet] need only what differs.
type Config struct {
	// Depth counts the layers with weights along the longest path: 6n+2 for
	// three stages of n blocks of two convolutions, a stem and a linear layer, 9n+2 for
	// blocks of three; 12n+2 and 18n+2 in a [RevNet], where two blocks make a step; in the
	// ImageNet layout 18, 34, 50, 101 or 152, in the VGG layouts 11, 13, 16 or 19; and of a
	// [FractalNet] the longest column's. Required for images.
	Depth int

	// Layout is what stands around the blocks. Zero means CIFAR, for small images.
	Layout Layout

	// Width is the number of channels of the first stage; each further one has twice
	// as many, and puts out four times that with [Bottleneck]. 0 means 16, 32 in a
	// [RevNet], and 64 in a [ResNeXt], a [FractalNet] and the other layouts.
	Width int

	// Widen is how many times as wide as the stem the stages of a [WideResNet] are.
	// 0 means 10 there; other networks have none.
	Widen int

	// Dropout is the rate of dropout in the blocks of a [WideResNet], between their two
	// convolutions. 0 means none; other networks have none.
	Dropout float64

	// Input is channels, height, width of one sample. Zero means 3×32×32, and
	// 3×224×224 in the layouts for ImageNet: ImageNet, VGGClassifier and
	// VGGClassifierNorm.
	Input [3]int

	// Classes is the number of logits. 0 means 10, and 1000 in the layouts for ImageNet.
	Classes int

	// Order is where normalization and ReLU stand in a residual block. Zero means
	// PreActivation. A plain network is the same in both.
	Order Order

	// Shortcut says how a block's input meets its output where the shape
	// changes. Zero means the family's default.
	Shortcut Shortcut

	// Transition is what a linear multi-step network does where the shape changes.
	// Zero means Restart.
	Transition Transition

	// Step is what a block makes of its state and its branch: see there. Nil means the
	// family's, such as [Euler] of a [ResNet] and [Multistep] of an [LMResNet].
	Step Step

	// Branch is what a block computes besides its shortcut. Nil means [Basic],
	// two 3×3 convolutions, and in the ImageNet layout what the depth says;
	// [Bottleneck] is three convolutions, [ShakeShake] two branches in one; [Symmetric],
	// [Antisymmetric] and [Contraction] are for images and for states that are vectors,
	// [Dense] and [Linear] for vectors alone.
	Branch Branch

	// Blocks is the number of blocks, instead of Depth, where states are vectors: Input
	// is then d×1×1. In a [RevNet] two make a step.
	Blocks int

	// Refined is how often the blocks have been doubled and their step size halved: see
	// [Net.Refine].
	Refined int

	// Seed draws the initial weights.
	Seed uint64

	// Float64 computes in float64 instead of float32, to check gradients.
	Float64 bool
}

// withDefaults fills in zero values.
func (c Config) withDefaults() Config {
	width, input, classes := 16, [3]int{3, 32, 32}, 10
	switch c.Layout {
	case VGG:
		width = 64
	case VGGClassifier, VGGClassifierNorm:
		width, input, classes = 64, [3]int{3, 224, 224}, 1000
	case ImageNet:
		width, input, classes = 64, [3]int{3, 224, 224}, 1000
		if c.Branch == nil {
			c.Branch = imageNetBranch(c.Depth)
		}
	}
	if c.Width == 0 {
		c.Width = width
	}
	if c.Input == ([3]int{}) {
		c.Input = input
	}
	if c.Classes == 0 {
		c.Classes = classes
	}
	return c
}

// bottlenecks reports whether the blocks are bottlenecks.
func (c Config) bottlenecks() bool {
	_, ok := c.Branch.(Bottleneck)
	return ok
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
	switch {
	case !c.Shortcut.valid():
		return mistake("shortcut %d, want one such as Default, OptionA, OptionB or NormProjection", int(c.Shortcut))
	case c.Layout < CIFAR || c.Layout > VGGClassifierNorm:
		return mistake("%v, want CIFAR, ImageNet or VGG", c.Layout)
	case c.Transition != Restart && c.Transition != Project:
		return mistake("%v, want Restart or Project", c.Transition)
	}
	if v, ok := c.vectors(); ok {
		return c.checkVectors(v, mistake)
	}
	if b, ok := c.anywhere(); ok {
		return c.checkAnywhere(b, mistake)
	}
	switch c.Branch.(type) {
	case nil, Basic, Bottleneck, ShakeShake:
		return c.checkImages(mistake)
	}
	return mistake("a branch of type %T, want nil, Basic, Bottleneck, ShakeShake, Symmetric, Antisymmetric, Contraction, Dense or Linear", c.Branch)
}

// checkImages is for networks of images.
func (c Config) checkImages(mistake func(string, ...any) error) error {
	if k, ok := c.fractal(); ok {
		if err := c.checkFractal(k, mistake); err != nil {
			return err
		}
	} else if err := c.checkDepth(mistake); err != nil {
		return err
	}
	switch {
	case c.Width < 1:
		return mistake("width %d, want at least 1", c.Width)
	case c.Classes < 2:
		return mistake("%d classes, want at least 2", c.Classes)
	case c.Order != PreActivation && c.Order != Original:
		return mistake("order %d, want PreActivation or Original", int(c.Order))
	case c.Order == Original && c.Shortcut.activates():
		return mistake("%v in the original order, want another such as OptionA or OptionB there", c.Shortcut)
	case c.Blocks != 0:
		return mistake("%d blocks beside a depth, want Blocks only with a Dense or Linear branch", c.Blocks)
	case c.Layout != CIFAR && min(c.Input[1], c.Input[2]) < fullStrides:
		return mistake("images of %d×%d in the %v layout, whose strides divide them by %d, want at least %[5]d×%[5]d, or the CIFAR layout", c.Input[1], c.Input[2], c.Layout, fullStrides)
	}
	if b, ok := c.Branch.(Bottleneck); ok {
		if err := b.check(c.Width, mistake); err != nil {
			return err
		}
	}
	if c.shakes() {
		if err := c.checkShakes(mistake); err != nil {
			return err
		}
	}
	if c.Layout.classifies() {
		if err := c.checkClassifier(mistake); err != nil {
			return err
		}
	}
	return c.checkSize(mistake)
}

// checkAnywhere is for images and a branch that is of vectors otherwise.
func (c Config) checkAnywhere(b anywhere, mistake func(string, ...any) error) error {
	if c.Order == Original {
		return mistake("a branch of type %T in the original order, which has a normalization where this has none, want PreActivation", b)
	}
	if err := b.checkVectors(mistake); err != nil {
		return err
	}
	return c.checkImages(mistake)
}

// checkVectors is for networks of vectors.
func (c Config) checkVectors(v vectorBranch, mistake func(string, ...any) error) error {
	switch {
	case c.Blocks < 1:
		return mistake("%d blocks, want at least 1 with a %s branch", c.Blocks, v.kind())
	case c.Depth != 0:
		return mistake("depth %d with a %s branch, want Blocks instead", c.Depth, v.kind())
	case c.Layout != CIFAR || c.Transition != Restart:
		return mistake("%v and %v with a %s branch, which has neither stem nor stages, want no layout and no transition", c.Layout, c.Transition, v.kind())
	case c.Order != PreActivation:
		return mistake("%v with a %s branch, which has no normalization, want PreActivation", c.Order, v.kind())
	case c.Input[1] != 1 || c.Input[2] != 1:
		return mistake("input %v, want vectors (height and width 1) with a %s branch", c.Input, v.kind())
	}
	if err := v.checkVectors(mistake); err != nil {
		return err
	}
	return c.checkSize(mistake)
}
