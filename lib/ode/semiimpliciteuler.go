package ode

import (
	"errors"
	"fmt"
	"slices"
)

// SemiImplicitEuler is Euler's method with one half of the state ahead of the other:
// of a state (q, p) of two halves, q moves first, and p by the slope at the new q.
//
//	q[n+1] = q[n] + h·f(t,   q[n],   p[n]) of q
//	p[n+1] = p[n] + h·f(t, q[n+1],   p[n]) of p
//
// It is [SymplecticEuler] for a right side that does not come in two flows, and what
// the networks are that update two streams in turn: reversible ones, Hamiltonian ones
// and leapfrog. It is symplectic where the system is that of an energy T(p) + V(q).
//
// Order 1. Since u' = λu is two equations that know nothing of each other, what
// Stable, RealStabilityLimit and GrowthRate say is what they say of [ForwardEuler];
// the difference is in how the halves turn each other: for q' = ωp, p' = −ωq it is
// stable up to hω = 2, and [ForwardEuler] is for no h.
type SemiImplicitEuler struct{}

var _ Scheme = SemiImplicitEuler{}

// Name returns the name.
func (SemiImplicitEuler) Name() string { return "semi-implicit Euler" }

// String is the name.
func (s SemiImplicitEuler) String() string { return s.Name() }

// Order is 1.
func (SemiImplicitEuler) Order() int { return ForwardEuler.Order() }

// Speed is 1.
func (SemiImplicitEuler) Speed() float64 { return 1 }

// Steps is 1.
func (SemiImplicitEuler) Steps() int { return 1 }

// Evaluations is 2, one for each half.
func (SemiImplicitEuler) Evaluations() int { return 2 }

// Check returns nil: there are no coefficients to be wrong.
func (SemiImplicitEuler) Check() error { return nil }

// Stable is that of [ForwardEuler].
func (SemiImplicitEuler) Stable(z complex128) bool { return ForwardEuler.Stable(z) }

// RealStabilityLimit is that of [ForwardEuler].
func (SemiImplicitEuler) RealStabilityLimit() float64 { return ForwardEuler.RealStabilityLimit() }

// GrowthRate is that of [ForwardEuler].
func (SemiImplicitEuler) GrowthRate(lambda, h float64) float64 {
	return ForwardEuler.GrowthRate(lambda, h)
}

// Step moves the first half of the state, then the second. The state must have an even
// number of values.
func (s SemiImplicitEuler) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(s, f, past); err != nil {
		return nil, err
	}
	next := slices.Clone(past[0])
	half := len(next) / 2
	if len(next)%2 != 0 {
		return nil, stepError(s, fmt.Errorf("got a state of %d values, want two halves", len(next)))
	}
	if half == 0 {
		return nil, stepError(s, errors.New("got an empty state, want at least 2 values"))
	}
	for _, part := range [][2]int{{0, half}, {half, len(next)}} {
		slope, err := f.at(t, next)
		if err != nil {
			return nil, stepError(s, err)
		}
		axpy(next[part[0]:part[1]], h, slope[part[0]:part[1]])
	}
	return next, nil
}
