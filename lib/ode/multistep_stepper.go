package ode

// recursion takes equal steps with a linear multi-step scheme. It remembers the
// states and the slopes that the next steps need, which [Multistep.Step] is not
// given and computes again: each step of an explicit scheme evaluates f once,
// whatever the number of steps it looks back on.
type recursion struct {
	s         *Multistep
	predictor *Multistep // says where the corrector s looks; nil for Newton's iteration
	start     stepper    // takes the first steps
	f         *field
	jacobian  jacobian

	states, slopes [][]float64 // the last first
	known          int         // how many of them there are
	predicted, dp  []float64   // a state that is only looked at, and f there
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
	given := s.Jacobian
	if given == nil {
		given = p.Jacobian
	}
	first := *o
	first.Method = start
	r := &recursion{
		s: s, predictor: predictor, start: newStepper(p, &first), jacobian: newJacobian(given, nil, d),
		predicted: make([]float64, d), dp: make([]float64, d),
	}
	for range steps {
		r.states = append(r.states, make([]float64, d))
		r.slopes = append(r.slopes, make([]float64, d))
	}
	return r
}

// errorOrder is 0: the errors of equal steps say nothing about others.
func (r *recursion) errorOrder() int { return 0 }

// jacobians returns how many Jacobians the steps took.
func (r *recursion) jacobians() int { return r.jacobian.taken }

func (r *recursion) step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error {
	r.f = f
	r.remember(u, slope)
	if r.known < len(r.states) {
		return r.start.step(f, t, h, u, slope, next, nextSlope, err)
	}
	r.explicitPart(r.s, h, next)
	switch {
	case r.predictor != nil:
		r.explicitPart(r.predictor, h, r.predicted)
		f.at(t+h, r.predicted, r.dp)
		axpy(next, h*r.s.BetaNew, r.dp)
	case r.s.BetaNew != 0:
		v, err := backward(r.look, &r.jacobian, t+h, h*r.s.BetaNew, next, u)
		if err != nil {
			return err
		}
		copy(next, v)
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

// look is f for Newton's iteration. It returns nothing once something is wrong,
// which ends the iteration.
func (r *recursion) look(t float64, u []float64) []float64 {
	if r.f.checked(t, u, r.dp) != nil {
		return nil
	}
	return r.dp
}
