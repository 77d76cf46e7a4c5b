package ode

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
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

	scheme string
	steps  []interpolant // of every step, if all are saved
}

// Last returns the last state, at the last time of T, and nil if nothing was saved.
func (s *Solution) Last() []float64 {
	if len(s.U) == 0 {
		return nil
	}
	return s.U[len(s.U)-1]
}

// String says from where to where in how many steps, the last state and the events,
// as many of both as one can read.
func (s *Solution) String() string {
	if s == nil || len(s.T) == 0 {
		return "no solution: nothing was saved"
	}
	var b strings.Builder
	end := s.T[len(s.T)-1]
	fmt.Fprintf(&b, "%s: from t = %.6g to %.6g, %v", cmp.Or(s.scheme, "solution"), s.T[0], end, s.Stats)
	fmt.Fprintf(&b, "\nu(%.6g) = %s", end, firstOf(s.Last()))
	for i, o := range s.Events {
		if i == mostShown {
			fmt.Fprintf(&b, "\nand %d events more", len(s.Events)-i)
			break
		}
		fmt.Fprintf(&b, "\n%s: u(%.6g) = %s", cmp.Or(o.Event, fmt.Sprintf("event %d", o.Index)), o.T, firstOf(o.U))
	}
	return b.String()
}

// mostShown is how many events, and values of a state, String shows.
const mostShown = 8

func firstOf(u []float64) string {
	if len(u) <= mostShown {
		return fmt.Sprintf("%.6g", u)
	}
	return fmt.Sprintf("%.6g and %d values more", u[:mostShown], len(u)-mostShown)
}

// String is the costs on one line.
func (s Statistics) String() string {
	text := fmt.Sprintf("%d steps", s.Accepted)
	if s.Rejected > 0 {
		text += fmt.Sprintf(" (and %d rejected)", s.Rejected)
	}
	text += fmt.Sprintf(", %d evaluations", s.Evaluations)
	if s.Jacobians > 0 {
		text += fmt.Sprintf(", %d Jacobians", s.Jacobians)
	}
	return text
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
