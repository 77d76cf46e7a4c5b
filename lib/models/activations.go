package models

import (
	"context"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
)

// ActivationNorms returns how large the state behind each block is: the root of the
// mean square of its values, over all samples of a set. In a residual network of
// pre-activation blocks it grows with the depth, as each adds its branch; the head's
// normalization takes that back.
//
// Normalization uses the running statistics. Each block is asked by a graph that
// ends there, which together costs half as many passes over the set as there are
// blocks: some hundred samples will do. It stops with ctx's error when ctx ends.
func (n *Net) ActivationNorms(ctx context.Context, set *data.Set) ([]float64, error) {
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	norms := make([]float64, 0, len(n.Blocks()))
	for _, s := range n.stages {
		for range s.Blocks {
			norm, err := n.activationNorm(ctx, len(norms)+1, s.C*s.H*s.W, set)
			if err != nil {
				return nil, fmt.Errorf("models: ActivationNorms: behind block %d: %w", len(norms), err)
			}
			norms = append(norms, norm)
		}
	}
	return norms, nil
}

// activationNorm measures the state, of so many values, behind the first so many
// blocks.
func (n *Net) activationNorm(ctx context.Context, depth, values int, set *data.Set) (float64, error) {
	if err := live(ctx); err != nil {
		return 0, err
	}
	headless := *n
	headless.head = nil
	size := n.sampleSize()
	count := len(set.Images) / size
	r, err := headless.compile(nn.Options{Batch: min(evaluationBatch, count)}, Objective{}, depth)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	state := make([]float32, min(evaluationBatch, count)*values)
	for at := 0; at < count; at += evaluationBatch {
		end := min(at+evaluationBatch, count)
		if err := r.Load(set.Images[at*size : end*size]); err != nil {
			return 0, err
		}
		if err := r.Run(ctx); err != nil {
			return 0, err
		}
		part := state[:(end-at)*values]
		if err := r.Read(part); err != nil {
			return 0, err
		}
		for _, v := range part {
			sum += float64(v) * float64(v)
		}
	}
	return math.Sqrt(sum / float64(count) / float64(values)), nil
}
