package train_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

func mustContain(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}

func TestRatesAndMomentsThatAreNoNumbers(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name string
		o    train.Options
		want string
	}{
		{"a rate of NaN", train.Options{Schedule: train.Constant(nan)}, "in epoch 1, step 1: got a learning rate of NaN"},
		{"a negative rate", train.Options{Schedule: train.Constant(-1)}, "got a learning rate of -1"},
		{"a cycle that ends in NaN", train.Options{Schedule: train.OneCycle{Peak: nan}}, "got a learning rate of NaN"},
		{"a rate beyond float32", train.Options{Epochs: 3, Schedule: train.Constant(1e38)}, "in epoch"},
		{"a momentum of NaN", train.Options{Momentum: nan}, "got momentum NaN, want one below 1"},
		{"a momentum that never ends", train.Options{Momentum: 1}, "got momentum 1, want one below 1"},
		{"a decay of NaN", train.Options{WeightDecay: nan}, "got weight decay NaN"},
		{"a solver with a momentum of NaN", train.Options{Solver: &train.SGD{Momentum: nan}}, "that are not finite, want finite ones"},
		{"a nil solver", train.Options{Solver: (*train.Adam)(nil)}, "got a nil *train.Adam"},
		{"a nil schedule", train.Options{Schedule: (*train.Step)(nil)}, "got a nil *train.Step"},
		{"too many epochs", train.Options{Epochs: math.MaxInt, Batch: 2}, "epochs of 2 steps, want at most"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.o.Epochs == 0 {
				tt.o.Epochs = 1
			}
			_, err := train.Fit(context.Background(), small(t, 2), some(t, 4), tt.o)
			mustContain(t, err, tt.want)
		})
	}
}

// A bad rate is found before the step, so the network stays as it was.
func TestABadRateChangesNothing(t *testing.T) {
	net := small(t, 2)
	before := weights(net)
	_, err := train.Fit(context.Background(), net, some(t, 4), train.Options{Epochs: 1, Schedule: train.Constant(math.NaN())})
	mustContain(t, err, "got a learning rate of NaN")
	for i, w := range weights(net) {
		if w != before[i] {
			t.Fatalf("weight %d: got %v, want %v as before", i, w, before[i])
		}
	}
}

func TestSchedulesAtTheirEdges(t *testing.T) {
	for _, warmup := range []float64{1, 2} {
		if got := (train.OneCycle{Warmup: warmup}).Rate(1); !(got > 0.05 && got <= 0.1) {
			t.Errorf("warm-up of %v: got rate %v at the end, want one on the way to the peak", warmup, got)
		}
	}
	for _, s := range []train.Schedule{train.OneCycle{}, train.Step{At: []float64{0.5}}} {
		if s.Rate(-3) != s.Rate(0) || s.Rate(math.NaN()) != s.Rate(0) || s.Rate(7) != s.Rate(1) {
			t.Errorf("%v: want a point outside of the run to count as the nearest end", s)
		}
	}
	if got := (train.Step{}).String(); got != "constant 0.1" {
		t.Errorf("got %q, want no milestones in words", got)
	}
}

// A solver that comes to another network must neither panic nor change it.
func TestASolverKnowsItsParameters(t *testing.T) {
	of := func(values ...float64) (pair, []float64) {
		return pair{
			tensor.New(tensor.WithShape(len(values)), tensor.WithBacking(values)),
			tensor.New(tensor.WithShape(len(values)), tensor.WithBacking(make([]float64, len(values)))),
		}, values
	}
	for _, s := range []train.Solver{&train.SGD{Rate: 1, Decay: 1}, &train.Adam{Rate: 1, Decay: 1}} {
		a, _ := of(1)
		b, _ := of(1, 2)
		if err := s.Step([]gorgonia.ValueGrad{a, b}); err != nil {
			t.Fatal(err)
		}
		c, first := of(5)
		d, _ := of(1, 2, 3)
		mustContain(t, s.Step([]gorgonia.ValueGrad{c, d}), "parameter w: got 3 float64, want 2 float64 as in the first step")
		if first[0] != 5 {
			t.Errorf("%T: got %v, want nothing changed", s, first[0])
		}
		mustContain(t, s.Step([]gorgonia.ValueGrad{c}), "got 1 parameters, want 2")
	}
}

func TestFitLooksAtItsContextFirst(t *testing.T) {
	var none context.Context
	_, err := train.Fit(none, small(t, 2), some(t, 4), train.Options{Epochs: 1})
	mustContain(t, err, "got no context")
	over, cancel := context.WithCancel(context.Background())
	cancel()
	hist, err := train.Fit(over, small(t, 2), some(t, 4), train.Options{Epochs: 1})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	if got, want := hist.Summary(), "ResNet-8: no step was finished"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if last := hist.Last(); !math.IsNaN(last.Error) || !math.IsNaN(last.Loss) {
		t.Errorf("got %+v before the first epoch, want NaN", last)
	}
}

func TestACutShortPassSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	hist, err := train.Fit(ctx, small(t, 2), some(t, 50), train.Options{
		Epochs: 3, Batch: 20, Progress: func(p train.Progress) {
			if p.Step == 4 {
				cancel()
			}
		},
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if first, last := hist.Epochs[0].Samples, hist.Last().Samples; first != 50 || last != 20 {
		t.Errorf("got epochs of %d and %d samples, want 50 and 20", first, last)
	}
	if got := hist.Summary(); !strings.Contains(got, "1 epoch and 20 of 50 samples, 4 steps") {
		t.Errorf("got %q, want it to say that the second epoch was cut short", got)
	}
	var none *train.History
	if none.String() != "no history\n" || none.MIMEBundle() == nil || none.Speed() != 0 {
		t.Error("want a nil history to show itself")
	}
}

// A network that comes down to one pixel has one value per channel to normalize
// where the last batch is one sample.
func TestABatchOfOneOnOnePixel(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 4, 4}, Classes: 2})
	if err != nil {
		t.Fatal(err)
	}
	before := weights(net)
	set := &data.Set{Shape: [3]int{1, 4, 4}, Images: make([]float32, 5*16), Labels: make([]int, 5), Classes: 2}
	_, err = train.Fit(context.Background(), net, set, train.Options{Epochs: 1, Batch: 4})
	mustContain(t, err, "got 1 value per channel")
	if weights(net)[0] != before[0] {
		t.Error("want nothing trained")
	}
	if _, err := train.Fit(context.Background(), net, set, train.Options{Epochs: 1, Batch: 3}); err != nil {
		t.Error(err)
	}
}
