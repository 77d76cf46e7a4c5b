package ode

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Event asks when g(t, u(t)) passes zero. A zero at the very start does not count,
// so that what is thrown from the ground may fly.
//
// Signs are compared at the ends of each step and at three times between them: a g
// that passes zero twice within a quarter of a step goes unseen. [Options].MaxStep
// then helps. A g that is not a number at the end of a step ends the integration
// with an error.
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

func (e Event) check() error {
	if e.G == nil {
		return errors.New("got no function G, want g(t, u)")
	}
	if e.Direction < -1 || e.Direction > 1 {
		return fmt.Errorf("got the direction %d, want 1 where G rises, -1 where it falls, or 0 for both", e.Direction)
	}
	return nil
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
	found  []crossing // in this step
	err    error      // of the first g that was no number
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

// crossing is an event that happens between two times.
type crossing struct {
	Occurrence
	from, to float64
}

// looks is into how many parts a step is cut to see g change its sign.
const looks = 4

// crossed reports whether any event happened in the step of p to the state u at end.
func (w *watch) crossed(p *interpolant, end float64, u []float64) bool {
	w.found = w.found[:0]
	for i := range w.events {
		w.look(i, p, end, u)
	}
	return len(w.found) > 0
}

// look collects the changes of sign of one event's g.
func (w *watch) look(i int, p *interpolant, end float64, u []float64) {
	e, known := w.events[i], len(w.found)
	changes, from, before := 0, p.t0, w.last[i]
	for part := 1; part <= looks; part++ {
		t, now := end, 0.0
		if part < looks {
			t = p.t0 + p.h*float64(part)/looks
			p.at(t, w.state)
			now = e.G(t, w.state)
		} else {
			now = w.value(i, t, u)
		}
		if math.IsNaN(now) {
			continue
		}
		falls, rises := before > 0 && now <= 0, before < 0 && now >= 0
		if falls || rises {
			changes++
		}
		if falls && e.Direction <= 0 || rises && e.Direction >= 0 {
			w.found = append(w.found, crossing{Occurrence{Event: e.Name, Index: i}, from, t})
		}
		from, before = t, now
	}
	if changes == 1 && len(w.found) > known && w.last[i] != 0 {
		// Between the ends the signs differ whatever the interpolant says.
		w.found[known].from, w.found[known].to = p.t0, end
	}
	w.last[i] = before
}

// locate finds what crossed in the step, with the states within it, in order of
// time from t0 on, up to and including the first terminal one.
func (w *watch) locate(t0 float64, state func(t float64, u []float64)) (found []Occurrence, terminal bool) {
	for i := range w.found {
		o := &w.found[i]
		o.T = root(func(t float64) float64 {
			state(t, w.state)
			return w.events[o.Index].G(t, w.state)
		}, o.from, o.to)
	}
	slices.SortStableFunc(w.found, func(a, b crossing) int {
		return cmp.Compare(math.Abs(a.T-t0), math.Abs(b.T-t0))
	})
	for _, o := range w.found {
		o.U = make([]float64, len(w.state))
		state(o.T, o.U)
		found = append(found, o.Occurrence)
		if w.events[o.Index].Terminal {
			return found, true
		}
	}
	return found, false
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
