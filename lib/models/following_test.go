package models_test

import (
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/train"
)

// TestTwentyStepsAsInPyTorch trains ResNet-20 beside PyTorch's, from the same
// weights on the same batches, and compares the loss of every step and what the
// network keeps in the end. In float32 that may be off by half more than PyTorch's
// in float32 is, in the mean over the seeds: the median of all tensors. The worst of
// them, a few numbers near zero, differs from order to order of summation.
func TestTwentyStepsAsInPyTorch(t *testing.T) {
	median, worst := make(map[string][]float64), make(map[string][]float64)
	for _, f := range fixtures(t, "trajectory") {
		losses, want := f.follow(t, nn.Float64)
		near(t, f.String()+" in float64", losses, f.Losses, 1e-10)
		f.matchPrints(t, want, 1e-10)

		losses, got := f.follow(t, nn.Float32)
		near(t, f.String()+" in float32", losses, f.Losses, 2e-6)
		var ours, theirs []float64
		for name, print := range f.Prints {
			ours = append(ours, distance(got[name], want[name]))
			theirs = append(theirs, print[2])
		}
		m, w := middle(ours)/middle(theirs), slices.Max(ours)/slices.Max(theirs)
		t.Logf("%v: median %.2g and worst %.2g, PyTorch's times %.2f and %.2f", f, middle(ours), slices.Max(ours), m, w)
		median[f.Order], worst[f.Order] = append(median[f.Order], m), append(worst[f.Order], w)
	}
	for order := range median {
		if m, w := mean(median[order]), mean(worst[order]); m > 1.5 || w > 3 {
			t.Errorf("%s: got errors of PyTorch's times %.2f (median) and %.2f (worst), want at most 1.5 and 3", order, m, w)
		}
	}
}

// follow takes the fixture's steps.
func (f fixture) follow(t *testing.T, dtype nn.Dtype) (losses []float64, kept map[string][]float64) {
	t.Helper()
	net := f.net(t, dtype)
	r, err := net.Compile(nn.Options{Batch: f.Batch, Training: true}, models.CrossEntropy)
	if err != nil {
		t.Fatal(err)
	}
	solver := &train.SGD{Rate: f.Rate, Momentum: 0.9, Decay: 1e-4, Nesterov: true}
	for step := range f.Losses {
		f.step(t, r, step)
		losses = append(losses, r.Loss())
		if err := solver.Step(r.Params()); err != nil {
			t.Fatal(err)
		}
		r.UpdateStatistics()
	}
	kept = make(map[string][]float64)
	for _, p := range net.Params() {
		kept[p.Name] = p.Float64s()
	}
	return losses, kept
}
