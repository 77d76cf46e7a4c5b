package compute

import (
	"fmt"
	"math"
)

// Norm is the plan of a batch normalization, per channel c,
//
//	y = γ[c] · (x − mean[c]) / √(variance[c] + Epsilon) + β[c]
//
// followed by max(0, ·) if ReLU is set. Mean and variance are float64 whatever
// the element type, the variance is the biased one (over N·H·W values), and
// both are the caller's memory, as are running statistics.
type Norm struct {
	Shape   Shape
	Epsilon float64
	ReLU    bool
}

// NormForward normalizes x by the statistics of the batch itself, its valid
// lanes only, and leaves them in mean and variance for [NormBackward].
func NormForward[T Float](p *Pool, n *Norm, y, x, gamma, beta []T, mean, variance []float64) {
	n.mustFit("NormForward", len(y), len(x), len(gamma), len(beta), len(mean), len(variance))
	do(p, n.Shape.C, 4*n.Shape.Len(), normForward[T]{n, y, x, gamma, beta, mean, variance, true})
}

// NormApply normalizes x by given statistics, such as running ones.
func NormApply[T Float](p *Pool, n *Norm, y, x, gamma, beta []T, mean, variance []float64) {
	n.mustFit("NormApply", len(y), len(x), len(gamma), len(beta), len(mean), len(variance))
	do(p, n.Shape.C, n.Shape.Len(), normForward[T]{n, y, x, gamma, beta, mean, variance, false})
}

// NormBackward computes the gradients of [NormForward] by x, γ and β from dy,
// the gradient by y, and what NormForward was given and left behind.
func NormBackward[T Float](p *Pool, n *Norm, dx, dgamma, dbeta, dy, x, gamma, beta []T, mean, variance []float64) {
	n.mustFit("NormBackward", len(dx), len(x), len(gamma), len(beta), len(mean), len(variance))
	n.mustFit("NormBackward", len(dy), len(dx), len(dgamma), len(dbeta), len(mean), len(variance))
	do(p, n.Shape.C, 6*n.Shape.Len(), normBackward[T]{n, dx, dgamma, dbeta, dy, x, gamma, beta, mean, variance})
}

// mustFit panics unless two buffers are batches and four are per channel.
func (n *Norm) mustFit(operation string, y, x int, channels ...int) {
	if y != n.Shape.Len() || x != n.Shape.Len() {
		panic(fmt.Sprintf("compute: %s: got batches of %d and %d values, want %d for %v", operation, y, x, n.Shape.Len(), n.Shape))
	}
	for _, c := range channels {
		if c != n.Shape.C {
			panic(fmt.Sprintf("compute: %s: got %d values per channel, want %d", operation, c, n.Shape.C))
		}
	}
}

// affine is the normalization of one channel as the elements see it,
//
//	y = (x − center)·scale + offset
//
// The center is the mean rounded to T, and the offset makes up for the
// rounding: subtracting first keeps the digits that matter when the mean is
// large against the deviation. Forward and backward passes share it, so that
// they agree to the bit on where the ReLU was open.
type affine[T Float] struct {
	center, scale, offset T
	slip                  float64 // mean − center
	inverse               float64 // 1/√(variance + Epsilon)
}

func affineOf[T Float](n *Norm, gamma, beta T, mean, variance float64) affine[T] {
	inverse := 1 / math.Sqrt(variance+n.Epsilon)
	scale := float64(gamma) * inverse
	slip := mean - float64(T(mean))
	return affine[T]{T(mean), T(scale), T(float64(beta) - slip*scale), slip, inverse}
}
