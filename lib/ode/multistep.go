package ode

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Multistep is a linear multi-step scheme of s steps,
//
//	u[n+1] = α[0]·u[n] + α[1]·u[n−1] + … + h·(b·f[n+1] + β[0]·f[n] + β[1]·f[n−1] + …)
//
// with s coefficients α and β each and f[n] = f(t[n], u[n]). It is explicit if
// b = 0, which is what a literal without BetaNew says; otherwise a step solves for
// u[n+1] by Newton's iteration. The characteristic polynomials are
//
//	ρ(z) =   zˢ − α[0]·zˢ⁻¹ − … − α[s−1]
//	σ(z) = b·zˢ + β[0]·zˢ⁻¹ + … + β[s−1]
//
// For u' = λu the numerical solutions are combinations of zⁿ, one for each root
// of ρ(z) − hλ·σ(z). One root, the principal one, follows the equation; the
// others are the scheme's own.
//
// # What Solve delivers
//
// Order belongs to the recursion above, started with states of that accuracy.
// The s−1 steps of Start leave an error of their own, which the recursion keeps.
// With Start of order q, [Solve] converges with
//
//	min(Order, q+1)   if Speed is 1: 2 at most with forward Euler to start with
//	1                 otherwise: Start moves at speed 1, the scheme does not
//
// So Adams and Bashforth's schemes of order 3 and more need a better Start than
// nil, and leapfrog is of order 2 as LM(1).Consistent() only. A start by an
// explicit scheme is no good for a stiff problem, where its first steps may be
// anything: there Start should be implicit too.
type Multistep struct {
	Label string
	Alpha []float64 // of u[n], u[n−1], …
	Beta  []float64 // of h·f[n], h·f[n−1], …

	// BetaNew is b, of h·f[n+1], the slope at the state that is sought.
	BetaNew float64

	// Start takes the first steps, while there are fewer known states than the
	// scheme needs: a scheme of one step. Nil means ForwardEuler, the first block
	// of LM-ResNet. A Multistep of one step has no use for it.
	Start Scheme

	// Jacobian is the derivative of f, for Newton's iteration of an implicit scheme.
	// Nil means differences of f.
	Jacobian Jacobian

	invalid error // why a constructor had no coefficients to give
}

var _ Scheme = (*Multistep)(nil)

// Name returns the scheme's label.
func (s *Multistep) Name() string {
	if s == nil {
		return "no multi-step scheme"
	}
	return s.Label
}

// Steps is the number of coefficients.
func (s *Multistep) Steps() int {
	if s == nil {
		return 0
	}
	return len(s.Alpha)
}

// Evaluations is the number of β that are not 0, b among them. Newton's iteration
// of an implicit scheme evaluates f[n+1] several times more.
func (s *Multistep) Evaluations() int {
	if s == nil {
		return 0
	}
	n := 0
	for _, b := range append([]float64{s.BetaNew}, s.Beta...) {
		if b != 0 {
			n++
		}
	}
	return n
}

// Check returns an error unless there are as many α as β, at least one, all of
// them finite and Σα = 1, which keeps a constant solution of u' = 0 constant, and
// unless Start, where it is needed, is a scheme of one step.
//
// Of a scheme that does not pass, every other method says so in its way: Step by
// the same error, Order by 0, Stable by false, a rate or a speed by NaN.
func (s *Multistep) Check() error {
	if s == nil {
		return errors.New("ode: got a nil multi-step scheme, want coefficients")
	}
	if s.invalid != nil {
		return s.errorf("%w", s.invalid)
	}
	if len(s.Alpha) == 0 || len(s.Alpha) != len(s.Beta) {
		return s.errorf("got %d values in Alpha and %d in Beta, want as many of each and at least 1", len(s.Alpha), len(s.Beta))
	}
	for _, coefficients := range [][]float64{s.Alpha, s.Beta, {s.BetaNew}} {
		for _, c := range coefficients {
			if math.IsNaN(c) || math.IsInf(c, 0) {
				return s.errorf("got the coefficient %v, want finite ones", c)
			}
		}
	}
	if !near(sum(s.Alpha), 1) {
		return s.errorf("got %v as the sum of Alpha, want 1", sum(s.Alpha))
	}
	return s.checkStart()
}

// checkStart looks at Start only where it is needed, so a scheme of one step that
// starts another is not asked for its own in turn.
func (s *Multistep) checkStart() error {
	if s.Start == nil || s.Steps() == 1 {
		return nil
	}
	if s.Start.Steps() != 1 {
		return s.errorf("got %s with %d steps to start with, want a scheme of 1", s.Start.Name(), s.Start.Steps())
	}
	if err := s.Start.Check(); err != nil {
		return s.errorf("start: %w", err)
	}
	return nil
}

func (s *Multistep) errorf(format string, args ...any) error {
	return fmt.Errorf("ode: multi-step scheme %q: %w", s.Label, fmt.Errorf(format, args...))
}

// Step returns the state at t+h from the states past[0] at t, past[1] at t−h and
// so on; from fewer of them than it needs, by a step of Start.
func (s *Multistep) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(s, f, past); err != nil {
		return nil, err
	}
	if len(past) < s.Steps() {
		return s.starter().Step(f, t, h, past)
	}
	next := make([]float64, len(past[0]))
	for j, u := range past[:s.Steps()] {
		if len(u) != len(next) {
			return nil, stepError(s, fmt.Errorf("got %d values in known state %d, want %d", len(u), j, len(next)))
		}
		axpy(next, s.Alpha[j], u)
		if s.Beta[j] == 0 {
			continue
		}
		g, err := f.at(t-float64(j)*h, u)
		if err != nil {
			return nil, stepError(s, err)
		}
		axpy(next, h*s.Beta[j], g)
	}
	if s.BetaNew == 0 {
		return next, nil
	}
	u := slices.Clone(past[0])
	if err := newBackward(s.Jacobian, len(u)).solve(f.into, t+h, h*s.BetaNew, next, u); err != nil {
		return nil, stepError(s, err)
	}
	return u, nil
}

func (s *Multistep) starter() Scheme {
	if s.Start == nil {
		return ForwardEuler
	}
	return s.Start
}

// axpy adds a·x to y.
func axpy(y []float64, a float64, x []float64) {
	for i := range y {
		y[i] += a * x[i]
	}
}
