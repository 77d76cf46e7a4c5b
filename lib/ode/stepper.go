package ode

import "slices"

// stepper takes steps of one scheme in place, in memory of its own, and says how
// far off each probably is. It is what [Integrate] asks of a scheme.
type stepper interface {
	// step goes from u at t, where the slope is f(t, u), to t+h. It writes the
	// state there into next, the slope there into nextSlope and the estimated
	// error of next into err. It returns an error if there is no such step, as
	// when Newton's iteration does not converge: the solver then tries a smaller h.
	step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error

	// errorOrder is the power of h with which the estimated error shrinks, and 0 of
	// a scheme that does not estimate it.
	errorOrder() int
}

// newStepper returns a stepper of s for states of d values. Implicit schemes use
// the Jacobian, or differences if that is nil.
func newStepper(s Scheme, jacobian Jacobian, d int) stepper {
	if own, ok := s.(interface {
		stepper(jacobian Jacobian, d int) stepper
	}); ok {
		return own.stepper(jacobian, d)
	}
	return &remembering{scheme: s}
}

// stepper steps with the method's tableau.
func (m RungeKutta) stepper(jacobian Jacobian, d int) stepper {
	named := m.named()
	return named.tableau.stepperOf(named.errorOrder(), jacobian, d)
}

// stepper steps with the tableau.
func (s *Tableau) stepper(jacobian Jacobian, d int) stepper {
	return s.stepperOf(s.errorOrder(), jacobian, d)
}

// stepperOf spares a named method the computation of its order.
func (s *Tableau) stepperOf(order int, jacobian Jacobian, d int) stepper {
	if s.Explicit() {
		return newExplicit(s, order, d)
	}
	return &implicit{newStages(s, jacobian, d), order}
}

// interpolating is a stepper that may know the solution within its last step better
// than the Hermite cubic does.
type interpolating interface {
	stepper

	// degree is that of its polynomial in θ, and 0 if it has none.
	degree() int

	// within writes the coefficients of θ, θ², … into poly: [degree][d].
	within(h float64, poly []float64)
}

// remembering steps with any scheme by [Scheme.Step], for which it keeps as many
// past states as the scheme needs. Its steps must be of one size.
type remembering struct {
	scheme Scheme
	past   [][]float64
}

func (r *remembering) errorOrder() int { return 0 }

func (r *remembering) step(f *field, t, h float64, u, _, next, nextSlope, _ []float64) error {
	if len(r.past) == 0 {
		r.past = [][]float64{slices.Clone(u)}
	}
	slope := func(t float64, u []float64) []float64 {
		du := make([]float64, len(u))
		f.at(t, u, du)
		return du
	}
	v, err := r.scheme.Step(slope, t, h, r.past)
	if err != nil {
		return err
	}
	copy(next, v)
	f.at(t+h, next, nextSlope)
	r.past = append([][]float64{v}, r.past[:min(len(r.past), r.scheme.Steps()-1)]...)
	return nil
}
