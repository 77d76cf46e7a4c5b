package ode

import (
	"fmt"
	"slices"
)

// RungeKutta is one of the methods that this package has a name for:
// [ForwardEuler], [Midpoint], [Heun], [RK4], [BogackiShampine] and [DormandPrince]. The names are constants, so no
// program and no cell can change what they mean for another; [RungeKutta.Tableau]
// returns coefficients to start a method of one's own from.
type RungeKutta string

var _ Scheme = RungeKutta("")

// tableau returns the method's coefficients, which nobody may change, or nil for
// a name that is none of the constants.
func (m RungeKutta) tableau() *Tableau {
	switch m {
	case ForwardEuler:
		return forwardEuler
	case Midpoint:
		return midpoint
	case Heun:
		return heun
	case RK4:
		return rk4
	case BogackiShampine:
		return bogackiShampine
	case DormandPrince:
		return dormandPrince
	}
	return nil
}

// Tableau returns a copy of the method's Butcher tableau, or nil for a name that
// is none of the constants.
func (m RungeKutta) Tableau() *Tableau {
	s := m.tableau()
	if s == nil {
		return nil
	}
	own := &Tableau{Label: s.Label, C: slices.Clone(s.C), B: slices.Clone(s.B)}
	for _, row := range s.A {
		own.A = append(own.A, slices.Clone(row))
	}
	return own
}

// Check returns an error unless m is one of the constants.
func (m RungeKutta) Check() error {
	if m.tableau() == nil {
		return fmt.Errorf("ode: got the Runge–Kutta method %q, want %q, %q, %q, %q, %q or %q", string(m), ForwardEuler, Midpoint, Heun, RK4, BogackiShampine, DormandPrince)
	}
	return nil
}

// Name returns the name.
func (m RungeKutta) Name() string { return string(m) }

// Order is [Tableau.Order] of the method's tableau.
func (m RungeKutta) Order() int { return m.tableau().Order() }

// Speed is 1.
func (m RungeKutta) Speed() float64 { return m.tableau().Speed() }

// Steps is 1.
func (m RungeKutta) Steps() int { return m.tableau().Steps() }

// Evaluations is the number of stages.
func (m RungeKutta) Evaluations() int { return m.tableau().Evaluations() }

// Step is [Tableau.Step] of the method's tableau.
func (m RungeKutta) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m.tableau().Step(f, t, h, past)
}

// Stable is [Tableau.Stable] of the method's tableau.
func (m RungeKutta) Stable(z complex128) bool { return m.tableau().Stable(z) }

// RealStabilityLimit is [Tableau.RealStabilityLimit] of the method's tableau.
func (m RungeKutta) RealStabilityLimit() float64 { return m.tableau().RealStabilityLimit() }

// GrowthRate is [Tableau.GrowthRate] of the method's tableau.
func (m RungeKutta) GrowthRate(lambda, h float64) float64 { return m.tableau().GrowthRate(lambda, h) }

// StabilityPolynomial is [Tableau.StabilityPolynomial] of the method's tableau.
func (m RungeKutta) StabilityPolynomial() []float64 { return m.tableau().StabilityPolynomial() }

// Amplification is [Tableau.Amplification] of the method's tableau.
func (m RungeKutta) Amplification(z complex128) complex128 { return m.tableau().Amplification(z) }
