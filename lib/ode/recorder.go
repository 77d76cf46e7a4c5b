package ode

// recorder keeps the states that were asked for. It takes memory in pieces for
// many states, so that what is saved costs no allocation for each step.
type recorder struct {
	sol   *Solution
	save  Saving
	times []float64 // still to come, if some were asked for
	asked bool
	free  []float64
}

func newRecorder(sol *Solution, o *Options) *recorder {
	return &recorder{sol: sol, save: o.Save, times: o.At, asked: len(o.At) > 0}
}

// wants reports whether the step to end needs its interpolant.
func (r *recorder) wants(end, direction float64) bool {
	if r.asked {
		return len(r.times) > 0 && (end-r.times[0])*direction >= 0
	}
	return r.save == EveryStep
}

func (r *recorder) start(t float64, u []float64) {
	if !r.asked {
		r.add(t, u)
	}
	for len(r.times) > 0 && r.times[0] == t {
		r.add(t, u)
		r.times = r.times[1:]
	}
}

// step saves what lies in the step to the state u at end.
func (r *recorder) step(inside *interpolant, end float64, u []float64, direction float64) {
	switch {
	case r.asked:
		for len(r.times) > 0 && (end-r.times[0])*direction >= 0 {
			t := r.times[0]
			r.add(t, u)
			if t != end {
				inside.at(t, r.sol.Last())
			}
			r.times = r.times[1:]
		}
	case r.save == timesOnly:
		r.sol.T = append(r.sol.T, end)
	case r.save == EveryStep:
		poly := r.take(len(inside.poly))
		copy(poly, inside.poly)
		r.sol.steps = append(r.sol.steps, interpolant{inside.t0, inside.h, r.sol.Last(), poly})
		r.add(end, u)
	}
}

// finish saves the last state, if every step did not.
func (r *recorder) finish(t float64, u []float64) {
	if !r.asked && r.save == LastOnly && (len(r.sol.T) == 0 || t != r.sol.T[len(r.sol.T)-1]) {
		r.add(t, u)
	}
}

func (r *recorder) add(t float64, u []float64) {
	v := r.take(len(u))
	copy(v, u)
	r.sol.T = append(r.sol.T, t)
	r.sol.U = append(r.sol.U, v)
}

// take returns n numbers of memory that nobody else has.
func (r *recorder) take(n int) []float64 {
	if len(r.free) < n {
		r.free = make([]float64, max(n, 4096))
	}
	v := r.free[:n:n]
	r.free = r.free[n:]
	return v
}
