package ode

// stepper takes steps of one scheme in place, in memory of its own, and says how
// far off each probably is. It is what an adaptive solver asks of a scheme; a
// [Scheme] that can do this has a method adaptive that returns one.
type stepper interface {
	// step goes from u at t, where the slope is f(t, u), to t+h. It writes the
	// state there into next, the slope there into nextSlope and the estimated
	// error of next into err. It returns an error if there is no such step, as
	// when Newton's iteration does not converge: the solver then tries a smaller h.
	step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error

	// errorOrder is the power of h with which the estimated error shrinks.
	errorOrder() int
}

// adaptive is a scheme that makes steppers for states of d values.
type adaptive interface {
	Scheme
	stepper(d int) (stepper, error)
}

// bumped is a stepper whose own interpolant within its last step is the Hermite
// cubic plus h·θ²(1−θ)²·w, which is more accurate.
type bumped interface {
	stepper
	hasBump() bool
	bump(w []float64)
}
