package ode

import (
	"math"
	"math/cmplx"
)

// StabilityPolynomial returns the coefficients of 1, z, z², … of the polynomial
// by which a step multiplies the solution of u' = λu, with z = hλ:
//
//	R(z) = 1 + z·b·1 + z²·b·A·1 + z³·b·A²·1 + …
//
// It has degree s at most for s stages, and the exact step is exp(z). It is nil
// for a tableau that does not pass Check.
func (s *Tableau) StabilityPolynomial() []float64 {
	if s.Check() != nil {
		return nil
	}
	powers := make([]float64, len(s.B)) // A^j·1
	for i := range powers {
		powers[i] = 1
	}
	r := []float64{1}
	for range s.B {
		r = append(r, dot(s.B, powers))
		next := make([]float64, len(powers))
		for i, row := range s.A {
			next[i] = dot(row, powers)
		}
		powers = next
	}
	return r
}

// Amplification returns R(z), and NaN for a tableau that does not pass Check.
func (s *Tableau) Amplification(z complex128) complex128 {
	p := s.polynomial()
	if p == nil {
		return cmplx.NaN()
	}
	return p.at(z)
}

func (s *Tableau) polynomial() polynomial {
	r := s.StabilityPolynomial()
	if r == nil {
		return nil
	}
	p := make(polynomial, len(r))
	for i, c := range r {
		p[i] = complex(c, 0)
	}
	return p
}

// Stable reports whether |R(z)| ≤ 1.
func (s *Tableau) Stable(z complex128) bool {
	return cmplx.Abs(s.Amplification(z)) <= 1+rounding
}

// GrowthRate returns log(R(hλ))/h.
func (s *Tableau) GrowthRate(lambda, h float64) float64 {
	return rate(s.Amplification(complex(lambda*h, 0)), h)
}

// RealStabilityLimit returns the largest x < 0 where |R| leaves [0, 1], and 0 for
// a tableau that does not pass Check.
func (s *Tableau) RealStabilityLimit() float64 {
	if s.Check() != nil {
		return 0
	}
	return realLimit(s.Stable, -rootBound(s.StabilityPolynomial()))
}

// rounding is how far outside the unit circle a number may lie and still count
// as on it.
const rounding = 1e-12

// rate returns the rate of growth of a solution multiplied by factor each step.
func rate(factor complex128, h float64) float64 {
	if !(real(factor) > 0) || !(math.Abs(imag(factor)) <= rounding) {
		return math.NaN()
	}
	return math.Log(real(factor)) / h
}

// rootBound returns a number that no root of r(x) = ±1 exceeds (Cauchy's bound).
func rootBound(r []float64) float64 {
	lead := 0
	for i, c := range r {
		if c != 0 {
			lead = i
		}
	}
	bound := 0.0
	for i, c := range r[:lead] {
		if i == 0 {
			c = math.Abs(c) + 1
		}
		bound = max(bound, math.Abs(c/r[lead]))
	}
	return 1 + bound
}

// realLimit returns the end of the stable interval to the left of 0: the first
// step of a fine grid between 0 and end that is not stable, then bisection to the
// last bit. A gap narrower than 1/4096 of the whole would go unseen.
func realLimit(stable func(complex128) bool, end float64) float64 {
	const grid = 4096
	inside := 0.0
	for i := 1; i <= grid; i++ {
		outside := end * float64(i) / grid
		if !stable(complex(outside, 0)) {
			return bisect(stable, inside, outside)
		}
		inside = outside
	}
	return end
}

func bisect(stable func(complex128) bool, inside, outside float64) float64 {
	for {
		middle := (inside + outside) / 2
		if middle == inside || middle == outside || middle > -1e-9 {
			return inside
		}
		if stable(complex(middle, 0)) {
			inside = middle
		} else {
			outside = middle
		}
	}
}
