package models

import (
	"math"

	"github.com/unravel-go/unravel/lib/nn"
)

// Antisymmetric is a branch that turns and does not stretch (Haber and Ruthotto 2017):
//
//	f(x) = tanh((K − Kᵀ − γ)·x + b)
//
// The matrix K − Kᵀ is antisymmetric, so its eigenvalues are imaginary, and those of
// the Jacobian D·(K − Kᵀ − γ), with D = diag(1 − tanh²), have real parts between −γ
// and 0: u' = f(u) neither explodes nor forgets, but for γ. Forward Euler is not stable
// on the imaginary axis, and wants γ > 0; [Midpoint] is.
//
// K is a matrix for states that are vectors ([Config.Blocks]), and for images
// ([Config.Depth]) a convolution of 3×3; Kᵀ is [nn.Builder.ConvTransposed2D]. A block
// counts as two layers and has the weights of one. Where the shape changes the branch is
// tanh(K·x + b).
type Antisymmetric struct {
	Gamma float64 // γ, a diffusion, at least 0
}

type antisymmetricLayers struct {
	kernelled
	gamma float64
}

func (a Antisymmetric) make(m *maker, name string, out, stride int) residual {
	if !m.keeps(out, stride) {
		return &across{m.kernel(name+".conv1", out, stride)}
	}
	before := m.macs
	l := &antisymmetricLayers{m.kernel(name+".conv1", out, 1), a.Gamma}
	m.macs += m.macs - before // K and its transpose
	return l
}

func (l *antisymmetricLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	there, back := b.Conv2D(x, l.conv), b.ConvTransposed2D(x, l.conv)
	return b.Tanh(b.Offset(b.Weighted([]float64{1, -1, -l.gamma}, there, back, x), l.offset))
}

func (Antisymmetric) kind() string { return "Antisymmetric" }

func (a Antisymmetric) checkVectors(mistake func(string, ...any) error) error {
	if !(a.Gamma >= 0) || math.IsInf(a.Gamma, 1) {
		return mistake("γ = %v, want at least 0 and finite", a.Gamma)
	}
	return nil
}

func (Antisymmetric) sizeOf(d float64) (params, values float64) {
	return d * d, 4 * d
}

func (Antisymmetric) ofImages() {}
