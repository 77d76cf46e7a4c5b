package ode

import (
	"fmt"
	"math"
	"slices"
)

// Event asks when g(t, u(t)) passes zero. A zero at the very start does not count,
// so that what is thrown from the ground may fly.
//
// A g that is not a number ends the integration with an error. Signs are compared at the ends of each step: a g that passes zero twice within
// one step goes unseen. [Options].MaxStep then helps.
type Event struct {
	Name string

	// G must not modify or keep u.
	G func(t float64, u []float64) float64

	// Terminal ends the integration where the event happens.
	Terminal bool

	// Direction is +1 for zeros where g rises along the integration, −1 for those
	// where it falls, and 0 for both.
	Direction int
}

// Occurrence is an event that happened.
type Occurrence struct {
	Event string // its name
	Index int    // its place in Options.Events
	T     float64
	U     []float64
}

// watch is the events at work.
type watch struct {
	events []Event
	last   []float64 // g at the end of the last step
	state  []float64
	found  []Occurrence // in this step
	err    error        // of the first g that was no number
}

func newWatch(events []Event, t float64, u []float64) *watch {
	w := &watch{events: events, state: make([]float64, len(u))}
	for i := range events {
		w.last = append(w.last, w.value(i, t, u))
	}
	return w
}

// value is g of an event. Without an error for NaN the event would never happen, and
// nobody would know why.
func (w *watch) value(i int, t float64, u []float64) float64 {
	g := w.events[i].G(t, u)
	if math.IsNaN(g) && w.err == nil {
		w.err = fmt.Errorf("event %d (%q): got NaN from G at t = %v", i, w.events[i].Name, t)
	}
	return g
}

// crossed reports whether any event happened on the way to the state u at t, and
// so whether it is worth an interpolant.
func (w *watch) crossed(t float64, u []float64) bool {
	w.found = w.found[:0]
	for i, e := range w.events {
		before, now := w.last[i], w.value(i, t, u)
		w.last[i] = now
		falls, rises := before > 0 && now <= 0, before < 0 && now >= 0
		if falls && e.Direction <= 0 || rises && e.Direction >= 0 {
			w.found = append(w.found, Occurrence{Event: e.Name, Index: i})
		}
	}
	return len(w.found) > 0
}

// locate finds what crossed on the interpolant of the step, in order of time, up
// to and including the first terminal one.
func (w *watch) locate(p *interpolant) (found []Occurrence, terminal bool) {
	for i := range w.found {
		o := &w.found[i]
		o.T = root(func(t float64) float64 {
			p.at(t, w.state)
			return w.events[o.Index].G(t, w.state)
		}, p.t0, p.t0+p.h)
	}
	slices.SortStableFunc(w.found, func(a, b Occurrence) int {
		if math.Abs(a.T-p.t0) < math.Abs(b.T-p.t0) {
			return -1
		}
		if a.T == b.T {
			return 0
		}
		return 1
	})
	for i := range w.found {
		o := &w.found[i]
		o.U = make([]float64, len(w.state))
		p.at(o.T, o.U)
		if w.events[o.Index].Terminal {
			return w.found[:i+1], true
		}
	}
	return w.found, false
}

// root returns a zero of g between a and b, where its signs differ, up to the
// rounding of t: by false position, in the Illinois form that halves an end which
// stays too long, and by bisection every third time, so that no g makes it slow.
func root(g func(t float64) float64, a, b float64) float64 {
	ga, gb := g(a), g(b)
	side := 0
	for i := range 200 {
		if (ga > 0) == (gb > 0) || gb == 0 || math.Abs(b-a) <= 2*ulp(b) {
			break
		}
		t := a + (b-a)*ga/(ga-gb)
		if i%3 == 2 || !(min(a, b) < t && t < max(a, b)) {
			t = a + (b-a)/2
		}
		gt := g(t)
		if (gt > 0) == (ga > 0) && gt != 0 {
			a, ga = t, gt
			if side == 1 {
				gb /= 2
			}
			side = 1
			continue
		}
		b, gb = t, gt
		if side == 2 {
			ga /= 2
		}
		side = 2
	}
	return b
}

// ulp is the distance to the next number after |x|.
func ulp(x float64) float64 {
	x = math.Abs(x)
	return math.Nextafter(x, math.Inf(1)) - x
}
