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

// newStepper returns a stepper of o.Method for p. Implicit schemes use the
// Jacobian, or differences if that is nil.
func newStepper(p Problem, o *Options) stepper {
	if own, ok := o.Method.(interface {
		stepper(p Problem, o *Options) stepper
	}); ok {
		return own.stepper(p, o)
	}
	s := &remembering{scheme: o.Method}
	if o.Steps > 0 || o.Method.Steps() > 1 || o.Method.Order() == 0 || o.Method.Speed() != 1 {
		return s
	}
	return newDoubling(s, o.Method.Order(), len(p.U0))
}

// stepper steps with the method's tableau.
func (m RungeKutta) stepper(p Problem, o *Options) stepper {
	named := m.named()
	return named.tableau.stepperOf(named.order, named.errorOrder, p, o)
}

// stepper steps with the tableau.
func (s *Tableau) stepper(p Problem, o *Options) stepper {
	return s.stepperOf(s.Order, s.errorOrder, p, o)
}

// stepperOf spares a named method the computation of its orders.
func (s *Tableau) stepperOf(order, errorOrder func() int, p Problem, o *Options) stepper {
	d := len(p.U0)
	if o.Steps > 0 {
		return s.plainStepper(0, p, nil)
	}
	if estimates := errorOrder(); estimates > 0 {
		return s.plainStepper(estimates, p, o)
	}
	return newDoubling(s.plainStepper(0, p, o), order(), d)
}

// plainStepper steps with the tableau alone. Implicit steps are solved to the
// tolerance, or to the last digit if that is nil.
func (s *Tableau) plainStepper(errorOrder int, p Problem, tolerance *Options) stepper {
	d := len(p.U0)
	if s.Explicit() {
		return newExplicit(s, errorOrder, d)
	}
	return &implicit{newStages(s, p.Jacobian, tolerance, d), errorOrder}
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

// counting is a stepper that takes Jacobians, and counts them.
type counting interface{ jacobians() int }

func jacobiansOf(s stepper) int {
	if counts, ok := s.(counting); ok {
		return counts.jacobians()
	}
	return 0
}

// remembering steps with any scheme by [Scheme.Step], for which it keeps as many
// past states as the scheme needs. Where that is more than the present one its
// steps must be of one size.
type remembering struct {
	scheme Scheme
	past   [][]float64
}

func (r *remembering) errorOrder() int { return 0 }

func (r *remembering) step(f *field, t, h float64, u, _, next, nextSlope, _ []float64) error {
	if len(r.past) == 0 || r.scheme.Steps() == 1 {
		r.past = [][]float64{slices.Clone(u)}
	}
	slope := func(t float64, u []float64) []float64 {
		du := make([]float64, len(u))
		if f.checked(t, u, du) != nil {
			return nil // which ends the step
		}
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
