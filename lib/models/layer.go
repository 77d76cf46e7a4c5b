package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// layerStep is a layer of a plain network, u[n+1] = f(u[n]): a step of nothing.
type layerStep struct {
	layers residual
	stride int
	pooled bool // before all else, the maximum of 2×2
}

func (s *layerStep) forward(b *nn.Builder, in state) state {
	x := in.now
	if s.pooled {
		x = b.MaxPool(x, nn.Window{Size: 2})
	}
	f := b.Branch(func() nn.Node { return evaluate(b, s.layers, x) })
	return state{b.Bypass(x, f, s.stride), x, s.stride}
}

func (s *layerStep) scheme() ode.Scheme { return nil }
