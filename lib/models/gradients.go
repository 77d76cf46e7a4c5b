package models

import (
	"context"
	"fmt"
	"math"
	"strings"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
)

// GradientNorms returns how large the gradient of the loss is by the learned parameters of
// each block, for a set with labels (cross-entropy) or targets (mean squared error):
// where it explodes or vanishes on its way back through a deep network, the first blocks
// have gradients of another size than the last.
//
// The set is one batch: some hundred samples will do. Normalization uses the batch's
// statistics, as in training, and nothing of the network is changed. A block without
// learned parameters has norm 0. It stops with ctx's error when ctx ends.
func (n *Net) GradientNorms(ctx context.Context, set *data.Set) ([]float64, error) {
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	if err := set.Validate(); err != nil {
		return nil, fmt.Errorf("models: GradientNorms: %w", err)
	}
	if err := live(ctx); err != nil {
		return nil, err
	}
	loss := CrossEntropy
	if set.Regression() {
		loss = SquaredError
	}
	r, err := n.Compile(nn.Options{Batch: set.Len(), Training: true}, loss)
	if err != nil {
		return nil, fmt.Errorf("models: GradientNorms: %w", err)
	}
	if err := r.back(ctx, set); err != nil {
		return nil, fmt.Errorf("models: GradientNorms: %w", err)
	}
	return n.perBlock(r.Params())
}

// back runs a set as one batch.
func (r *Runner) back(ctx context.Context, set *data.Set) error {
	err := r.Load(set.Images)
	switch {
	case err != nil:
	case set.Regression():
		err = r.Targets(set.Targets)
	default:
		err = r.Labels(set.Labels)
	}
	if err != nil {
		return err
	}
	return r.Run(ctx)
}

// perBlock adds up the squares of gradients block by block.
func (n *Net) perBlock(params []gorgonia.ValueGrad) ([]float64, error) {
	blocks := n.Blocks()
	norms := make([]float64, len(blocks))
	for _, p := range params {
		name := p.(gorgonia.Namer).Name()
		for i, b := range blocks {
			if !strings.HasPrefix(name, b.Name+".") {
				continue
			}
			square, err := sumOfSquares(p)
			if err != nil {
				return nil, fmt.Errorf("models: GradientNorms: gradient of %s: %w", name, err)
			}
			norms[i] += square
		}
	}
	for i := range norms {
		norms[i] = math.Sqrt(norms[i])
	}
	return norms, nil
}

func sumOfSquares(p gorgonia.ValueGrad) (float64, error) {
	grad, err := p.Grad()
	if err != nil {
		return 0, err
	}
	sum := 0.0
	switch values := grad.Data().(type) {
	case []float32:
		for _, g := range values {
			sum += float64(g) * float64(g)
		}
	case []float64:
		for _, g := range values {
			sum += g * g
		}
	}
	return sum, nil
}
