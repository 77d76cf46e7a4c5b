package models

import "github.com/unravel-go/unravel/lib/nn"

// kernelled is K·x + b: a matrix for states that are vectors, and for images a
// convolution of 3×3.
type kernelled struct {
	conv   nn.Conv
	offset *nn.Param
}

// kernel makes one that leads to so many channels.
func (m *maker) kernel(name string, out, stride int) kernelled {
	size := 3
	if m.h == 1 && m.w == 1 && stride == 1 {
		size = 1
	}
	k := kernelled{conv: m.conv(name, out, size, stride)}
	k.offset = m.layers.Uniform(name+".bias", 0, 0, out)
	return k
}

func (k kernelled) forward(b *nn.Builder, x nn.Node) nn.Node {
	return b.Offset(b.Conv2D(x, k.conv), k.offset)
}

// across is the branch where the shape changes, and K is no map of a space into itself:
// tanh(K·x + b).
type across struct{ kernelled }

func (l *across) forward(b *nn.Builder, x nn.Node) nn.Node { return b.Tanh(l.kernelled.forward(b, x)) }

// keeps reports whether a branch leads to the shape that it comes from.
func (m *maker) keeps(out, stride int) bool { return stride == 1 && m.c == out }

// anywhere is a branch of vectors as of images: the configuration says of which, by a
// number of blocks or by a depth.
type anywhere interface {
	vectorBranch
	ofImages()
}

// anywhere returns the branch if it is one.
func (c Config) anywhere() (b anywhere, ok bool) {
	switch b := c.Branch.(type) {
	case Symmetric:
		return b, true
	case Antisymmetric:
		return b, true
	case Contraction:
		return b, true
	}
	return nil, false // a pointer to a branch is none
}
