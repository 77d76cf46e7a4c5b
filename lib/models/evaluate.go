package models

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/nn"
)

// Evaluation is how well a network does on a data set.
type Evaluation struct {
	Error   float64 // top-1 error in percent; NaN for regression
	Loss    float64 // mean cross-entropy, or mean squared error
	Samples int
}

// String is the evaluation on one line.
func (e Evaluation) String() string {
	if math.IsNaN(e.Error) {
		return fmt.Sprintf("mean squared error %.3g on %d samples", e.Loss, e.Samples)
	}
	return fmt.Sprintf("top-1 error %.2f %%, loss %.4f on %d samples", e.Error, e.Loss, e.Samples)
}

// Predict returns the network's outputs for each sample of a set in order:
// logits, or for vectors the mapped state. Normalization uses the running
// statistics.
//
// It compiles a graph of its own for up to 64 samples at a time, so several
// goroutines may predict at once. When ctx ends it stops at the next operation,
// with ctx's error.
func (n *Net) Predict(ctx context.Context, set *data.Set) ([][]float32, error) {
	return n.predict(ctx, set, 0)
}

// predict is Predict with so many threads, 0 for all.
func (n *Net) predict(ctx context.Context, set *data.Set, threads int) ([][]float32, error) {
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	if err := live(ctx); err != nil {
		return nil, err
	}
	size, outputs := n.sampleSize(), n.Outputs()
	count := len(set.Images) / size
	r, err := n.Compile(nn.Options{Batch: min(evaluationBatch, count), Threads: threads}, NoLoss)
	if err != nil {
		return nil, err
	}
	flat := make([]float32, count*outputs)
	for at := 0; at < count; at += evaluationBatch {
		end := min(at+evaluationBatch, count)
		if err := r.Load(set.Images[at*size : end*size]); err != nil {
			return nil, err
		}
		if err := r.Run(ctx); err != nil {
			return nil, err
		}
		if err := r.Read(flat[at*outputs : end*outputs]); err != nil {
			return nil, err
		}
	}
	rows := make([][]float32, count)
	for i := range rows {
		rows[i] = flat[i*outputs : (i+1)*outputs : (i+1)*outputs]
	}
	return rows, nil
}

// live returns why nothing should begin under a context.
func live(ctx context.Context) error {
	if ctx == nil {
		return errors.New("models: got no context, want one such as context.Background()")
	}
	return ctx.Err()
}

// Evaluate measures a network on a set with labels or targets, which must be
// valid (see [data.Set.Validate]). A sample with logits that are not finite counts
// as wrong.
func (n *Net) Evaluate(ctx context.Context, set *data.Set) (Evaluation, error) {
	return n.EvaluateWith(ctx, set, 0)
}

// EvaluateWith is [Net.Evaluate] with so many threads, 0 for as many as Go may use. The
// result does not depend on it.
func (n *Net) EvaluateWith(ctx context.Context, set *data.Set, threads int) (Evaluation, error) {
	if err := n.Fits(set); err != nil {
		return Evaluation{}, err
	}
	if err := set.Validate(); err != nil {
		return Evaluation{}, fmt.Errorf("models: Evaluate: %w", err)
	}
	out, err := n.predict(ctx, set, threads)
	if err != nil {
		return Evaluation{}, err
	}
	return Measure(out, set)
}

// Measure compares outputs, one row per sample, with a set's labels or targets.
// The rows must be of one length.
func Measure(out [][]float32, set *data.Set) (Evaluation, error) {
	if err := measurable(out, set); err != nil {
		return Evaluation{}, err
	}
	switch {
	case len(set.Labels) == len(out):
		return measureLabels(out, set.Labels)
	case len(set.Targets) == len(out)*len(out[0]):
		return measureTargets(out, set.Targets), nil
	}
	return Evaluation{}, fmt.Errorf("models: Measure: got %d labels and %d target values for %d samples with %d outputs each, want one label or as many target values as outputs per sample",
		len(set.Labels), len(set.Targets), len(out), len(out[0]))
}

func measurable(out [][]float32, set *data.Set) error {
	switch {
	case set == nil:
		return errors.New("models: Measure: got no data set")
	case len(out) == 0:
		return errors.New("models: Measure: got no samples, want at least 1")
	}
	for i, row := range out {
		if len(row) == 0 || len(row) != len(out[0]) {
			return fmt.Errorf("models: Measure: got %d outputs for sample %d, want as many for each, at least 1 (%d for sample 0)", len(row), i, len(out[0]))
		}
	}
	return nil
}

func measureLabels(out [][]float32, labels []int) (Evaluation, error) {
	var m Meter
	for i, logits := range out {
		if labels[i] < 0 || labels[i] >= len(logits) {
			return Evaluation{}, fmt.Errorf("models: Measure: got label %d for sample %d, want one in [0, %d)", labels[i], i, len(logits))
		}
		m.Add(logits, labels[i])
	}
	return m.Evaluation(), nil
}

func measureTargets(out [][]float32, targets []float32) Evaluation {
	sum := 0.0
	for i, row := range out {
		for j, y := range row {
			d := float64(y) - float64(targets[i*len(row)+j])
			sum += d * d
		}
	}
	return Evaluation{Error: math.NaN(), Loss: sum / float64(len(targets)), Samples: len(out)}
}

// Fits returns an error if a set's samples are not what the network takes.
func (n *Net) Fits(set *data.Set) error {
	if err := n.check(); err != nil {
		return err
	}
	switch size := n.sampleSize(); {
	case set == nil:
		return fmt.Errorf("models: %s: got no data set", n.name)
	case set.Shape != n.config.Input:
		return fmt.Errorf("models: %s: got samples of shape %v, want %v", n.name, set.Shape, n.config.Input)
	case len(set.Images) == 0 || len(set.Images)%size != 0:
		return fmt.Errorf("models: %s: got %d image values, want a positive multiple of %d", n.name, len(set.Images), size)
	}
	return nil
}

func (n *Net) sampleSize() int {
	in := n.config.Input
	return in[0] * in[1] * in[2]
}
