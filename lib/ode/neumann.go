package ode

import (
	"fmt"
	"math"
	"math/cmplx"
	"slices"
)

// Neumann is the scheme of PolyNet with the number as its degree: backward Euler
// with the series of Neumann, cut off, in place of the inverse. With F = h·f
//
//	u[n+1] = (I − F)⁻¹·u[n] ≈ u[n] + F(u[n]) + F(F(u[n])) + …   poly-k has k terms of F
//
// Neumann(1) is forward Euler, Neumann(2) is poly-2 (Zhang et al. 2017; Lu et al.
// 2018, table 1). For u' = λu a step multiplies by
//
//	R(z) = 1 + z + z² + … + zᵏ
//
// so the order is 1 for every k, as for backward Euler: the term z² should be z²/2.
//
// F(F(u)) puts a slope where f expects a state. That is Neumann's series if f is
// linear in u, and only then is the scheme consistent; with f(0) ≠ 0 it is not. A
// network does not mind, since it learns what to do with the result.
type Neumann int

var _ Scheme = Neumann(2)

// maxNeumann is the largest degree: beyond it R overflows too easily to be of use.
const maxNeumann = 64

// Name is "poly-k".
func (k Neumann) Name() string { return fmt.Sprintf("poly-%d", int(k)) }

// String is the name.
func (k Neumann) String() string { return k.Name() }

// Check returns an error for a degree that is not one of 1 … 64.
func (k Neumann) Check() error {
	if k < 1 || k > maxNeumann {
		return fmt.Errorf("ode: %s: got the degree %d, want 1 to %d", k.Name(), int(k), maxNeumann)
	}
	return nil
}

// Order is 1, for f that is linear in u.
func (k Neumann) Order() int {
	if k.Check() != nil {
		return 0
	}
	return 1
}

// Speed is 1, for f that is linear in u.
func (k Neumann) Speed() float64 {
	if k.Check() != nil {
		return math.NaN()
	}
	return 1
}

// Steps is 1.
func (k Neumann) Steps() int { return 1 }

// Evaluations is k.
func (k Neumann) Evaluations() int { return max(int(k), 0) }

// Step returns the state at t+h from past[0], the state at t. All evaluations are
// at t+h, as in backward Euler.
func (k Neumann) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(k, f, past); err != nil {
		return nil, err
	}
	next := slices.Clone(past[0])
	term := past[0]
	for range int(k) {
		g, err := f.at(t+h, term)
		if err != nil {
			return nil, stepError(k, err)
		}
		term = make([]float64, len(next))
		axpy(term, h, g)
		axpy(next, 1, term)
	}
	return next, nil
}

// StabilityPolynomial returns the coefficients of R, which are all 1, or nil for a
// degree that does not pass Check.
func (k Neumann) StabilityPolynomial() []float64 {
	if k.Check() != nil {
		return nil
	}
	return slices.Repeat([]float64{1}, int(k)+1)
}

// Amplification returns R(z), and NaN for a degree that does not pass Check.
func (k Neumann) Amplification(z complex128) complex128 {
	if k.Check() != nil {
		return cmplx.NaN()
	}
	r := complex(1, 0)
	for range int(k) {
		r = r*z + 1
	}
	return r
}

// Stable reports whether |R(z)| ≤ 1.
func (k Neumann) Stable(z complex128) bool { return cmplx.Abs(k.Amplification(z)) <= 1+rounding }

// GrowthRate returns log(R(hλ))/h.
func (k Neumann) GrowthRate(lambda, h float64) float64 {
	return rate(k.Amplification(complex(lambda*h, 0)), h)
}

// RealStabilityLimit returns where |R| leaves 1 to the left of 0: −1 for an even
// degree, for which R(−1) = 1, and a little further for an odd one.
func (k Neumann) RealStabilityLimit() float64 {
	if k.Check() != nil {
		return 0
	}
	return firstFailure(k.Stable, -2) // for x < −2 the last power outweighs the others
}
