package ode

// Step returns the state at t+h from past[0], the state at t. For an implicit
// method that solves an equation by Newton's iteration, with f' by differences,
// and returns an error that says at which t and why if there is no solution to be
// found. [Tableau.StepWith] takes f' too.
func (s *Tableau) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(s, f, past); err != nil {
		return nil, err
	}
	next, _, err := s.StepWith(f, nil, t, h, past[0])
	return next, err
}

// StepWith returns the state at t+h from u at t, and the estimate of its error by
// the weights in Embedded, which is nil without them. An implicit method uses the
// Jacobian, or differences if that is nil.
func (s *Tableau) StepWith(f Func, jacobian Jacobian, t, h float64, u []float64) (next, estimate []float64, err error) {
	if err := checkStep(s, f, [][]float64{u}); err != nil {
		return nil, nil, err
	}
	r := newStages(s, jacobian, nil, len(u))
	next = make([]float64, len(u))
	if err := r.step(f.into, t, h, u, nil, next); err != nil {
		return nil, nil, stepError(s, err)
	}
	if s.Embedded != nil {
		estimate = make([]float64, len(u))
		r.estimate(h, estimate)
	}
	return next, estimate, nil
}

// slopeFunc writes f(t, u) into du.
type slopeFunc func(t float64, u, du []float64) error

// into is f as a slopeFunc.
func (f Func) into(t float64, u, du []float64) error {
	g, err := f.at(t, u)
	copy(du, g)
	return err
}

// stages takes steps of a method in memory of its own: what is explicit without
// allocating any, the rest by Newton's iteration.
type stages struct {
	s      *Tableau
	groups []group
	slopes [][]float64 // g of the last step
	state  []float64   // where a stage looks
	newton *newton     // nil for an explicit method
}

// newStages prepares steps of a tableau that has passed Check, for states of d
// values. Implicit ones are solved to the tolerance, or to the last digit if that
// is nil.
func newStages(s *Tableau, jacobian Jacobian, tolerance *Options, d int) *stages {
	r := &stages{s: s, groups: s.groups(), slopes: make([][]float64, len(s.B)), state: make([]float64, d)}
	for i := range r.slopes {
		r.slopes[i] = make([]float64, d)
	}
	if s.reach() >= 0 {
		r.newton = newNewton(r, jacobian, tolerance, d)
	}
	return r
}

// step writes the state at t+h into next, which must not be u. slope is f(t, u), or
// nil if nobody knows it.
func (r *stages) step(f slopeFunc, t, h float64, u, slope, next []float64) error {
	if r.newton != nil {
		if err := r.newton.start(f, t, h, u, slope); err != nil {
			return err
		}
	}
	for _, g := range r.groups {
		if g.implicit {
			if err := r.newton.solve(f, t, h, u, g); err != nil {
				return err
			}
			continue
		}
		if g.first == 0 && slope != nil { // an explicit first stage looks at u itself
			copy(r.slopes[0], slope)
			continue
		}
		if err := r.look(f, t, h, u, g.first, r.slopes[g.first]); err != nil {
			return err
		}
	}
	copy(next, u)
	r.follow(next, h, r.s.B)
	return nil
}

// look writes the slope that stage i sees into slope.
func (r *stages) look(f slopeFunc, t, h float64, u []float64, i int, slope []float64) error {
	copy(r.state, u)
	r.follow(r.state, h, r.s.A[i])
	return f(t+r.s.C[i]*h, r.state, slope)
}

// follow adds h·(w[0]·g[0] + w[1]·g[1] + …) to v.
func (r *stages) follow(v []float64, h float64, weights []float64) {
	for j, w := range weights {
		if w != 0 {
			axpy(v, h*w, r.slopes[j])
		}
	}
}

// estimate writes h·Σ(b−b̂)·g of the last step into err, zeros without Embedded.
func (r *stages) estimate(h float64, err []float64) {
	clear(err)
	for j, w := range r.s.Embedded {
		axpy(err, h*(r.s.B[j]-w), r.slopes[j])
	}
}

// group is a run of stages that use each other, but no later stage.
type group struct {
	first, end int
	implicit   bool // they have an equation to solve
}

// groups cuts the stages into the smallest such runs: single stages of an
// explicit or diagonally implicit method, all at once of a fully implicit one.
func (s *Tableau) groups() []group {
	var groups []group
	for first := 0; first < len(s.B); {
		g := group{first: first, end: first + 1}
		for i := first; i < g.end; i++ {
			for j, a := range s.A[i] {
				if a != 0 && j >= first {
					g.end = max(g.end, j+1)
					g.implicit = true
				}
			}
		}
		if g.end == first+1 {
			g.implicit = first < len(s.A[first]) && s.A[first][first] != 0
		}
		groups = append(groups, g)
		first = g.end
	}
	return groups
}
