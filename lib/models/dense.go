package models

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/unravel-go/unravel/lib/nn"
)

// Dense is a branch for states that are vectors, x of shape d×1×1:
//
//	f(x) = W₂·tanh(W₁·x + b₁) + b₂
//
// # The Lipschitz bound
//
// Since tanh has slope at most 1, f changes by at most ‖W₂‖·‖W₁‖ times the change
// of x (spectral norms). With a bound L, both norms are kept at or below √L by a
// projection after each step of training, so f is L-Lipschitz throughout. For
// L < 1 the map x + f(x) is then one to one, and on a line it is increasing: a
// residual network of such blocks cannot learn x → −x.
type Dense struct {
	Hidden    int     // values inside the branch
	Lipschitz float64 // bound of the branch; 0 means none
}

type denseLayers struct {
	inner, outer nn.Linear
	bound        float64
	scratch      []float64 // a copy of one layer's weights
}

func (d Dense) make(m *maker, name string, out, _ int) residual {
	return &denseLayers{
		inner: m.linear(name+".fc1", m.c, d.Hidden),
		outer: m.linear(name+".fc2", d.Hidden, out),
		bound: d.Lipschitz,
	}
}

func (l *denseLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	return b.Linear(b.Tanh(b.Linear(x, l.inner)), l.outer)
}

func (Dense) kind() string { return "Dense" }

func (d Dense) checkVectors(mistake func(string, ...any) error) error {
	switch {
	case d.Hidden < 1:
		return mistake("%d hidden values, want at least 1", d.Hidden)
	case !(d.Lipschitz >= 0) || math.IsInf(d.Lipschitz, 1):
		return mistake("Lipschitz bound %g, want 0 (none) or more, and finite", d.Lipschitz)
	}
	return nil
}

func (d Dense) sizeOf(in float64) (params, values float64) {
	hidden := float64(d.Hidden)
	return 2 * in * hidden, 2 * (in + hidden)
}

// constrain projects the weights onto those that respect the bound.
func (l *denseLayers) constrain() {
	if l.bound == 0 {
		return
	}
	l.shrink(l.inner.Weight, math.Sqrt(l.bound))
	l.shrink(l.outer.Weight, math.Sqrt(l.bound))
}

// shrink scales a matrix whose spectral norm exceeds limit down to it.
func (l *denseLayers) shrink(p *nn.Param, limit float64) {
	l.scratch = p.AppendFloat64s(l.scratch[:0])
	values := l.scratch
	// The root of the sum of squares is an upper bound, and cheap.
	if mat.Norm(mat.NewVecDense(len(values), values), 2) < limit {
		return
	}
	norm := spectralNorm(values, p.Shape[0], p.Shape[1])
	if norm <= limit {
		return
	}
	for i := range values {
		values[i] *= limit / norm
	}
	if err := p.Set(values); err != nil {
		panic(err) // the values came from the same parameter
	}
}

// spectralNorm is the largest singular value of a rows×cols matrix.
func spectralNorm(values []float64, rows, cols int) float64 {
	if rows == 1 || cols == 1 {
		return mat.Norm(mat.NewVecDense(len(values), values), 2)
	}
	var svd mat.SVD
	if !svd.Factorize(mat.NewDense(rows, cols, values), mat.SVDNone) {
		return math.Inf(1) // values that are not finite
	}
	return svd.Values(nil)[0]
}
