package ode

// recursion takes equal steps with a linear multi-step scheme. It remembers the
// states and the slopes that the next steps need, which [Multistep.Step] is not
// given and computes again: each step of an explicit scheme evaluates f once,
// whatever the number of steps it looks back on.
type recursion struct {
	s         *Multistep
	predictor *Multistep // says where the corrector s looks; nil without one
	start     stepper    // takes the first steps
	backward  *backward  // solves the equation of an implicit scheme; nil for others

	states, slopes [][]float64 // the last first
	known          int         // how many of them there are
	explicit, dp   []float64   // what a step knows before it looks ahead, and f there
}

// stepper steps with the scheme's recursion.
func (s *Multistep) stepper(p Problem, o *Options) stepper {
	return newRecursion(s, nil, s.starter(), s.Steps(), p, o)
}

// stepper steps with the corrector's recursion, at the slope of the predictor's.
func (s *PredictorCorrector) stepper(p Problem, o *Options) stepper {
	return newRecursion(s.Corrector, s.Predictor, s.recursion(0).starter(), s.Steps(), p, o)
}

func newRecursion(s, predictor *Multistep, start Scheme, steps int, p Problem, o *Options) *recursion {
	d := len(p.U0)
	first := *o
	first.Method = start
	r := &recursion{
		s: s, predictor: predictor, start: newStepper(p, &first),
		explicit: make([]float64, d), dp: make([]float64, d),
	}
	if given := s.Jacobian; s.BetaNew != 0 && predictor == nil {
		if given == nil {
			given = p.Jacobian
		}
		r.backward = newBackward(given, d)
	}
	for range steps {
		r.states = append(r.states, make([]float64, d))
		r.slopes = append(r.slopes, make([]float64, d))
	}
	return r
}

// errorOrder is 0: the errors of equal steps say nothing about others.
func (r *recursion) errorOrder() int { return 0 }

// jacobians returns how many Jacobians the steps took, the first ones included.
func (r *recursion) jacobians() int {
	taken := jacobiansOf(r.start)
	if r.backward != nil {
		taken += r.backward.jacobian.taken
	}
	return taken
}

func (r *recursion) step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error {
	r.remember(u, slope)
	if r.known < len(r.states) {
		return r.start.step(f, t, h, u, slope, next, nextSlope, err)
	}
	r.explicitPart(r.s, h, next)
	switch {
	case r.predictor != nil:
		r.explicitPart(r.predictor, h, r.explicit)
		f.at(t+h, r.explicit, r.dp)
		axpy(next, h*r.s.BetaNew, r.dp)
	case r.backward != nil:
		copy(r.explicit, next)
		copy(next, u)
		if err := r.backward.solve(f.checked, t+h, h*r.s.BetaNew, r.explicit, next); err != nil {
			return err
		}
	}
	f.at(t+h, next, nextSlope)
	return f.err
}

// remember puts the present state and its slope before the others, in the memory
// of what nobody needs any more.
func (r *recursion) remember(u, slope []float64) {
	last := len(r.states) - 1
	oldState, oldSlope := r.states[last], r.slopes[last]
	copy(r.states[1:], r.states[:last])
	copy(r.slopes[1:], r.slopes[:last])
	r.states[0], r.slopes[0] = oldState, oldSlope
	copy(r.states[0], u)
	copy(r.slopes[0], slope)
	r.known = min(r.known+1, len(r.states))
}

// explicitPart writes Σ α[j]·u[n−j] + h·Σ β[j]·f[n−j] of a scheme into v.
func (r *recursion) explicitPart(s *Multistep, h float64, v []float64) {
	clear(v)
	for j, u := range r.states[:len(s.Alpha)] {
		axpy(v, s.Alpha[j], u)
		if s.Beta[j] != 0 {
			axpy(v, h*s.Beta[j], r.slopes[j])
		}
	}
}
