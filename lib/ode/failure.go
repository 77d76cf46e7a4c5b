package ode

import (
	"errors"
	"fmt"
)

// Why an integration ended before its time. An error of [Integrate] that wraps one
// of these is a [*Failure] and comes with what was computed so far.
var (
	ErrStepTooSmall = errors.New("the step size is below the rounding of t")
	ErrNotFinite    = errors.New("the right side is not finite")
	ErrTooManySteps = errors.New("too many steps")
)

// Failure says where an integration ended and why.
type Failure struct {
	Scheme string  // the scheme's name
	T      float64 // as far as it came
	H      float64 // the step size then
	Reason error   // one of the errors above, an error of f or that of the context
}

func (e *Failure) Error() string {
	return fmt.Sprintf("ode: Integrate with %s: at t = %v with h = %.3g: %v", e.Scheme, e.T, e.H, e.Reason)
}

// Unwrap returns the reason.
func (e *Failure) Unwrap() error { return e.Reason }
