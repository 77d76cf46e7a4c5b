package ode

// extrapolating takes steps of an Extrapolation in memory of its own.
type extrapolating struct {
	p           Extrapolation
	backward    *backward
	known, part []float64 // the states before and behind a part of a step
}

func newExtrapolating(p Extrapolation, given Jacobian, d int) *extrapolating {
	return &extrapolating{p, newBackward(given, d), make([]float64, d), make([]float64, d)}
}

// stepper takes equal steps, or halves them to estimate the error.
func (p Extrapolation) stepper(problem Problem, o *Options) stepper {
	s := newExtrapolating(p, problem.Jacobian, len(problem.U0))
	if o.Steps > 0 {
		return s
	}
	return newDoubling(s, p.Order(), len(problem.U0))
}

func (s *extrapolating) errorOrder() int { return 0 }

// jacobians returns how many Jacobians the steps took.
func (s *extrapolating) jacobians() int { return s.backward.jacobian.taken }

func (s *extrapolating) step(f *field, t, h float64, u, _, next, nextSlope, _ []float64) error {
	if err := s.take(f.checked, t, h, u, next); err != nil {
		return err
	}
	f.at(t+h, next, nextSlope)
	return f.err
}

// take writes the state at t+h into next.
func (s *extrapolating) take(f slopeFunc, t, h float64, u, next []float64) error {
	copy(next, u)
	for j := 1; j <= int(s.p); j++ {
		copy(s.part, u)
		part := h / float64(j)
		for i := 1; i <= j; i++ {
			copy(s.known, s.part)
			if err := s.backward.solve(f, t+float64(i)*part, part, s.known, s.part); err != nil {
				return err
			}
		}
		for c, x := range s.part { // the weights are large: of differences they lose less
			next[c] += s.p.weight(j) * (x - u[c])
		}
	}
	return nil
}
