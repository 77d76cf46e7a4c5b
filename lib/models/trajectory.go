package models

import (
	"context"
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
)

// Trajectory returns the states that the samples of a set pass through in a
// network of vectors (a [Dense] or [Linear] branch): the input and the state after each
// block, read as the solution of an ODE scheme at t = 0, 1, 2, …
//
// The result has shape [blocks+1][samples·d] with a sample's d values side by
// side, the layout of ode.Solve for a state that holds all samples. It stops
// with ctx's error when ctx ends, and fails for networks of images, whose states
// differ in shape.
func (n *Net) Trajectory(ctx context.Context, set *data.Set) ([][]float64, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	if n.head != nil {
		return nil, fmt.Errorf("models: Trajectory: got %s, a network of images, want one of vectors, with a Dense branch or a Linear one", n.name)
	}
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	if err := live(ctx); err != nil {
		return nil, err
	}
	states := make([][]float64, 0, len(n.Blocks())+1)
	for depth := range len(n.Blocks()) + 1 {
		state, err := n.stateAt(ctx, depth, set)
		if err != nil {
			return nil, err
		}
		states = append(states, state)
	}
	return states, nil
}

// stateAt runs the first so many blocks. Each depth is a graph of its own: a
// compiled graph keeps only its output, and those of vectors are small.
func (n *Net) stateAt(ctx context.Context, depth int, set *data.Set) ([]float64, error) {
	state := make([]float64, len(set.Images))
	if depth == 0 {
		for i, v := range set.Images {
			state[i] = float64(v)
		}
		return state, nil
	}
	r, err := n.compile(nn.Options{Batch: set.Len()}, Objective{}, depth)
	if err != nil {
		return nil, err
	}
	if err := r.Load(set.Images); err != nil {
		return nil, err
	}
	if err := r.Run(ctx); err != nil {
		return nil, err
	}
	out := make([]float32, len(set.Images))
	if err := r.Read(out); err != nil {
		return nil, err
	}
	for i, v := range out {
		state[i] = float64(v)
	}
	return state, nil
}
