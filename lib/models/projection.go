package models

import "github.com/unravel-go/unravel/lib/nn"

// projection is a shortcut with weights: a 1×1 convolution, between
// normalizations if there are any.
type projection struct {
	before *nn.Norm // with ReLU: NormProjection
	shared bool     // begins with the branch's normalization and ReLU: SharedProjection
	conv   nn.Conv
	after  *nn.Norm // option B in the original order
}

// makeProjection makes what [Shortcut] says for a block that changes the shape.
// The names are the positions in torch's nn.Sequential.
func makeProjection(m *maker, name string, c Config, out, stride int) *projection {
	p := &projection{shared: c.Shortcut == SharedProjection}
	before := m.macs
	defer func() { m.beside += m.macs - before }()
	m.aside(func() {
		if c.Shortcut == NormProjection {
			norm := m.norm(name + ".0")
			p.before = &norm
			p.conv = m.conv(name+".2", out, 1, stride)
			return
		}
		p.conv = m.conv(name+".0", out, 1, stride)
		if c.Order == Original {
			norm := m.norm(name + ".1")
			p.after = &norm
		}
	})
	return p
}

func (p *projection) forward(b *nn.Builder, x nn.Node) nn.Node {
	if p.before != nil {
		x = b.BatchNormReLU(x, *p.before)
	}
	x = b.Conv2D(x, p.conv)
	if p.after != nil {
		x = b.BatchNorm(x, *p.after)
	}
	return x
}
