package ode

import (
	"fmt"
	"math"
)

// try tries one step and either accepts it or makes the next try smaller.
func (r *run) try() error {
	if r.tries == r.o.MaxSteps {
		return r.tooMany()
	}
	r.tries++
	end, h := r.nextTime()
	if h == 0 {
		return fmt.Errorf("%w: FirstStep or MaxStep is too small for this t", ErrStepTooSmall)
	}
	stepErr := r.s.step(r.f, r.t, h, r.u, r.slope, r.next, r.endSlope, r.err)
	if r.f.err != nil {
		return r.f.err
	}
	e := math.Inf(1)
	if stepErr == nil {
		e = r.o.scaled(r.err, r.u, r.next)
	}
	if !(e <= 1 && allFinite(r.endSlope)) {
		return r.reject(h, e, stepErr)
	}
	r.accept(end, h)
	factor := r.c.accepted(e)
	if r.rejected { // what just failed is not worth trying at once
		factor = min(factor, 1)
		r.rejected = false
	}
	r.h = math.Abs(h) * factor
	return nil
}

func (r *run) tooMany() error {
	tried := fmt.Errorf("%w: %d tried, of which %d rejected", ErrTooManySteps, r.tries, r.sol.Stats.Rejected)
	if why := r.stiffness(); why != "" {
		return fmt.Errorf("%w; %s", tried, why)
	}
	return tried
}

// nextTime returns the end of the step to try and its size. The last one ends at
// T1 exactly, and stretches a little so as not to leave a crumb for another. So
// does a step to each time that is asked for, if the cubic is worse than the steps.
func (r *run) nextTime() (end, h float64) {
	r.h = min(r.h, r.o.MaxStep)
	target := r.p.T1
	if r.coarse() && len(r.save.times) > 0 {
		target = r.save.times[0]
	}
	rest := math.Abs(target - r.t)
	if rest <= r.h*(1+1e-10) {
		return target, target - r.t
	}
	end = r.t + r.direction*r.h
	return end, end - r.t
}

// reject makes the next try smaller, unless t could not tell it from none.
func (r *run) reject(h, e float64, reason error) error {
	r.sol.Stats.Rejected++
	r.rejected = true
	if math.IsNaN(e) || e <= 1 {
		e = math.Inf(1)
	}
	r.h = math.Abs(h) * r.c.rejected(e)
	if r.h > 10*ulp(r.t) {
		return nil
	}
	switch {
	case reason != nil:
		return fmt.Errorf("%w: %w", ErrStepTooSmall, reason)
	case math.IsInf(e, 1):
		return fmt.Errorf("%w: %w however small the step", ErrStepTooSmall, ErrNotFinite)
	}
	return fmt.Errorf("%w: the solution may end here, or be stiff or not smooth", ErrStepTooSmall)
}
