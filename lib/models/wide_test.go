package models_test

import (
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// TestDropoutOfWideResNets: it changes what a run of training computes, anew in each,
// and nothing in a prediction.
func TestDropoutOfWideResNets(t *testing.T) {
	c := models.Config{Depth: 10, Width: 4, Widen: 1, Input: [3]int{1, 8, 8}, Float64: true}
	losses := func(c models.Config, training bool) [2]float64 {
		net, err := models.WideResNet(c)
		if err != nil {
			t.Fatal(err)
		}
		r, err := net.Compile(nn.Options{Batch: 8, Training: training, Seed: 1}, models.CrossEntropy)
		if err != nil {
			t.Fatal(err)
		}
		load(t, net, r, models.CrossEntropy, 8)
		var out [2]float64
		for i := range out {
			if err := r.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			out[i] = r.Loss()
		}
		return out
	}
	with := c
	with.Dropout = 0.3
	if plain, dropped := losses(c, false), losses(with, false); plain != dropped {
		t.Errorf("got a loss of %v with dropout, want %v as without it", dropped, plain)
	}
	if got := losses(with, true); got[0] == got[1] || got != losses(with, true) {
		t.Errorf("got losses %v, want another in each run, and the same again from the same seed", got)
	}
}
