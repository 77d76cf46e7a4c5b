package models_test

import (
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/train"
)

// TestTwentyStepsAsInPyTorch trains ResNet-20 beside PyTorch's, from the same
// weights on the same batches, and compares the loss of every step, what the
// network keeps in the end, and what that makes of a batch it has not seen: by the
// running statistics, folded into the convolutions and not. In float32 the tensors
// may be off by half more than PyTorch's in float32 are, in the mean over the seeds:
// the median of all. The worst of them, a few numbers near zero, differs from order to
// order of summation.
func TestTwentyStepsAsInPyTorch(t *testing.T) {
	median, worst := make(map[string][]float64), make(map[string][]float64)
	for _, f := range fixtures(t, "trajectory") {
		losses, wide := f.follow(t, nn.Float64)
		near(t, f.String()+" in float64", losses, f.Losses, 1e-10)
		want := kept(wide)
		f.matchPrints(t, want, 1e-10)
		f.predictsAlike(t, wide, rounding)

		losses, narrow := f.follow(t, nn.Float32)
		near(t, f.String()+" in float32", losses, f.Losses, 2e-6)
		got := kept(narrow)
		f.predictsAlike(t, narrow, 2e-5)
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
func (f fixture) follow(t *testing.T, dtype nn.Dtype) (losses []float64, net *models.Net) {
	t.Helper()
	net = f.net(t, dtype)
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
	return losses, net
}

// kept is what a state_dict holds.
func kept(net *models.Net) map[string][]float64 {
	tensors := make(map[string][]float64)
	for _, p := range net.Params() {
		tensors[p.Name] = p.Float64s()
	}
	return tensors
}

// predictsAlike holds the logits of the batch behind the last one to the fixture's:
// from the graph that predicts, and from one for training that goes by the running
// statistics, where a normalization is a pass of its own.
func (f fixture) predictsAlike(t *testing.T, net *models.Net, tolerance float64) {
	t.Helper()
	near(t, f.String()+", folded", f.evaluate(t, net, len(f.Losses)), f.Evaluated, tolerance)
	r, err := net.Compile(nn.Options{Batch: f.Batch, Training: true, Frozen: true}, models.CrossEntropy)
	if err != nil {
		t.Fatal(err)
	}
	f.step(t, r, len(f.Losses))
	near(t, f.String()+", not folded", read(t, r, f.Batch), f.Evaluated, tolerance)
}
