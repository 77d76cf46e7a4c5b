package ode

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

// run is one integration under way. Its slices are those of one step and are
// used again for the next.
type run struct {
	ctx  context.Context
	p    Problem
	o    *Options
	f    *field
	s    stepper
	c    *control
	save *recorder

	t, h           float64 // where it is, and the size of the step to try
	direction      float64 // +1 or −1
	u, slope       []float64
	next, endSlope []float64
	err            []float64

	watch    *watch
	inside   interpolant
	own      interpolating // the stepper, if it brings its own interpolant
	tries    int
	percent  int
	rejected bool // the last try was
	done     bool
	sol      *Solution
}

func newRun(ctx context.Context, p Problem, o *Options, s stepper) *run {
	d := len(p.U0)
	memory := make([]float64, 5*d)
	part := func(i int) []float64 { return memory[i*d : (i+1)*d : (i+1)*d] }
	r := &run{
		ctx: ctx, p: p, o: o, f: newField(ctx, p), s: s,
		t: p.T0, direction: math.Copysign(1, p.T1-p.T0),
		u: part(0), slope: part(1), next: part(2), endSlope: part(3), err: part(4),
		sol: &Solution{scheme: o.Method.Name()},
	}
	copy(r.u, p.U0)
	degree := 3
	if own, ok := s.(interpolating); ok && own.degree() > 0 {
		r.own, degree = own, own.degree()
	}
	r.inside.poly = make([]float64, degree*d)
	r.save = newRecorder(r.sol, o)
	return r
}

// begin saves the initial state, evaluates the first slope and chooses the first
// step.
func (r *run) begin() error {
	r.save.start(r.t, r.u)
	r.f.at(r.t, r.u, r.slope)
	switch {
	case r.f.err != nil:
		return r.f.err
	case !allFinite(r.slope):
		return ErrNotFinite
	case r.p.T1 == r.p.T0:
		r.done = true
		return nil
	}
	r.watch = newWatch(r.o.Events, r.t, r.u)
	if r.watch.err != nil {
		return r.watch.err
	}
	if r.o.Steps > 0 {
		return nil
	}
	r.c = newControl(r.o.Controller, r.s.errorOrder())
	r.h = r.o.FirstStep
	if r.h == 0 {
		r.h = r.o.firstStep(r.f, r.t, r.p.T1-r.t, r.u, r.slope, r.s.errorOrder())
	}
	return r.f.err
}

// advance takes one step: of a chosen size or of the given one.
func (r *run) advance() error {
	if r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	step := r.try
	if r.o.Steps > 0 {
		step = r.march
	}
	if err := step(); err != nil {
		return err
	}
	return r.watch.err
}

// march takes one of the equal steps. Its size is the same for all, though the
// times that it leads between are rounded.
func (r *run) march() error {
	r.h = math.Abs(r.p.T1-r.p.T0) / float64(r.o.Steps)
	end := r.o.equalTime(r.p, r.sol.Stats.Accepted+1)
	h := r.direction * r.h
	if err := r.s.step(r.f, r.t, h, r.u, r.slope, r.next, r.endSlope, r.err); err != nil || r.f.err != nil {
		return cmp.Or(r.f.err, err)
	}
	if !allFinite(r.next) || !allFinite(r.endSlope) {
		return fmt.Errorf("%w after the step", ErrNotFinite)
	}
	r.accept(end, h)
	return nil
}

// equalTime returns the end of step i of equal ones.
func (o *Options) equalTime(p Problem, i int) float64 {
	if i == o.Steps {
		return p.T1
	}
	return p.T0 + (p.T1-p.T0)*float64(i)/float64(o.Steps)
}

// accept makes the end of the step the present, after looking at what lies inside
// it: events and times to save at.
func (r *run) accept(end, h float64) {
	r.sol.Stats.Accepted++
	if len(r.o.Events) > 0 || r.save.wants(end, r.direction) {
		r.interpolate(h)
	}
	happened := r.watch.crossed(&r.inside, end, r.next)
	stop := false
	if happened {
		var found []Occurrence
		found, stop = r.watch.locate(r.t, r.within())
		r.sol.Events = append(r.sol.Events, found...)
		if last := found[len(found)-1]; stop {
			end = last.T
			copy(r.next, last.U)
		}
	}
	r.save.step(&r.inside, end, r.next, r.direction)
	r.t = end
	r.u, r.next = r.next, r.u
	r.slope, r.endSlope = r.endSlope, r.slope
	r.done = stop || end == r.p.T1
	r.report()
}

// coarse reports whether the interpolant is worse than the steps.
func (r *run) coarse() bool { return r.own == nil && r.s.errorOrder() > 4 }

// within returns what knows the state at a time in the step: the interpolant, or
// where that is coarse another step to there.
func (r *run) within() func(t float64, u []float64) {
	if !r.coarse() {
		return r.inside.at
	}
	slope, estimate := make([]float64, len(r.u)), make([]float64, len(r.u))
	return func(t float64, u []float64) {
		if t == r.t || r.s.step(r.f, r.t, t-r.t, r.u, r.slope, u, slope, estimate) != nil {
			r.inside.at(t, u)
		}
	}
}

func (r *run) interpolate(h float64) {
	r.inside.t0, r.inside.h, r.inside.u0 = r.t, h, r.u
	if r.own != nil {
		r.own.within(h, r.inside.poly)
		return
	}
	r.inside.hermite(r.slope, r.next, r.endSlope)
}

// report tells of progress once for each hundredth of the way.
func (r *run) report() {
	percent := int(100 * (r.t - r.p.T0) / (r.p.T1 - r.p.T0))
	if percent == r.percent || progress.From(r.ctx) == nil {
		return
	}
	r.percent = percent
	progress.Report(r.ctx, "integrate with "+r.o.Method.Name(), percent, 100, map[string]float64{"t": r.t, "h": r.h})
}

// finish completes the statistics and the saved states.
func (r *run) finish() {
	r.sol.Stats.Evaluations = r.f.evals
	r.sol.Stats.Jacobians = jacobiansOf(r.s)
	r.save.finish(r.t, r.u)
}

// failure wraps the reason and completes the solution so far.
func (r *run) failure(err error) error {
	r.finish()
	return &Failure{Scheme: r.o.Method.Name(), T: r.t, H: r.direction * r.h, Reason: err}
}
