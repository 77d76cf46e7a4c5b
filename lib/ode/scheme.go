package ode

import "errors"

// Func is the right side f of u' = f(t, u). It gets a state of d values and
// returns as many; it must not modify or keep u, and its result must stay as it
// is until the next call. A nil Func is an error where it is used.
type Func func(t float64, u []float64) []float64

// Scheme is a way to step from known states of u' = f(t, u) to the next one.
type Scheme interface {
	// Name is the usual name, such as "RK4".
	Name() string

	// Order is the order of accuracy with respect to u' = Speed()·f, given known
	// states as accurate: halving the step size then divides the error at a fixed
	// time by 2^Order. It is 0 if the scheme does not converge. A scheme of one
	// step knows its state exactly, so Solve delivers this order; for more steps
	// see [Multistep].
	Order() int

	// Speed is how many times as fast as in u' = f time runs in the limit of
	// small steps: 1 for a consistent scheme.
	Speed() float64

	// Steps is the number of known states that a step needs.
	Steps() int

	// Evaluations is the number of times that a step evaluates f.
	Evaluations() int

	// Step returns the state at t+h. The known states are past[0] at t, past[1]
	// at t−h and so on, at least one of them; while there are fewer than Steps(),
	// the scheme starts in its own way. An error says which length was wrong.
	Step(f Func, t, h float64, past [][]float64) ([]float64, error)

	// Stable reports whether every numerical solution of u' = λu stays bounded
	// for hλ = z.
	Stable(z complex128) bool

	// RealStabilityLimit is the end x ≤ 0 of the longest interval (x, 0) on which
	// the scheme is stable for real hλ. It is 0 if there is none.
	RealStabilityLimit() float64

	// GrowthRate is the rate r of the numerical solution exp(r·t) of u' = λu with
	// step size h, which approximates Speed()·λ. It is NaN if the numerical
	// solution does not stay positive.
	GrowthRate(lambda, h float64) float64

	// Check returns an error if the coefficients do not make a scheme.
	Check() error
}

// What a step cannot do without.
var (
	errNoState = errors.New("got no known states, want at least 1")
	errNoFunc  = errors.New("got a nil function as the right side, want f(t, u)")
)
