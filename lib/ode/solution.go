package ode

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// Statistics counts what an integration cost.
type Statistics struct {
	Accepted, Rejected int // steps
	Evaluations        int // of the right side
	Jacobians          int // of the right side, for implicit schemes
}

// Solution is what [Integrate] computed.
type Solution struct {
	T      []float64    // the times of the states, in the direction of integration
	U      [][]float64  // the states: [len(T)][d]
	Events []Occurrence // in the order in which they happened
	Stats  Statistics

	steps []interpolant // of every step, if all are saved
}

// Last returns the last state, at the last time of T, and nil if nothing was saved.
func (s *Solution) Last() []float64 {
	if len(s.U) == 0 {
		return nil
	}
	return s.U[len(s.U)-1]
}

// At returns the state at any time between the first and the last, from the
// interpolants of the steps: of order 4 for [DormandPrince], and of order 3 for
// methods without their own. Between the large steps of a method of high order that
// is less than the steps deliver: ask for these times in [Options].At, which the
// steps then meet. It returns an error for a time outside, and for a solution that
// was not saved at [EveryStep].
func (s *Solution) At(t float64) ([]float64, error) {
	if len(s.T) == 0 {
		return nil, errors.New("ode: At: got a solution without states")
	}
	first, last := s.T[0], s.T[len(s.T)-1]
	if !(min(first, last) <= t && t <= max(first, last)) {
		return nil, fmt.Errorf("ode: At: got t = %v, want a time from %v to %v", t, first, last)
	}
	switch t {
	case first:
		return slices.Clone(s.U[0]), nil
	case last:
		return slices.Clone(s.Last()), nil
	}
	if len(s.steps) == 0 {
		return nil, fmt.Errorf("ode: At: got a solution with %d saved states and no steps between, want one with Save: EveryStep", len(s.T))
	}
	beyond := sort.Search(len(s.steps), func(i int) bool { return (s.steps[i].t0-t)*(last-first) > 0 })
	u := make([]float64, len(s.U[0]))
	s.steps[beyond-1].at(t, u)
	return u, nil
}
