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

// NewNorm plans the normalization of batches of shape s. It returns an error
// if a size or epsilon is not positive.
func NewNorm(s Shape, epsilon float64, relu bool) (Norm, error) {
	if err := s.check(); err != nil {
		return Norm{}, fmt.Errorf("compute: NewNorm: %w", err)
	}
	if !(epsilon > 0) {
		return Norm{}, fmt.Errorf("compute: NewNorm: got epsilon %v, want a positive number", epsilon)
	}
	return Norm{s, epsilon, relu}, nil
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
	do(p, n.Shape.C, 6*n.Shape.Len(), normBackward[T]{n, dx, dgamma, dbeta, dy, x, gamma, beta, mean, variance, true})
}

// NormApplyBackward computes the gradients of [NormApply], in which the
// statistics are constants.
func NormApplyBackward[T Float](p *Pool, n *Norm, dx, dgamma, dbeta, dy, x, gamma, beta []T, mean, variance []float64) {
	n.mustFit("NormApplyBackward", len(dx), len(x), len(gamma), len(beta), len(mean), len(variance))
	n.mustFit("NormApplyBackward", len(dy), len(dx), len(dgamma), len(dbeta), len(mean), len(variance))
	do(p, n.Shape.C, 6*n.Shape.Len(), normBackward[T]{n, dx, dgamma, dbeta, dy, x, gamma, beta, mean, variance, false})
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

// inverse is 1/√(variance + Epsilon).
func (n *Norm) inverse(variance float64) float64 { return 1 / math.Sqrt(variance+n.Epsilon) }

// normForward computes one channel per part.
type normForward[T Float] struct {
	*Norm
	y, x, gamma, beta []T
	mean, variance    []float64
	measure           bool
}

func (n *normForward[T]) part(c int) {
	s := n.Shape
	if n.measure {
		var sum, squares float64
		each(s, c, n.x, func(plane []T, valid int) {
			for i := 0; i < len(plane); i += Lanes {
				for _, v := range plane[i : i+valid] {
					sum += float64(v)
				}
			}
		})
		count := float64(s.N * s.Pixels())
		n.mean[c] = sum / count
		each(s, c, n.x, func(plane []T, valid int) {
			for i := 0; i < len(plane); i += Lanes {
				for _, v := range plane[i : i+valid] {
					d := float64(v) - n.mean[c]
					squares += d * d
				}
			}
		})
		n.variance[c] = squares / count
	}
	scale := float64(n.gamma[c]) * n.inverse(n.variance[c])
	for b := range s.Blocks() {
		x, y := plane(s, b, c, n.x), plane(s, b, c, n.y)
		for i, v := range x {
			z := T((float64(v)-n.mean[c])*scale + float64(n.beta[c]))
			if n.ReLU && !(z > 0) {
				z = 0
			}
			y[i] = z
		}
	}
}

// normBackward computes one channel per part.
type normBackward[T Float] struct {
	*Norm
	dx, dgamma, dbeta, dy, x, gamma, beta []T
	mean, variance                        []float64
	measured                              bool
}

func (n *normBackward[T]) part(c int) {
	s := n.Shape
	inverse := n.inverse(n.variance[c])
	scale := float64(n.gamma[c]) * inverse
	var sum, product float64
	for b := range s.Blocks() {
		x, dy := plane(s, b, c, n.x), plane(s, b, c, n.dy)
		for i := 0; i < len(x); i += Lanes {
			for l := range s.Valid(b) {
				d := float64(x[i+l]) - n.mean[c]
				if n.ReLU && !(T(d*scale+float64(n.beta[c])) > 0) {
					continue
				}
				g := float64(dy[i+l])
				sum += g
				product += g * d * inverse
			}
		}
	}
	n.dbeta[c], n.dgamma[c] = T(sum), T(product)
	if n.measured {
		sum /= float64(s.N * s.Pixels())
		product /= float64(s.N * s.Pixels())
	} else {
		sum, product = 0, 0
	}
	for b := range s.Blocks() {
		x, dy, dx := plane(s, b, c, n.x), plane(s, b, c, n.dy), plane(s, b, c, n.dx)
		for i, v := range x {
			d := float64(v) - n.mean[c]
			g := float64(dy[i])
			if n.ReLU && !(T(d*scale+float64(n.beta[c])) > 0) {
				g = 0
			}
			dx[i] = T(scale * (g - sum - product*d*inverse))
		}
	}
}

// each calls f with every block's plane of channel c and its valid lanes.
func each[T Float](s Shape, c int, x []T, f func(plane []T, valid int)) {
	for b := range s.Blocks() {
		f(plane(s, b, c, x), s.Valid(b))
	}
}

// plane is channel c of block b.
func plane[T Float](s Shape, b, c int, x []T) []T {
	return x[b*s.blockLen()+c*s.planeLen():][:s.planeLen()]
}
