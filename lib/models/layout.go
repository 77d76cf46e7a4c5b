package models

import (
	"fmt"
	"slices"
	"strings"
)

// Layout is what stands around the blocks: the stem, and how many stages there are.
type Layout int

// The layouts: two of He et al. (2016a), and what was before.
const (
	// CIFAR is for small images: a stem of one 3×3 convolution and three stages of
	// equally many blocks, of which the second and the third halve the image.
	CIFAR Layout = iota
	// ImageNet is for large ones: a stem of a 7×7 convolution and a 3×3 maximum, each
	// of stride 2, and four stages, of which all but the first halve the image.
	ImageNet
	// VGG is for plain networks alone (Simonyan and Zisserman 2015): see [Plain].
	VGG
	// VGGClassifier is VGG as published: convolutions with bias and without a
	// normalization, and three linear layers with dropout for a head.
	VGGClassifier
	// VGGClassifierNorm is that with a normalization behind each convolution, which
	// torchvision calls vgg16_bn and so on.
	VGGClassifierNorm
)

// String is the layout's name.
func (l Layout) String() string {
	switch l {
	case CIFAR:
		return "CIFAR"
	case ImageNet:
		return "ImageNet"
	case VGG:
		return "VGG"
	case VGGClassifier:
		return "VGG classifier"
	case VGGClassifierNorm:
		return "normalized VGG classifier"
	}
	return fmt.Sprintf("layout %d", int(l))
}

// imageNetDepths are the networks of the ImageNet layout (He et al. 2016a, table 1).
var imageNetDepths = []imageNetDepth{
	{18, false, []int{2, 2, 2, 2}},
	{34, false, []int{3, 4, 6, 3}},
	{50, true, []int{3, 4, 6, 3}},
	{101, true, []int{3, 4, 23, 3}},
	{152, true, []int{3, 8, 36, 3}},
}

type imageNetDepth struct {
	depth      int
	bottleneck bool
	blocks     []int // of each stage
}

// fullStrides is by what the layouts other than CIFAR divide height and width.
const fullStrides = 32

// stageBlocks is how many residual blocks each stage has, nil if the depth is none
// that there is.
func (c Config) stageBlocks() []int {
	blocks := slices.Clone(c.coarseBlocks())
	for i, n := range blocks {
		if c.Refined > 0 && c.Refined <= maxRefined && n < maxBlocks {
			blocks[i] = c.refined(n, i > 0 || c.bottlenecks() || c.Widen > 1)
		}
	}
	return blocks
}

// coarseBlocks are those before any has been doubled.
func (c Config) coarseBlocks() []int {
	if k, ok := c.fractal(); ok {
		return c.fractalBlocks(k)
	}
	switch {
	case c.Layout.vgg():
		return vggLayers(c.Depth)
	case c.Layout == ImageNet:
		for _, d := range imageNetDepths {
			if d.depth == c.Depth && d.bottleneck == c.bottlenecks() {
				return d.blocks
			}
		}
		return nil
	}
	rule := c.depthRule()
	if c.Depth < rule.step+rule.rest || (c.Depth-rule.rest)%rule.step != 0 {
		return nil
	}
	n := (c.Depth - rule.rest) / rule.step
	if c.reversible() {
		n *= 2
	}
	return []int{n, n, n}
}

// depthRule is which depths the CIFAR layout has: step·n + rest.
type depthRule struct {
	step, rest int
	examples   string
}

func (c Config) depthRule() depthRule {
	switch {
	case c.reversible() && c.bottlenecks():
		return depthRule{18, 2, "20, 56 or 164"}
	case c.reversible():
		return depthRule{12, 2, "14, 38 or 110"}
	case c.bottlenecks():
		return depthRule{9, 2, "11, 29 or 164"}
	case c.Widen > 0:
		return depthRule{6, 4, "16, 28 or 40"} // which counts a projection
	}
	return depthRule{6, 2, "8, 20 or 110"}
}

// nearestDepths names the depths that there are around one that there is not.
func (r depthRule) nearestDepths(depth int) string {
	if depth < r.step+r.rest {
		return r.examples
	}
	below := depth - (depth-r.rest)%r.step
	return fmt.Sprintf("%d or %d", below, below+r.step)
}

// checkDepth returns what is wrong with the depth.
func (c Config) checkDepth(mistake func(string, ...any) error) error {
	switch {
	case c.stageBlocks() != nil:
		return nil
	case c.Layout.vgg():
		return mistake("depth %d in the VGG layout, want 11, 13, 16 or 19", c.Depth)
	case c.Layout == ImageNet:
		return mistake("depth %d%s in the ImageNet layout, want %s", c.Depth, c.ofBlocks(), c.imageNetWords())
	}
	r := c.depthRule()
	return mistake("depth %d, want %dn+%d for three stages of n ≥ 1 %s, such as %s", c.Depth, r.step, r.rest, c.unit(), r.nearestDepths(c.Depth))
}

// unit is what stages have as many of as the depth says.
func (c Config) unit() string {
	if c.reversible() {
		return "steps of two blocks"
	}
	return "blocks"
}

func (c Config) ofBlocks() string {
	switch {
	case c.Branch == nil:
		return ""
	case c.bottlenecks():
		return " of bottlenecks"
	}
	return " of basic blocks"
}

// imageNetWords names the depths that there are with the branch, if there is one.
func (c Config) imageNetWords() string {
	var depths []string
	for _, d := range imageNetDepths {
		if c.Branch == nil || d.bottleneck == c.bottlenecks() {
			depths = append(depths, fmt.Sprint(d.depth))
		}
	}
	last := len(depths) - 1
	return strings.Join(depths[:last], ", ") + " or " + depths[last]
}

// imageNetBranch is the branch of a depth where the configuration leaves it open, nil
// if there is no such depth.
func imageNetBranch(depth int) Branch {
	for _, d := range imageNetDepths {
		switch {
		case d.depth == depth && d.bottleneck:
			return Bottleneck{}
		case d.depth == depth:
			return Basic{}
		}
	}
	return nil
}
