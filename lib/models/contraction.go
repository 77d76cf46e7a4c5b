package models

import (
	"math"

	"github.com/unravel-go/unravel/lib/nn"
)

// Contraction is the branch of an invertible residual network (Behrmann et al. 2019):
//
//	f(x) = K₂·tanh(K₁·x + b₁) + b₂
//
// with ‖K₂‖·‖K₁‖ ≤ L < 1 in spectral norms, kept by a projection after each step of
// training. Then x + f(x) is one to one, and [Field.Back] finds x by iteration.
//
// # The norm of a convolution
//
// For states that are vectors K is a matrix, and its norm exact. Of a convolution of
// 3×3 the norm is that of a matrix of very many rows, and iteration approaches it from
// below: a bound that nearly holds. Here it is bounded from above, so that L holds, by
// the smaller of
//
//	Σ over the 9 taps of the norms of their matrices     a convolution is the sum of 9 shifts
//	3·‖R‖, R the weights as out × (in·9)                 each pixel is read 9 times
//
// which may keep the branch smaller than it need be. Where the shape changes the branch is
// tanh(K·x + b), which is not held.
type Contraction struct {
	Lipschitz float64 // the bound L, above 0; 0 means 0.9
	Hidden    int     // values inside, or channels; 0 means as many as the state has
}

type contractionLayers struct {
	inner, outer kernelled
	bound        float64
}

func (c Contraction) make(m *maker, name string, out, stride int) residual {
	if !m.keeps(out, stride) {
		return &across{m.kernel(name+".conv1", out, stride)}
	}
	hidden := c.Hidden
	if hidden == 0 {
		hidden = out
	}
	l := &contractionLayers{inner: m.kernel(name+".conv1", hidden, 1), bound: c.Lipschitz}
	l.outer = m.kernel(name+".conv2", out, 1)
	if l.bound == 0 {
		l.bound = 0.9
	}
	return l
}

func (l *contractionLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	return l.outer.forward(b, b.Tanh(l.inner.forward(b, x)))
}

// constrain projects the kernels onto those that respect the bound.
func (l *contractionLayers) constrain() {
	for _, k := range []kernelled{l.inner, l.outer} {
		w := k.conv.Weight
		values, limit := w.Float64s(), math.Sqrt(l.bound)
		norm := convolutionNorm(values, w.Shape)
		if norm <= limit {
			continue
		}
		for i := range values {
			values[i] *= limit / norm
		}
		if err := w.Set(values); err != nil {
			panic(err) // the values came from the same parameter
		}
	}
}

// convolutionNorm bounds the spectral norm of a convolution of stride 1 from above: the
// weights are out×in×rows×columns.
func convolutionNorm(values []float64, shape []int) float64 {
	out, in, taps := shape[0], shape[1], shape[2]*shape[3]
	sum, tap := 0.0, make([]float64, out*in)
	for t := range taps {
		for i := range tap {
			tap[i] = values[i*taps+t]
		}
		sum += spectralNorm(tap, out, in)
	}
	whole := append([]float64(nil), values...)
	return min(sum, math.Sqrt(float64(taps))*spectralNorm(whole, out, in*taps))
}

func (Contraction) kind() string { return "Contraction" }

func (c Contraction) checkVectors(mistake func(string, ...any) error) error {
	switch {
	case !(c.Lipschitz >= 0 && c.Lipschitz < 1):
		return mistake("a Lipschitz bound of %g, want at least 0 (which means 0.9) and below 1", c.Lipschitz)
	case c.Hidden < 0 || c.Hidden > maxSize:
		return mistake("%d hidden values, want at least 0 (which means as many as the state has), and at most %d", c.Hidden, maxSize)
	}
	return nil
}

func (c Contraction) sizeOf(d float64) (params, values float64) {
	hidden := float64(c.Hidden)
	if c.Hidden == 0 {
		hidden = d
	}
	return 2 * d * hidden, d + 2*hidden
}

func (Contraction) ofImages() {}
