package train_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// rates trains a small network for ten steps and returns the rate of each.
func rates(t *testing.T, o train.Options) []float64 {
	t.Helper()
	var rates []float64
	o.Progress = func(p train.Progress) { rates = append(rates, p.Rate) }
	o.Epochs, o.Batch = 2, 32
	if _, err := train.Fit(context.Background(), small(t, 4), some(t, 160), o); err != nil {
		t.Fatal(err)
	}
	return rates
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-15 }

func TestWarmUp(t *testing.T) {
	const high = 0.1
	steps := train.Step{Initial: high, At: []float64{0.5}}
	tests := []struct {
		name     string
		schedule train.Schedule
		warmUp   train.WarmUp
		want     []float64
	}{
		{"none", train.Constant(high), train.WarmUp{Rate: 0.02}, slices.Repeat([]float64{high}, 10)},
		{"for four steps", train.Constant(high), train.WarmUp{Steps: 4}, append(slices.Repeat([]float64{0.01}, 4), slices.Repeat([]float64{high}, 6)...)},
		{"at another rate", train.Constant(high), train.WarmUp{Rate: 0.02, Steps: 1}, append([]float64{0.02}, slices.Repeat([]float64{high}, 9)...)},
		{"for longer than the run", train.Constant(high), train.WarmUp{Steps: 400}, slices.Repeat([]float64{0.01}, 10)},
		{"in a straight line", train.Constant(high), train.WarmUp{Rate: 0.02, Steps: 4, Gradual: true}, append([]float64{0.02, 0.04, 0.06, 0.08}, slices.Repeat([]float64{high}, 6)...)},
		{"until one sample is right", train.Constant(high), train.WarmUp{Steps: 9, Below: 100}, append([]float64{0.01}, slices.Repeat([]float64{high}, 9)...)},
		{"until an error that is not reached", train.Constant(high), train.WarmUp{Steps: 9, Below: 1}, append(slices.Repeat([]float64{0.01}, 9), high)},
		{"into a schedule that began with the run", steps, train.WarmUp{Steps: 4}, append(slices.Repeat([]float64{0.01}, 4), 0.1, 0.01, 0.01, 0.01, 0.01, 0.01)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := rates(t, train.Options{Schedule: tt.schedule, WarmUp: tt.warmUp}); !slices.EqualFunc(got, tt.want, near) {
				t.Errorf("got rates %v, want %v", got, tt.want)
			}
		})
	}
}

// TestResNet110Trains is the network of 54 blocks: pre-activation at the rates of He
// et al. (2016a), 0.01 until the error is below 80 %, then 0.1; and the original
// order at 0.01, for these few steps on small images are over before it has come to
// terms with 0.1. That it takes PyTorch's steps at 0.1 is for TestFitAsInTorch.
func TestResNet110Trains(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a network of 110 layers twice")
	}
	tests := []struct {
		order    models.Order
		epochs   int
		below    float64 // ends the warm-up
		min, max int     // its steps
		test     float64 // top-1 error at the end, in percent, at most
	}{
		{models.PreActivation, 8, 80, 5, 60, 5},
		{models.Original, 8, 0, 168, 168, 8}, // five seeds leave 2 to 5
	}
	for _, tt := range tests {
		t.Run(tt.order.String(), func(t *testing.T) {
			trains110(t, tt.order, tt.min, tt.max, tt.test, train.Options{
				Epochs:   tt.epochs,
				Schedule: train.Step{At: []float64{0.5, 0.75}},
				WarmUp:   train.WarmUp{Rate: 0.01, Steps: 400, Below: tt.below},
			})
		})
	}
}

func trains110(t *testing.T, order models.Order, least, most int, test float64, o train.Options) {
	ctx, digits := context.Background(), data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 110, Width: 8, Input: digits.Shape(), Order: order, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	low := 0
	o.Progress = func(p train.Progress) {
		if p.Rate == 0.01 && low == p.Step-1 {
			low++
		}
	}
	hist, err := train.Fit(ctx, net, digits.Train, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d steps of warm-up\n%v", low, hist)
	if low < least || low > most {
		t.Errorf("got a warm-up of %d steps, want %d to %d", low, least, most)
	}
	if last := hist.Last(); last.Loss > 0.1 || last.Error > 3 {
		t.Errorf("got a loss of %.3g and a training error of %.2f %%, want at most 0.1 and 3 %%", last.Loss, last.Error)
	}
	if eval, err := net.Evaluate(ctx, digits.Test); err != nil || eval.Error > test {
		t.Errorf("got %v and error %v, want at most %v %%", eval, err, test)
	}
}
