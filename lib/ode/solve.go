package ode

import (
	"errors"
	"fmt"
)

// Solve integrates u' = f(t, u) from t0 to t1 in n equal steps of s and returns
// the n+1 states at t0, t0+h, …, t1, with h = (t1−t0)/n.
//
// u0 has shape [d]; the result has shape [n+1][d] and its first row is a copy of
// u0. With t1 < t0 it integrates backwards in time. For [ForwardEuler] the result
// is the trajectory of a residual network whose n blocks all compute h·f.
//
// Solve returns an error if s is nil or its coefficients do not make a scheme, if
// f is nil, if n < 1, if u0 is empty, or if f returns a slice whose length is not
// d. It does not stop a solution that grows without bound: to see one may be the
// point. Nor can it be stopped: it takes as long as n calls of s.Step.
func Solve(s Scheme, f Func, u0 []float64, t0, t1 float64, n int) ([][]float64, error) {
	if err := checkSolve(s, f, u0, n); err != nil {
		return nil, err
	}
	h := (t1 - t0) / float64(n)
	states := make([][]float64, 1, n+1)
	states[0] = append([]float64(nil), u0...)
	past := make([][]float64, 0, s.Steps())
	step := repeatedStep(s, f, len(u0))
	for i := range n {
		past = past[:0]
		for j := i; j >= 0 && len(past) < s.Steps(); j-- {
			past = append(past, states[j])
		}
		next, err := step(t0+float64(i)*h, h, past)
		if err != nil {
			return nil, solveError(s, err)
		}
		states = append(states, next)
	}
	return states, nil
}

// repeatedStep returns the step of a scheme that has passed Check, for states of d
// values: that of a Runge–Kutta method uses the memory of its stages again.
func repeatedStep(s Scheme, f Func, d int) func(t, h float64, past [][]float64) ([]float64, error) {
	var tableau *Tableau
	switch m := s.(type) {
	case RungeKutta:
		tableau = m.tableau()
	case *Tableau:
		tableau = m
	default:
		return func(t, h float64, past [][]float64) ([]float64, error) { return s.Step(f, t, h, past) }
	}
	stages, into := newStages(tableau, nil, nil, d), f.into
	return func(t, h float64, past [][]float64) ([]float64, error) {
		next := make([]float64, d)
		if err := stages.step(into, t, h, past[0], nil, next); err != nil {
			return nil, stepError(s, err)
		}
		return next, nil
	}
}

func checkSolve(s Scheme, f Func, u0 []float64, n int) error {
	if s == nil {
		return errors.New("ode: Solve: got no scheme, want one such as RK4")
	}
	if err := s.Check(); err != nil {
		return err
	}
	if f == nil {
		return solveError(s, errNoFunc)
	}
	if n < 1 {
		return fmt.Errorf("ode: Solve with %s: got %d steps, want at least 1", s.Name(), n)
	}
	if len(u0) == 0 {
		return fmt.Errorf("ode: Solve with %s: got an empty state, want at least 1 value", s.Name())
	}
	return nil
}

// solveError names the scheme that was asked for, which need not be the one that
// took the step.
func solveError(s Scheme, err error) error {
	var shape *shapeError
	if errors.As(err, &shape) {
		err = shape
	}
	return fmt.Errorf("ode: Solve with %s: %w", s.Name(), err)
}
