package compute

import (
	"fmt"
	"math"
)

// Norm is the plan of a batch normalization, per channel c,
//
//	y = γ[c] · (x − mean[c]) / √(variance[c] + Epsilon) + β[c]
//
// plus another batch, if one is added, and then max(0, ·) if ReLU is set. Mean
// and variance are float64 whatever the element type, the variance is the biased
// one (over N·H·W values), and both are the caller's memory, as are running
// statistics.
type Norm struct {
	Shape   Shape
	Epsilon float64
	ReLU    bool
}

// NewNorm plans the normalization of images of shape s. It returns an error if a
// size or epsilon is not positive.
func NewNorm(s Shape, epsilon float64, relu bool) (Norm, error) {
	if err := s.check(); err != nil {
		return Norm{}, fmt.Errorf("compute: NewNorm: %w", err)
	}
	if !(epsilon > 0) || math.IsInf(epsilon, 0) {
		return Norm{}, fmt.Errorf("compute: NewNorm: got epsilon %v, want a positive number", epsilon)
	}
	return Norm{s, epsilon, relu}, nil
}

// mustHoldBatches panics unless every buffer that is not nil is a batch of the
// Norm's shape.
func mustHoldBatches[T Float](operation string, n *Norm, batches ...[]T) {
	for _, x := range batches {
		if x != nil && len(x) != n.Shape.Len() {
			panic(fmt.Sprintf("compute: %s: got a batch of %d values, want %d for %v", operation, len(x), n.Shape.Len(), n.Shape))
		}
	}
}

// mustHoldChannels panics unless there is one value per channel.
func (n *Norm) mustHoldChannels(operation string, lengths ...int) {
	for _, got := range lengths {
		if got != n.Shape.C {
			panic(fmt.Sprintf("compute: %s: got %d values per channel, want %d", operation, got, n.Shape.C))
		}
	}
}

// affine is the normalization as the values see it, per channel
//
//	y = (x − center)·scale + offset
//
// The center is the mean rounded to T, and the offset makes up for the
// rounding: subtracting first keeps the digits that matter when the mean is
// large against the deviation. Forward and backward passes share it, so that
// they agree to the bit on where the ReLU was open.
type affine[T Float] struct{ center, scale, offset []T }

// affineOf works the normalization out, in memory of 3·C values.
func affineOf[T Float](n *Norm, memory, gamma, beta []T, mean, variance []float64) affine[T] {
	c := n.Shape.C
	a := affine[T]{memory[:c], memory[c : 2*c], memory[2*c : 3*c]}
	for i, m := range mean {
		scale := float64(gamma[i]) * n.inverse(variance[i])
		a.center[i] = T(m)
		a.scale[i] = T(scale)
		a.offset[i] = T(float64(beta[i]) - slip[T](m)*scale)
	}
	return a
}

// inverse is 1/√(variance + Epsilon).
func (n *Norm) inverse(variance float64) float64 { return 1 / math.Sqrt(variance+n.Epsilon) }

// slip is mean − center.
func slip[T Float](mean float64) float64 { return mean - float64(T(mean)) }
