package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
)

// Bottleneck is a branch of three convolutions (He et al. 2016a, 2016b): 1×1 down
// to few channels, 3×3 among those, 1×1 up to four times the stage's width.
//
//	f(x) = conv1×1(ReLU(BN(conv3×3(ReLU(BN(conv1×1(ReLU(BN(x)))))))))
//
// The 3×3 convolution has Groups·GroupWidth·w/64 channels in a stage of width w, in
// so many groups: with 1×64, the zero value, that is w; with 32×4 it is ResNeXt-50
// (Xie et al. 2017), and with 1×128 a wide ResNet-50.
//
// # Which convolution has the stride
//
// He et al. put it on the first 1×1, which then passes over three of four pixels.
// torchvision puts it on the 3×3, which sees them all: as many parameters, more
// work (ResNet-50: 4.1 instead of 3.9 billion multiply-accumulates). That is the
// default, for the weights that there are to restore are torchvision's.
type Bottleneck struct {
	Groups      int  // groups of the 3×3 convolution, ResNeXt's cardinality; 0 means 1
	GroupWidth  int  // channels of a group in a stage of width 64; 0 means 64
	StrideFirst bool // the stride is on the first 1×1 convolution
}

// expansion is how many times the stage's width a bottleneck puts out.
const expansion = 4

// String is the cardinality and the width, as Xie et al. write it.
func (k Bottleneck) String() string {
	k = k.withDefaults()
	return fmt.Sprintf("%d×%dd", k.Groups, k.GroupWidth)
}

func (k Bottleneck) withDefaults() Bottleneck {
	if k.Groups == 0 {
		k.Groups = 1
	}
	if k.GroupWidth == 0 {
		k.GroupWidth = 64
	}
	return k
}

// check returns what is wrong with the branch in stages of width and its doubles.
func (k Bottleneck) check(width int, mistake func(string, ...any) error) error {
	switch d := k.withDefaults(); {
	case d.Groups < 1 || d.GroupWidth < 1:
		return mistake("bottlenecks of %d groups of width %d, want at least 0 of each (which means 1 and 64)", k.Groups, k.GroupWidth)
	case d.GroupWidth > maxSize || d.Groups > maxSize:
		return mistake("bottlenecks of %v, want at most %d of each", d, maxSize)
	case width <= maxSize && width*d.GroupWidth%64 != 0:
		least := 64 / commonDivisor(64, d.GroupWidth)
		return mistake("bottlenecks of %v in a stage of width %d, whose groups would have %g channels, want a width that %d divides", d, width, float64(width*d.GroupWidth)/64, least)
	}
	return nil
}

func commonDivisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// bottleneckLayers is the branch in either order of its layers.
type bottleneckLayers struct {
	conv1, conv2, conv3 nn.Conv
	norm1, norm2, norm3 nn.Norm
}

// convs makes the three convolutions, and the normalization of the second and the third
// before them, or of all three behind them.
func (l *bottleneckLayers) convs(m *maker, k Bottleneck, name string, out, stride int, before bool) {
	k = k.withDefaults()
	first, second := 1, stride
	if k.StrideFirst {
		first, second = stride, 1
	}
	inner := out / expansion * k.GroupWidth / 64 * k.Groups
	conv := func(i, out, kernel, stride, groups int) (c nn.Conv, n nn.Norm) {
		if before && i > 1 {
			n = m.norm(fmt.Sprint(name, ".bn", i))
		}
		c = m.grouped(fmt.Sprint(name, ".conv", i), out, kernel, stride, groups)
		if !before {
			n = m.norm(fmt.Sprint(name, ".bn", i))
		}
		return c, n
	}
	var norm nn.Norm
	if l.conv1, norm = conv(1, inner, 1, first, 1); !before {
		l.norm1 = norm
	}
	l.conv2, l.norm2 = conv(2, inner, 3, second, k.Groups)
	l.conv3, l.norm3 = conv(3, out, 1, 1, 1)
}

// preBottleneck has its layers in pre-activation.
type preBottleneck struct{ bottleneckLayers }

func (k Bottleneck) make(m *maker, name string, out, stride int) residual {
	l := &preBottleneck{}
	l.norm1 = m.norm(name + ".bn1")
	l.convs(m, k, name, out, stride, true)
	return l
}

func (l *preBottleneck) again(m *maker, name string) residual {
	twin := *l
	twin.norm1 = m.layers.Statistics(name+".bn1", l.norm1)
	twin.norm2 = m.layers.Statistics(name+".bn2", l.norm2)
	twin.norm3 = m.layers.Statistics(name+".bn3", l.norm3)
	return &twin
}

func (l *preBottleneck) activate(b *nn.Builder, x nn.Node) nn.Node {
	return b.BatchNormReLU(x, l.norm1)
}

func (l *preBottleneck) forward(b *nn.Builder, h nn.Node) nn.Node {
	h = b.Conv2D(h, l.conv1)
	h = b.Conv2D(b.BatchNormReLU(h, l.norm2), l.conv2)
	return b.Conv2D(b.BatchNormReLU(h, l.norm3), l.conv3)
}

// originalBottleneck is the branch as first published (He et al. 2016a):
//
//	f(x) = BN(conv1×1(ReLU(BN(conv3×3(ReLU(BN(conv1×1(x))))))))
//
// The block ends in a ReLU.
type originalBottleneck struct{ Bottleneck }

type originalBottleneckLayers struct{ bottleneckLayers }

func (k originalBottleneck) make(m *maker, name string, out, stride int) residual {
	l := &originalBottleneckLayers{}
	l.convs(m, k.Bottleneck, name, out, stride, false)
	return l
}

func (l *originalBottleneckLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	h := b.BatchNormReLU(b.Conv2D(x, l.conv1), l.norm1)
	h = b.BatchNormReLU(b.Conv2D(h, l.conv2), l.norm2)
	return b.Conv2D(h, l.conv3)
}

func (l *originalBottleneckLayers) last() nn.Norm { return l.norm3 }
