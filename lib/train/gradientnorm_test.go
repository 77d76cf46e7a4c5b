package train_test

import (
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// One step at rate 1 without momentum and decay moves the parameters by just the
// gradient.
func TestTheNormOfAGradient(t *testing.T) {
	vectors := func() (*models.Net, error) {
		return models.LMResNet(models.Config{Branch: models.Dense{Hidden: 5}, Blocks: 4, Input: [3]int{2, 1, 1}, Float64: true})
	}
	for _, build := range []func() (*models.Net, error){vectors, digitsNet} {
		net, err := build()
		if err != nil {
			t.Fatal(err)
		}
		set := some(t, 16)
		if net.Config().Input[0] == 2 {
			if set, err = line(); err != nil {
				t.Fatal(err)
			}
		}
		var before [][]float64
		for _, p := range net.Params() {
			before = append(before, p.Float64s())
		}
		const rate = 1e-3
		h, err := train.Fit(t.Context(), net, set, train.Options{
			Epochs: 1, Batch: 64, GradientNorms: true, Momentum: -1, WeightDecay: -1, Schedule: train.Constant(rate),
		})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, p := range net.Params() {
			for j, v := range p.Float64s() {
				if p.Learned {
					sum += (v - before[i][j]) * (v - before[i][j]) / (rate * rate)
				}
			}
		}
		if got, want := h.Last().GradientNorm, math.Sqrt(sum); math.Abs(got-want) > 1e-3*want {
			t.Errorf("%s: got a norm of %v, want %v as the parameters have moved", net.Name(), got, want)
		}
		if !strings.Contains(h.String(), "gradient norm") {
			t.Errorf("got %v, want a column of norms", h)
		}
	}
}
