package models

import "github.com/unravel-go/unravel/lib/nn"

// stem is what stands before the first block of a network of images.
type stem struct {
	conv nn.Conv
	norm *nn.Norm // with ReLU, in the original order and in reversible networks
	pool bool     // behind it, the maximum of 3×3 with stride 2

	c, h, w int // of its outputs
}

func makeStem(m *maker, c Config, plain bool) *stem {
	s := &stem{pool: c.Layout == ImageNet}
	kernel, stride := 3, 1
	if c.Layout == ImageNet {
		kernel, stride = 7, 2
	}
	s.conv = m.conv("conv1", c.Width, kernel, stride)
	if c.Order == Original && !plain || c.reversible() {
		norm := m.norm("bn1")
		s.norm = &norm
	}
	if s.pool {
		m.move(2)
	}
	s.c, s.h, s.w = m.c, m.h, m.w
	return s
}

func (s *stem) forward(b *nn.Builder, x nn.Node) nn.Node {
	x = b.Conv2D(x, s.conv)
	if s.norm != nil {
		x = b.BatchNormReLU(x, *s.norm)
	}
	if s.pool {
		x = b.MaxPool(x, nn.Window{Size: 3, Stride: 2, Pad: 1})
	}
	return x
}
