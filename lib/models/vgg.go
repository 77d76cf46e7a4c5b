package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
)

// vgg reports whether the layout is one of VGG's.
func (l Layout) vgg() bool { return l == VGG || l.classifies() }

// classifies reports whether it ends in the published three linear layers.
func (l Layout) classifies() bool { return l == VGGClassifier || l == VGGClassifierNorm }

// classifierSide is how many pixels the linear layers see on each side.
const classifierSide = 7

// hidden is how many values those layers have inside: 4096 for the published width.
func (c Config) hidden() int { return fullStrides * 2 * c.Width }

// checkClassifier returns what the linear layers cannot be given.
func (c Config) checkClassifier(mistake func(string, ...any) error) error {
	h, w := c.Input[1]/fullStrides, c.Input[2]/fullStrides
	if h != w || h%classifierSide != 0 {
		return mistake("images of %d×%d in the %v layout, which leaves %d×%d pixels, want 224×224, or others that leave 7×7 or a multiple, or the VGG layout",
			c.Input[1], c.Input[2], c.Layout, h, w)
	}
	return nil
}

// vggLayer is layer i of a stage as torchvision counts: convolution, normalization, ReLU
// and maximum are a feature each.
func (c Config) vggLayer(stage, i int) layer {
	each, features := 2, stage
	if c.Layout == VGGClassifierNorm {
		each = 3
	}
	for _, n := range vggLayers(c.Depth)[:stage] {
		features += each * n
	}
	features += each * i
	k := layer{conv: fmt.Sprint("features.", features)}
	if c.Layout == VGGClassifierNorm {
		k.norm = fmt.Sprint("features.", features+1)
	}
	return k
}

// classifier is the head of VGG as published: three linear layers, with dropout before
// the second and the third.
type classifier struct {
	pixels nn.Window // averaged, to leave 7×7
	linear [3]nn.Linear
}

func makeClassifier(m *maker, c Config) *classifier {
	l := &classifier{pixels: nn.Window{Size: c.Input[1] / fullStrides / classifierSide}}
	in := m.c * classifierSide * classifierSide
	for i, out := range []int{c.hidden(), c.hidden(), c.Classes} {
		l.linear[i] = m.linear(fmt.Sprint("classifier.", 3*i), in, out)
		in = out
	}
	return l
}

func (l *classifier) forward(b *nn.Builder, x nn.Node) nn.Node {
	if l.pixels.Size > 1 {
		x = b.AveragePool(x, l.pixels)
	}
	for i, linear := range l.linear {
		if i > 0 {
			x = b.Dropout(b.ReLU(x), 0.5)
		}
		x = b.Linear(x, linear)
	}
	return x
}
