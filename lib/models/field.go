package models

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Field is the equation u' = f(t, u) that a stage of a network steps through, with the
// samples of a data set for its state: what package ode asks for.
//
//	field, err := net.Field(ctx, 0, digits.Test)
//	us, err := ode.Solve(net.Scheme(), field.At, field.U0, 0, field.T, len(field.Blocks))
//
// gives the network's own activations, and another scheme or another number of steps
// gives those of another network with the same weights. The time is the depth: block i
// has f from t = i·h up to (i+1)·h, with the step size h of the [Step], 1 if that does
// not say. So f jumps from block to block; [Field.Solve] sees to it that a scheme with
// a slope at the end of its step does not look into the next block.
//
// A stage's blocks have one shape. The one that leads into the stage is no step of the
// equation and comes before t = 0.
//
// A state has the values of all samples, each in the order of channels, rows and
// columns. For [Leapfrog] it is the velocities of all samples and then their
// states, and for [Hamiltonian] the first halves of the channels of all samples and
// then the second ones. [Field.State] takes that apart.
type Field struct {
	Blocks []*Block
	U0     []float64 // at t = 0
	Before []float64 // one step earlier, for schemes of two steps; nil where the network begins
	T      float64   // at the end of the stage

	ctx      context.Context
	net      *Net
	c, h, w  int
	means    equation // of all blocks, but for the branches
	sections map[residual]*section
	err      error
}

// Field returns the equation of a stage, 0-based, of a network whose blocks are steps
// of a scheme. ctx stops what is done with it later, too.
func (n *Net) Field(ctx context.Context, stage int, set *data.Set) (*Field, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	f, err := n.field(ctx, stage)
	if err != nil {
		return nil, err
	}
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	r, err := n.route()
	if err != nil {
		return nil, err
	}
	now, before, err := r.upTo(ctx, stage, widened(set.Images))
	if err != nil {
		return nil, err
	}
	f.begin(now, before)
	return f, nil
}

// field is the equation without a state.
func (n *Net) field(ctx context.Context, stage int) (*Field, error) {
	if err := live(ctx); err != nil {
		return nil, err
	}
	if stage < 0 || stage >= len(n.stages) {
		return nil, fmt.Errorf("models: Field: got stage %d of %s, want one from 0 to %d", stage, n.name, len(n.stages)-1)
	}
	s := n.stages[stage]
	if n.config.reversible() {
		return nil, fmt.Errorf("models: Field: got %s, whose blocks are half a step each, want steps of Hamiltonian, which are whole ones, or Reconstruct", n.name)
	}
	f := &Field{ctx: ctx, net: n, Blocks: s.inside(), c: s.C, h: s.H, w: s.W, sections: make(map[residual]*section)}
	if len(f.Blocks) == 0 {
		return nil, fmt.Errorf("models: Field: got stage %d of %s, which has no block but %v, want a deeper network", stage, n.name, s.Blocks[0])
	}
	for _, b := range f.Blocks {
		e, ok := b.update.(solving)
		if !ok || b.Scheme() == nil {
			return nil, fmt.Errorf("models: Field: got %s, whose block %v is no step of an equation, want one with a Step such as Euler in pre-activation", n.name, b)
		}
		if f.means = e.equation(); len(f.means.parts) == 0 {
			return nil, fmt.Errorf("models: Field: got %s, whose branches normalize each of their uses by statistics of its own, want a branch without normalization", n.name)
		}
	}
	f.T = f.means.h * float64(len(f.Blocks))
	return f, nil
}

// check returns an error for a field that [Net.Field] did not make.
func (f *Field) check() error {
	if f == nil || f.net == nil {
		return errors.New("models: got no field, want one from Net.Field")
	}
	return nil
}

// inside are the blocks that keep the stage's shape.
func (s Stage) inside() []*Block {
	if s.Blocks[0].Transition {
		return s.Blocks[1:]
	}
	return s.Blocks
}

// begin sets the state, given the network's states when the stage begins and one step
// before; before is nil where the network begins.
func (f *Field) begin(now, before []float64) {
	f.U0, f.Before, f.err = now, nil, nil
	switch f.means.form {
	case firstOrder:
		f.Before = before
	case secondOrder:
		velocity := make([]float64, len(now))
		for i := range before {
			velocity[i] = (now[i] - before[i]) / f.means.h
		}
		f.U0 = append(velocity, now...)
	case twoStreams:
		y, z := apart(now, f.size()/2)
		f.U0 = append(y, z...)
	}
}

// size is the number of values of a sample.
func (f *Field) size() int { return f.c * f.h * f.w }

// State returns the network's state, sample by sample, given one of the equation; nil of
// one that is not as long as U0.
func (f *Field) State(u []float64) []float64 {
	if len(u) != len(f.U0) {
		return nil
	}
	switch f.means.form {
	case secondOrder:
		return append([]float64(nil), u[len(u)/2:]...)
	case twoStreams:
		return beside(u[:len(u)/2], u[len(u)/2:], f.size()/2)
	}
	return append([]float64(nil), u...)
}

// StepSize is the step that the network takes.
func (f *Field) StepSize() float64 { return f.means.h / float64(f.steps()) }

// steps is how many the network takes in a block.
func (f *Field) steps() int { return max(1, f.means.steps) }

// At is the right side: an [ode.Func]. Times before the stage count as its beginning,
// times after it as its end. Of a state that does not fit, or if the context has ended,
// there is no slope: it returns none, and [Field.Err] says why.
func (f *Field) At(t float64, u []float64) []float64 { return f.slope(f.block(t), u) }

// Of is the right side of the block with the given index at all times.
func (f *Field) Of(block int) ode.Func {
	return func(_ float64, u []float64) []float64 { return f.slope(block, u) }
}

// Problem is the initial value problem, for [ode.Integrate] and [ode.Differentiate].
func (f *Field) Problem() ode.Problem { return ode.Problem{F: f.At, U0: f.U0, T1: f.T} }

// Err is the first thing that kept the right side from being evaluated.
func (f *Field) Err() error { return f.err }

// block is the index of the one at a time, which rounding has perhaps left just before
// its block.
func (f *Field) block(t float64) int {
	return f.within(math.Floor(t/f.means.h + 1e-9))
}

// within is the index of a block that is nearest, 0 of NaN, which steps of a size that
// overflows lead to.
func (f *Field) within(index float64) int {
	if !(index > 0) {
		return 0
	}
	return int(min(index, float64(len(f.Blocks)-1)))
}

func (f *Field) slope(block int, u []float64) []float64 {
	if err := f.check(); err != nil {
		f.err = err
		return nil
	}
	du, err := f.evaluate(block, u)
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("models: Field of %s: %w", f.net.name, err)
	}
	return du
}

func (f *Field) evaluate(block int, u []float64) ([]float64, error) {
	switch {
	case block < 0 || block >= len(f.Blocks):
		return nil, fmt.Errorf("got block %d, want one from 0 to %d", block, len(f.Blocks)-1)
	case len(u) != len(f.U0):
		return nil, fmt.Errorf("got a state of %d values, want %d", len(u), len(f.U0))
	}
	parts := f.Blocks[block].update.(solving).equation().parts
	half := len(u) / 2
	switch f.means.form {
	case secondOrder:
		force, err := f.branch(parts[0], f.c, u[half:])
		return append(force, u[:half]...), err
	case twoStreams:
		y, errY := f.branch(parts[0], f.c/2, u[half:])
		z, errZ := f.branch(parts[1], f.c/2, u[:half])
		for i := range y {
			y[i] = -y[i]
		}
		return append(y, z...), errors.Join(errY, errZ)
	}
	return f.branch(parts[0], f.c, u)
}

// branch evaluates a block's branch for states of so many channels.
func (f *Field) branch(layers residual, channels int, x []float64) ([]float64, error) {
	s := f.sections[layers]
	if s == nil {
		var err error
		batch := min(evaluationBatch, max(1, len(x)/(channels*f.h*f.w)))
		s, err = f.net.section(batch, channels, f.h, f.w, func(b *nn.Builder, x nn.Node) nn.Node { return evaluate(b, layers, x) })
		if err != nil {
			return nil, err
		}
		f.sections[layers] = s
	}
	return s.of(f.ctx, x)
}

func widened(values []float32) []float64 {
	wide := make([]float64, len(values))
	for i, v := range values {
		wide[i] = float64(v)
	}
	return wide
}
