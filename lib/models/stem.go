package models

import "github.com/unravel-go/unravel/lib/nn"

// stem is what stands before the first block of a network of images.
type stem struct {
	conv nn.Conv
	norm *nn.Norm // with ReLU, in the original order
}

func makeStem(m *maker, c Config, plain bool) *stem {
	s := &stem{conv: m.conv("conv1", c.Width, 3, 1)}
	if c.Order == Original && !plain {
		norm := m.norm("bn1")
		s.norm = &norm
	}
	return s
}

func (s *stem) forward(b *nn.Builder, x nn.Node) nn.Node {
	x = b.Conv2D(x, s.conv)
	if s.norm != nil {
		x = b.BatchNormReLU(x, *s.norm)
	}
	return x
}
