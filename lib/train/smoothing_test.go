package train_test

import (
	"context"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// TestSmoothing trains on few samples until the loss is about as small as it can be:
// the entropy of the smoothed labels, which is 0 without smoothing.
func TestSmoothing(t *testing.T) {
	set := some(t, 40)
	for _, smoothing := range []float64{0, 0.1, 1} {
		hist, err := train.Fit(context.Background(), small(t, 8), set, train.Options{
			Epochs: 120, Batch: 40, Smoothing: smoothing,
		})
		if err != nil {
			t.Fatal(err)
		}
		plain := smoothing / 10
		right := 1 - smoothing + plain
		entropy := 0.0
		for _, q := range append([]float64{right}, plain, plain, plain, plain, plain, plain, plain, plain, plain) {
			if q > 0 {
				entropy -= q * math.Log(q)
			}
		}
		if last := hist.Last().Loss; last < entropy-1e-6 || last > entropy+0.25 {
			t.Errorf("smoothing %v: got a loss of %v at the end, want it at or a little above the entropy %v", smoothing, last, entropy)
		}
	}
}

func TestSmoothingThatCannotBe(t *testing.T) {
	for _, s := range []float64{-0.1, 1.5, math.NaN(), math.Inf(1)} {
		_, err := train.Fit(context.Background(), small(t, 2), some(t, 4), train.Options{Epochs: 1, Smoothing: s})
		mustContain(t, err, "want one from 0 to 1")
	}
	set, err := line()
	if err != nil {
		t.Fatal(err)
	}
	net, err := models.ResNet(models.Config{Branch: models.Dense{Hidden: 3}, Blocks: 2, Input: set.Shape})
	if err != nil {
		t.Fatal(err)
	}
	_, err = train.Fit(context.Background(), net, set, train.Options{Epochs: 1, Smoothing: 0.1})
	mustContain(t, err, "got a label smoothing of 0.1 for targets")
}
