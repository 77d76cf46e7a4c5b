package ode

import (
	"errors"
	"fmt"
	"slices"
)

// Problem is an initial value problem u' = f(t, u), u(T0) = U0, to be followed
// until T1, which may lie before T0.
type Problem struct {
	F       Func    // the right side, or
	InPlace InPlace // the same in place, the faster form; give one of the two
	U0      []float64
	T0, T1  float64

	// Jacobian is ∂f/∂u, for implicit schemes; nil means differences of f.
	Jacobian Jacobian
}

func (p Problem) check() error {
	switch {
	case p.F == nil && p.InPlace == nil:
		return errNoFunc
	case p.F != nil && p.InPlace != nil:
		return errors.New("got both F and InPlace, want one right side")
	case len(p.U0) == 0:
		return errors.New("got an empty state, want at least 1 value")
	case !finite(p.T0) || !finite(p.T1):
		return fmt.Errorf("got the times %v and %v, want finite ones", p.T0, p.T1)
	case slices.ContainsFunc(p.U0, func(x float64) bool { return !finite(x) }):
		return fmt.Errorf("got the initial state %v, want finite values", p.U0)
	}
	return nil
}

func finite(x float64) bool { return x-x == 0 }

func allFinite(u []float64) bool {
	for _, x := range u {
		if !finite(x) {
			return false
		}
	}
	return true
}
