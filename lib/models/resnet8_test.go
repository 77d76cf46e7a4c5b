package models_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// TestResNet8AsInPyTorch compares a batch forward and backward, and a batch by the
// statistics that the first left behind. No ReLU is so near its kink that float32
// could open or close it.
func TestResNet8AsInPyTorch(t *testing.T) {
	for _, f := range fixtures(t, "resnet8") {
		for dtype, tolerance := range map[nn.Dtype]float64{nn.Float64: 1e-9, nn.Float32: 1e-5} {
			t.Run(f.String()+" "+dtype.String(), func(t *testing.T) {
				net := f.net(t, dtype)
				r := f.run(t, net)
				near(t, "loss", []float64{r.Loss()}, []float64{f.Loss}, tolerance)
				near(t, "logits", read(t, r, f.Batch), f.Logits, max(tolerance, rounding))

				got := gradients(t, r)
				f.matchPrints(t, got, tolerance)
				for name, want := range f.Gradients {
					near(t, name, got[name], want, tolerance)
				}
				r.UpdateStatistics()
				near(t, "logits in evaluation", f.evaluate(t, net, 0), f.Evaluated, max(tolerance, rounding))
			})
		}
	}
}

// rounding is the error of outputs that are read as float32.
const rounding = 1e-7

// near holds values to others, with a tolerance relative to the largest.
func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d values, want %d", what, len(got), len(want))
	}
	off, largest := 0.0, 0.0
	for i, w := range want {
		off = max(off, math.Abs(got[i]-w)) // NaN stays
		largest = max(largest, math.Abs(w))
	}
	if !(off <= tolerance*largest) {
		t.Errorf("%s: got an error of %.2g relative to the largest value, want at most %.2g", what, off/largest, tolerance)
	}
}

func read(t *testing.T, r *models.Runner, samples int) []float64 {
	t.Helper()
	out := make([]float32, 10*samples)
	if err := r.Read(out); err != nil {
		t.Fatal(err)
	}
	return wide(out)
}

func wide(values []float32) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// evaluate is the logits of a step's batch by the running statistics.
func (f fixture) evaluate(t *testing.T, net *models.Net, step int) []float64 {
	t.Helper()
	images, _ := f.batch(step)
	rows, err := net.Predict(t.Context(), &data.Set{Shape: f.Input, Images: images})
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, row := range rows {
		out = append(out, wide(row)...)
	}
	return out
}
