package models_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/nn"
)

// TestErrorsAreNoLargerThanPyTorchs compares the gradients of deep networks in
// float32 with those in float64, and the error with that of PyTorch's float32 on
// the same weights and images: the median over the parameters, and the worst.
//
// The gradients in float64 are our own, once they have been held to PyTorch's. In
// the fixtures of ResNet-20 rounding opens and closes no ReLU, and the limit holds for
// each of them. In ResNet-110 it always does for some of millions, by chance, and the
// error is that of those few: there the mean over the seeds counts.
func TestErrorsAreNoLargerThanPyTorchs(t *testing.T) {
	const limit = 1.5
	median, worst := make(map[string][]float64), make(map[string][]float64)
	for _, f := range fixtures(t, "control") {
		network := fmt.Sprintf("%s ResNet-%d", f.Order, f.Depth)
		if testing.Short() && (f.Depth > 20 || len(median[network]) == 2) {
			continue
		}
		ours, theirs := f.errors(t)
		m, w := middle(ours)/middle(theirs), slices.Max(ours)/slices.Max(theirs)
		t.Logf("%v: median %.2g and worst %.2g, PyTorch's times %.2f and %.2f", f, middle(ours), slices.Max(ours), m, w)
		if f.Depth == 20 && (m > limit || w > limit) {
			t.Errorf("%v: got errors of PyTorch's times %.2f (median) and %.2f (worst), want at most %v", f, m, w, limit)
		}
		median[network], worst[network] = append(median[network], m), append(worst[network], w)
	}
	for network := range median {
		if m, w := mean(median[network]), mean(worst[network]); m > limit || w > limit {
			t.Errorf("%s: got errors of PyTorch's times %.2f (median) and %.2f (worst), want at most %v", network, m, w, limit)
		}
	}
}

// errors are those of every parameter's gradient in float32, ours and PyTorch's.
func (f fixture) errors(t *testing.T) (ours, theirs []float64) {
	t.Helper()
	want := gradients(t, f.run(t, f.net(t, nn.Float64)))
	f.matchPrints(t, want, 1e-9)
	got := gradients(t, f.run(t, f.net(t, nn.Float32)))
	for name, print := range f.Prints {
		ours = append(ours, distance(got[name], want[name]))
		theirs = append(theirs, print[2])
	}
	return ours, theirs
}

// middle is the median.
func middle(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}

// mean is the geometric one, as is fit for ratios.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += math.Log(v)
	}
	return math.Exp(sum / float64(len(values)))
}
