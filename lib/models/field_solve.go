package models

import (
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// maxSolveSteps bounds the steps that Solve takes through a stage.
const maxSolveSteps = 1 << 20

// Solve goes through the stage by a scheme in equal steps, as many as said, and
// returns the states of the equation at the beginning and after each step. A nil scheme
// stands for each block's own, and 0 steps for as many as the network takes: with both
// the states are the network's activations.
//
// Within a step the blocks are those that it passes: a slope at the end of a step is
// that of the block which ends there. A scheme of several steps begins in its own way,
// unless the scheme and the steps are the network's, which knows the state before.
func (f *Field) Solve(scheme ode.Scheme, steps int) ([][]float64, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	own := f.steps() * len(f.Blocks)
	if steps == 0 {
		steps = own
	}
	if steps < 0 || steps > maxSolveSteps {
		return nil, fmt.Errorf("models: Field of %s: got %d steps, want 0 (as many as the network takes) to %d", f.net.name, steps, maxSolveSteps)
	}
	past := [][]float64{f.U0} // the last state first
	if scheme == nil && steps == own && f.Before != nil {
		past = append(past, f.Before)
	}
	states, h := [][]float64{f.U0}, f.T/float64(steps)
	for i := range steps {
		t := h * float64(i)
		next, err := f.step(scheme, t, h, past)
		if err != nil {
			return nil, err
		}
		states = append(states, next)
		past = append([][]float64{next}, past...)
		past = past[:min(len(past), maxPast)]
	}
	return states, nil
}

// maxPast is how many states the longest known scheme looks back to.
const maxPast = 16

// step takes one step from the states that are known.
func (f *Field) step(scheme ode.Scheme, t, h float64, past [][]float64) ([]float64, error) {
	if scheme == nil {
		scheme = f.Blocks[f.block(t)].Scheme()
	}
	if scheme.Steps() > maxPast {
		return nil, fmt.Errorf("models: Field of %s: got the scheme %s of %d steps, want at most %d", f.net.name, scheme.Name(), scheme.Steps(), maxPast)
	}
	last := f.passed(t + h)
	slope := func(at float64, u []float64) []float64 { return f.slope(min(f.block(at), last), u) }
	next, err := scheme.Step(slope, t, h, past)
	if f.err != nil {
		return nil, f.err
	}
	if err != nil {
		return nil, fmt.Errorf("models: Field of %s: %w", f.net.name, err)
	}
	return next, nil
}

// passed is the index of the last block that has been gone through, wholly or in part, by
// a time: at the boundary of two, up to rounding, the one that ends there.
func (f *Field) passed(t float64) int {
	return f.within(math.Ceil(t/f.means.h-1e-9) - 1)
}

// Activations returns the states that the network itself has in the stage: at its
// beginning and after each block, computed by the graph that predicts. They are in the
// layout of [Field.State].
func (f *Field) Activations() ([][]float64, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	now := f.State(f.U0)
	before := f.before(now)
	s, err := f.net.section(min(evaluationBatch, len(now)/f.size()), 2*f.c, f.h, f.w, func(b *nn.Builder, x nn.Node) nn.Node {
		at := state{b.Slice(x, 0, f.c), b.Slice(x, f.c, 2*f.c), 1}
		all := []nn.Node{at.now}
		for _, block := range f.Blocks {
			at = block.update.forward(b, at)
			all = append(all, at.now)
		}
		return b.Concat(all...)
	})
	if err != nil {
		return nil, err
	}
	flat, err := s.of(f.ctx, beside(now, before, f.size()))
	if err != nil {
		return nil, err
	}
	states := make([][]float64, len(f.Blocks)+1)
	for i := 0; i < len(flat); i += f.size() {
		k := i / f.size() % len(states)
		states[k] = append(states[k], flat[i:i+f.size()]...)
	}
	return states, nil
}

// before is the network's state before the stage begins, now if there is none.
func (f *Field) before(now []float64) []float64 {
	switch {
	case f.means.form == secondOrder:
		before := make([]float64, len(now))
		for i := range now {
			before[i] = now[i] - f.means.h*f.U0[i]
		}
		return before
	case f.Before != nil:
		return f.Before
	}
	return now
}
