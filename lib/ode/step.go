package ode

import "fmt"

// shapeError says that f does not fit the state.
type shapeError struct{ got, want int }

func (e *shapeError) Error() string {
	return fmt.Sprintf("f returned %d values for a state of %d", e.got, e.want)
}

// at evaluates f and checks that what comes back is a slope of u.
func (f Func) at(t float64, u []float64) ([]float64, error) {
	g := f(t, u)
	if len(g) != len(u) {
		return nil, &shapeError{len(g), len(u)}
	}
	return g, nil
}

// checkStep returns an error if there is nothing to step with or from.
func checkStep(s Scheme, f Func, past [][]float64) error {
	if err := s.Check(); err != nil {
		return err
	}
	if f == nil {
		return stepError(s, errNoFunc)
	}
	if len(past) == 0 {
		return stepError(s, errNoState)
	}
	return nil
}

func stepError(s Scheme, err error) error {
	return fmt.Errorf("ode: Step with %s: %w", s.Name(), err)
}
