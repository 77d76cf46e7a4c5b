package ode

import (
	"fmt"
	"math"
	"math/cmplx"
)

// Extrapolation is a scheme of one step and of the order that it is the number of.
// It takes the step by backward Euler j times over, in j = 1, 2, …, p equal parts,
// and combines the results so that the terms h, h², …, h^(p−1) of their errors
// cancel (Aitken and Neville):
//
//	u(t+h) ≈ Σ w[j]·u[j],   w[j] = Π j/(j−i),  i ≠ j
//
// Far from the origin its R(z) goes to 0 like that of backward Euler, so a stiff
// component is gone after one step. It costs 1 + 2 + … + p implicit steps, which
// is no matter where [BDF] uses it: for its first steps. Extrapolation(1) is
// backward Euler.
type Extrapolation int

var _ Scheme = Extrapolation(1)

// maxExtrapolation keeps the weights below a thousand: they lose that many times
// the last digit.
const maxExtrapolation = 8

// Name says the order.
func (p Extrapolation) Name() string { return fmt.Sprintf("extrapolated backward Euler %d", int(p)) }

// String is the name.
func (p Extrapolation) String() string { return p.Name() }

// Check returns an error for an order that is not one of 1 … 8.
func (p Extrapolation) Check() error {
	if p < 1 || p > maxExtrapolation {
		return fmt.Errorf("ode: %s: %w", p.Name(), orderOutside(int(p), 1, maxExtrapolation))
	}
	return nil
}

// Order is p.
func (p Extrapolation) Order() int {
	if p.Check() != nil {
		return 0
	}
	return int(p)
}

// Speed is 1.
func (p Extrapolation) Speed() float64 {
	if p.Check() != nil {
		return math.NaN()
	}
	return 1
}

// Steps is 1.
func (p Extrapolation) Steps() int { return 1 }

// Evaluations counts one for each part of a step, of which there are p·(p+1)/2.
// Newton's iteration needs several times more.
func (p Extrapolation) Evaluations() int { return int(p) * (int(p) + 1) / 2 }

// weight returns w[j].
func (p Extrapolation) weight(j int) float64 {
	w := 1.0
	for i := 1; i <= int(p); i++ {
		if i != j {
			w *= float64(j) / float64(j-i)
		}
	}
	return w
}

// Step returns the state at t+h from past[0], the state at t.
func (p Extrapolation) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(p, f, past); err != nil {
		return nil, err
	}
	next := make([]float64, len(past[0]))
	if err := newExtrapolating(p, nil, len(next)).take(f.into, t, h, past[0], next); err != nil {
		return nil, stepError(p, err)
	}
	return next, nil
}

// Amplification returns R(z) = Σ w[j]/(1 − z/j)ʲ.
func (p Extrapolation) Amplification(z complex128) complex128 {
	if p.Check() != nil {
		return cmplx.NaN()
	}
	var r complex128
	for j := 1; j <= int(p); j++ {
		n := complex(float64(j), 0)
		r += complex(p.weight(j), 0) / cmplx.Pow(1-z/n, n)
	}
	return r
}

// Stable reports whether |R(z)| ≤ 1.
func (p Extrapolation) Stable(z complex128) bool { return cmplx.Abs(p.Amplification(z)) <= 1+rounding }

// GrowthRate returns log(R(hλ))/h.
func (p Extrapolation) GrowthRate(lambda, h float64) float64 {
	return rate(p.Amplification(complex(lambda*h, 0)), h)
}

// RealStabilityLimit is −∞: R stays between −1 and 1 on the whole half-line.
func (p Extrapolation) RealStabilityLimit() float64 {
	if p.Check() != nil {
		return 0
	}
	return math.Inf(-1)
}
