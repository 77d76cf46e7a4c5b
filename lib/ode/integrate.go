package ode

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Saving says which states a solution keeps.
type Saving int

const (
	EveryStep Saving = iota // and the interpolants between, for [Solution.At]
	LastOnly                // the first state and the last
	timesOnly               // the first state, and the times of all steps
)

// Options says how to integrate. The zero value does well on problems that are
// not stiff.
type Options struct {
	// Method is the scheme; nil means DormandPrince. One of one step chooses its
	// steps: by its second weights where it has them, and else by taking each step
	// in two halves too, at three times the cost of equal steps. Every other needs
	// Steps.
	Method Scheme

	// Steps, if not 0, asks for that many equal steps instead of chosen ones: all
	// the fields below from RelTol to MaxSteps then count for nothing.
	Steps int

	// A step is accepted if the root mean square over the state's values of
	// error / (AbsTol + RelTol·|u|) is at most 1.
	RelTol float64 // 0 means 1e-6
	AbsTol float64 // 0 means 1e-9

	Controller Controller // the zero value is PI()
	FirstStep  float64    // the size of the first step; 0 means: find one
	MaxStep    float64    // 0 means no limit
	MaxSteps   int        // accepted or not; 0 means 1,000,000

	Events []Event

	// Save says which states to keep; At, if not empty, asks for those at these
	// times instead, which lie between T0 and T1 in the direction of integration.
	Save Saving
	At   []float64
}

// Integrate solves p from T0 to T1, with steps whose size it chooses so that the
// estimated error of each stays within the tolerance, or with equal ones.
//
//	sol, err := ode.Integrate(ctx, ode.Problem{F: f, U0: u0, T1: 10}, ode.Options{})
//	sol.Last()      // u(10)
//	sol.At(2.5)     // u(2.5)
//
// It ends at T1, at a terminal event, or with a [*Failure] that says at which t
// and why; in that case the solution so far comes with the error. When ctx ends,
// it fails with the reason that ctx has.
func Integrate(ctx context.Context, p Problem, o Options) (*Solution, error) {
	o = o.withDefaults()
	if err := o.check(p); err != nil {
		return nil, fmt.Errorf("ode: Integrate with %s: %w", o.Method.Name(), err)
	}
	if ctx == nil {
		return nil, fmt.Errorf("ode: Integrate with %s: %w", o.Method.Name(), errNoContext)
	}
	s := newStepper(p, &o)
	if s.errorOrder() == 0 && o.Steps == 0 {
		return nil, fmt.Errorf("ode: Integrate with %s: %w", o.Method.Name(), errNoEstimate)
	}
	r := newRun(ctx, p, &o, s)
	if err := r.begin(); err != nil {
		return r.sol, r.failure(err)
	}
	for !r.done {
		if err := r.advance(); err != nil {
			return r.sol, r.failure(err)
		}
	}
	r.finish()
	return r.sol, nil
}

var errNoContext = errors.New("got no context, want one such as context.Background()")

var errNoEstimate = errors.New("got a scheme that cannot choose its steps, want a number of Steps, or a scheme of one step and speed 1 such as DormandPrince, or KenCarp4 for a stiff problem")

func (o Options) withDefaults() Options {
	if o.Method == nil {
		o.Method = DormandPrince
	}
	if o.RelTol == 0 {
		o.RelTol = 1e-6
	}
	if o.AbsTol == 0 {
		o.AbsTol = 1e-9
	}
	if o.MaxStep == 0 {
		o.MaxStep = math.Inf(1)
	}
	if o.MaxSteps == 0 {
		o.MaxSteps = 1_000_000
	}
	o.Controller = o.Controller.withDefaults()
	return o
}

func (o *Options) check(p Problem) error {
	if err := o.Method.Check(); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	if !(o.RelTol > 0 && o.AbsTol > 0 && finite(o.RelTol) && finite(o.AbsTol)) {
		return fmt.Errorf("got the tolerances %v and %v, want positive ones", o.RelTol, o.AbsTol)
	}
	if o.MaxSteps < 0 || o.Steps < 0 {
		return fmt.Errorf("got %d steps and at most %d, want at least 1", o.Steps, o.MaxSteps)
	}
	if !(o.FirstStep >= 0 && finite(o.FirstStep) && o.MaxStep > 0) {
		return fmt.Errorf("got the first step %v and the largest %v, want positive ones: the direction follows from T0 and T1", o.FirstStep, o.MaxStep)
	}
	if o.Save < EveryStep || o.Save > timesOnly {
		return fmt.Errorf("got %d as what to save, want EveryStep or LastOnly", o.Save)
	}
	if err := o.checkTimes(p); err != nil {
		return err
	}
	for i, e := range o.Events {
		if err := e.check(); err != nil {
			return fmt.Errorf("event %d (%q): %w", i, e.Name, err)
		}
	}
	return o.Controller.check()
}

func (o *Options) checkTimes(p Problem) error {
	before := p.T0
	for _, t := range o.At {
		if !((t-before)*(p.T1-p.T0) >= 0 && (p.T1-t)*(p.T1-p.T0) >= 0 && finite(t)) {
			return fmt.Errorf("got the time %v after %v to save at, want times in order from %v to %v", t, before, p.T0, p.T1)
		}
		before = t
	}
	return nil
}
