package models

import "github.com/unravel-go/unravel/lib/nn"

// Symmetric is a branch that is a force: minus the gradient of the potential
// V(x) = Σ ln cosh(K·x + b),
//
//	f(x) = −Kᵀ·tanh(K·x + b)
//
// (Ruthotto and Haber 2020). Its Jacobian −Kᵀ·D·K, with D = diag(1 − tanh²), is
// symmetric and has no positive eigenvalue: u' = f(u) forgets, as heat spreads, and
// u” = f(u) of [Leapfrog] and the two streams of [Hamiltonian] keep an energy.
//
// K is a matrix for states that are vectors ([Config.Blocks]), and for images
// ([Config.Depth]) a convolution of 3×3; Kᵀ is [nn.Builder.ConvTransposed2D]. A block
// counts as two layers and has the weights of one. Where the shape changes the branch is
// tanh(K·x + b).
type Symmetric struct {
	Hidden int // rows of K, or its channels; 0 means as many as the state has
}

type symmetricLayers struct{ kernelled }

func (s Symmetric) make(m *maker, name string, out, stride int) residual {
	if !m.keeps(out, stride) {
		return &across{m.kernel(name+".conv1", out, stride)}
	}
	hidden := s.Hidden
	if hidden == 0 {
		hidden = out
	}
	before := m.macs
	l := &symmetricLayers{m.kernel(name+".conv1", hidden, 1)}
	m.macs += m.macs - before // there and back
	m.c = out
	return l
}

func (l *symmetricLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	h := b.Tanh(l.kernelled.forward(b, x))
	return b.Weighted([]float64{-1}, b.ConvTransposed2D(h, l.conv))
}

func (Symmetric) kind() string { return "Symmetric" }

func (s Symmetric) checkVectors(mistake func(string, ...any) error) error {
	if s.Hidden < 0 || s.Hidden > maxSize {
		return mistake("%d hidden values, want at least 0 (which means as many as the state has), and at most %d", s.Hidden, maxSize)
	}
	return nil
}

func (s Symmetric) sizeOf(d float64) (params, values float64) {
	hidden := float64(s.Hidden)
	if s.Hidden == 0 {
		hidden = d
	}
	return d * hidden, d + 2*hidden
}

func (Symmetric) ofImages() {}
