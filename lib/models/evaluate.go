package models

import (
	"context"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
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
// It stops between batches when ctx ends, with ctx's error.
func (n *Net) Predict(ctx context.Context, set *data.Set) ([][]float32, error) {
	if err := n.Fits(set); err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	r, err := n.evaluator()
	if err != nil {
		return nil, err
	}
	size, outputs := n.sampleSize(), n.Outputs()
	count := len(set.Images) / size
	flat := make([]float32, count*outputs)
	for at := 0; at < count; at += evaluationBatch {
		end := min(at+evaluationBatch, count)
		if err := r.Load(set.Images[at*size : end*size]); err != nil {
			return nil, err
		}
		if err := r.Run(ctx); err != nil {
			return nil, err
		}
		r.Read(flat[at*outputs : end*outputs])
	}
	rows := make([][]float32, count)
	for i := range rows {
		rows[i] = flat[i*outputs : (i+1)*outputs : (i+1)*outputs]
	}
	return rows, nil
}

// Evaluate measures a network on a set with labels or targets.
func (n *Net) Evaluate(ctx context.Context, set *data.Set) (Evaluation, error) {
	out, err := n.Predict(ctx, set)
	if err != nil {
		return Evaluation{}, err
	}
	return Measure(out, set)
}

// Measure compares outputs, one row per sample, with a set's labels or targets.
func Measure(out [][]float32, set *data.Set) (Evaluation, error) {
	switch {
	case len(out) == 0:
		return Evaluation{}, fmt.Errorf("models: Measure: got no samples, want at least 1")
	case len(set.Labels) == len(out):
		return measureLabels(out, set.Labels)
	case len(set.Targets) == len(out)*len(out[0]):
		return measureTargets(out, set.Targets), nil
	}
	return Evaluation{}, fmt.Errorf("models: Measure: got %d labels and %d target values for %d samples with %d outputs each, want one label or as many target values as outputs per sample",
		len(set.Labels), len(set.Targets), len(out), len(out[0]))
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

// Meter adds up a classification, sample by sample.
type Meter struct {
	samples, wrong int
	loss           float64
}

// Add counts one sample with its logits and its label in [0, len(logits)).
func (m *Meter) Add(logits []float32, label int) {
	m.samples++
	if Top1(logits) != label {
		m.wrong++
	}
	m.loss += crossEntropy(logits, label)
}

// Evaluation is the result so far; there must be a sample.
func (m *Meter) Evaluation() Evaluation {
	n := float64(m.samples)
	return Evaluation{Error: 100 * float64(m.wrong) / n, Loss: m.loss / n, Samples: m.samples}
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

// Top1 returns the class with the largest logit, the first of equals.
func Top1(logits []float32) int {
	best := 0
	for i, v := range logits {
		if v > logits[best] {
			best = i
		}
	}
	return best
}

// crossEntropy is −log softmax(logits)[label], stable for logits of any size.
func crossEntropy(logits []float32, label int) float64 {
	top := float64(logits[Top1(logits)])
	sum := 0.0
	for _, v := range logits {
		sum += math.Exp(float64(v) - top)
	}
	return math.Log(sum) + top - float64(logits[label])
}

// Fits returns an error if a set's samples are not what the network takes.
func (n *Net) Fits(set *data.Set) error {
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
