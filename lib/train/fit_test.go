package train_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

func small(t *testing.T, width int) *models.Net {
	t.Helper()
	net, err := models.ResNet(models.Config{Depth: 8, Width: width, Input: [3]int{1, 8, 8}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// some returns the first n training digits.
func some(t *testing.T, n int) *data.Set {
	t.Helper()
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	set, err := data.Digits(1).Train.Subset(rows)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func weights(net *models.Net) []float64 {
	var all []float64
	for _, p := range net.Params() {
		all = append(all, p.Float64s()...)
	}
	return all
}

func TestAResidualNetworkLearnsTheDigits(t *testing.T) {
	ctx, digits, net := context.Background(), data.Digits(1), small(t, 8)
	hist, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 3})
	if err != nil {
		t.Fatal(err)
	}
	eval, err := net.Evaluate(ctx, digits.Test)
	if err != nil {
		t.Fatal(err)
	}
	if eval.Error > 10 {
		t.Errorf("got %v after three epochs, want at most 10 %%", eval)
	}
	if got, want := hist.Steps, 3*21; got != want {
		t.Errorf("got %d steps, want %d: the last batch of an epoch has 17 samples and counts", got, want)
	}
	if got, want := hist.MACs, 3*3*1297*float64(net.MACs()); got != want {
		t.Errorf("got %v multiply-accumulates, want %v", got, want)
	}
	if first, last := hist.Epochs[0], hist.Last(); last.Loss > first.Loss/2 || last.Error > first.Error {
		t.Errorf("got epochs from %+v to %+v, want them to improve", first, last)
	}
}

func TestAnotherSeedShufflesDifferently(t *testing.T) {
	set := some(t, 64)
	fit := func(seed uint64) []float64 {
		net := small(t, 4)
		if _, err := train.Fit(context.Background(), net, set, train.Options{Epochs: 1, Batch: 16, Seed: seed}); err != nil {
			t.Fatal(err)
		}
		return weights(net)
	}
	if slices.Equal(fit(1), fit(2)) {
		t.Error("got the same weights from two seeds")
	}
}

func TestAStoppedRunKeepsWhatItLearned(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	net := small(t, 4)
	before := weights(net)
	hist, err := train.Fit(ctx, net, some(t, 160), train.Options{
		Epochs: 5, Batch: 32,
		Progress: func(p train.Progress) {
			if p.Step == 7 {
				cancel()
			}
		},
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	if hist == nil || hist.Steps != 7 || len(hist.Epochs) != 2 {
		t.Fatalf("got history %+v, want 7 steps in one whole epoch and a part", hist)
	}
	if slices.Equal(before, weights(net)) {
		t.Error("got the weights of the start, want those of 7 steps")
	}
}

func TestADivergingLossIsAnError(t *testing.T) {
	set, err := data.Crossing(8)
	if err != nil {
		t.Fatal(err)
	}
	net, err := models.ResNet(models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 3, Input: set.Shape})
	if err != nil {
		t.Fatal(err)
	}
	_, err = train.Fit(context.Background(), net, set, train.Options{Epochs: 200, Schedule: train.Constant(1e9)})
	if err == nil || !strings.Contains(err.Error(), "in epoch") || !strings.Contains(err.Error(), "step") || !strings.Contains(err.Error(), "not finite from squared error on") {
		t.Errorf("got error %v, want one that names epoch, step and operation", err)
	}
}

// The stem's convolution overflows, although its weights are finite.
func TestALossThatIsNotFiniteNamesTheLayer(t *testing.T) {
	net := small(t, 2)
	stem := net.Params()[0]
	if err := stem.Set(slices.Repeat([]float64{3e38}, stem.Len())); err != nil {
		t.Fatal(err)
	}
	_, err := train.Fit(context.Background(), net, some(t, 8), train.Options{Epochs: 1})
	if err == nil || !strings.Contains(err.Error(), "in epoch 1, step 1: got a loss of") || !strings.Contains(err.Error(), "from conv2d conv1.weight, in part 1 of 4 on") {
		t.Errorf("got error %v, want one that names %s", err, stem.Name)
	}
}

func TestProgressTravelsInTheContext(t *testing.T) {
	var steps []int
	ctx := progress.With(context.Background(), func(task string, done, total int, metrics map[string]float64) {
		steps = append(steps, done)
		if task != "training ResNet-8" || total != 4 || metrics["loss"] <= 0 || metrics["rate"] <= 0 {
			t.Errorf("got task %q, total %d, metrics %v", task, total, metrics)
		}
	})
	if _, err := train.Fit(ctx, small(t, 4), some(t, 60), train.Options{Epochs: 2, Batch: 30}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(steps, []int{1, 2, 3, 4}) {
		t.Errorf("got reports of steps %v, want 1 to 4", steps)
	}
}

func TestMistakesInOptions(t *testing.T) {
	set := some(t, 4)
	net := small(t, 4)
	targets := &data.Set{Shape: set.Shape, Images: set.Images, Targets: make([]float32, 7)}
	tests := []struct {
		name string
		net  *models.Net
		set  *data.Set
		o    train.Options
		want string
	}{
		{"no epochs", net, set, train.Options{}, "got 0 epochs, want at least 1"},
		{"negative batch", net, set, train.Options{Epochs: 1, Batch: -2}, "got batches of -2"},
		{"negative threads", net, set, train.Options{Epochs: 1, Threads: -1}, "got -1 threads"},
		{"a warm-up back in time", net, set, train.Options{Epochs: 1, WarmUp: train.WarmUp{Steps: -1}}, "got a warm-up of -1 steps"},
		{"a warm-up at no rate", net, set, train.Options{Epochs: 1, WarmUp: train.WarmUp{Rate: math.Inf(1)}}, "got a warm-up at a rate of +Inf"},
		{"a warm-up until never", net, set, train.Options{Epochs: 1, WarmUp: train.WarmUp{Below: 101}}, "got a warm-up until the error is below 101 %"},
		{"no network", nil, set, train.Options{Epochs: 1}, "got no network"},
		{"no set", net, nil, train.Options{Epochs: 1}, "got no data set"},
		{"no labels", net, &data.Set{Shape: set.Shape, Images: set.Images}, train.Options{Epochs: 1}, "got 0 labels for 4 samples"},
		{"targets that do not fit", net, targets, train.Options{Epochs: 1}, "got 7 target values for 4 samples"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := train.Fit(context.Background(), tt.net, tt.set, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestCrossing trains both families on x → −x. A residual network of Lipschitz
// branches is increasing on the line and cannot do better than a constant; the
// multi-step network carries the state before along and can cross.
func TestCrossing(t *testing.T) {
	ctx := context.Background()
	set, err := data.Crossing(64)
	if err != nil {
		t.Fatal(err)
	}
	fit := func(build func(models.Config) (*models.Net, error), seed uint64) (*models.Net, float64) {
		net, err := build(models.Config{
			Branch: models.Dense{Hidden: 16, Lipschitz: 0.9}, Blocks: 8, Input: set.Shape, Seed: seed,
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = train.Fit(ctx, net, set, train.Options{
			Epochs: 1000, Solver: &train.Adam{}, Schedule: train.OneCycle{Peak: 0.02}, Seed: seed,
		})
		if err != nil {
			t.Fatal(err)
		}
		eval, err := net.Evaluate(ctx, set)
		if err != nil {
			t.Fatal(err)
		}
		if !math.IsNaN(eval.Error) {
			t.Errorf("got a top-1 error of %v for a regression, want NaN", eval.Error)
		}
		return net, eval.Loss
	}
	for _, seed := range []uint64{1, 2, 3} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			res, loss := fit(models.ResNet, seed)
			if loss < 0.3 {
				t.Errorf("ResNet: got mean squared error %v, want at least 0.3", loss)
			}
			out, err := res.Predict(ctx, set)
			if err != nil {
				t.Fatal(err)
			}
			for i := 1; i < len(out); i++ {
				if out[i][0] <= out[i-1][0] {
					t.Errorf("ResNet: got %v behind %v, want an increasing map", out[i][0], out[i-1][0])
				}
			}
			lm, loss := fit(models.LMResNet, seed)
			if loss > 1e-3 {
				t.Errorf("LM-ResNet: got mean squared error %v, want at most 0.001", loss)
			}
			if k := slices.Min(lm.Coefficients()); k > -0.2 {
				t.Errorf("LM-ResNet: got smallest coefficient %v, want one well below 0", k)
			}
		})
	}
}

func TestHistoryShowsItself(t *testing.T) {
	h := &train.History{Network: "ResNet-8", Steps: 2, Epochs: []train.Epoch{
		{Loss: 1.5, Error: 40, Rate: 0.1}, {Loss: 0.25, Error: math.NaN(), Rate: 0.01},
	}}
	bundle := h.MIMEBundle()
	want := "ResNet-8: 2 epochs, 2 steps, loss 0.25\n" +
		"  epoch  loss  error %  rate\n" +
		"      1   1.5    40.00   0.1\n" +
		"      2  0.25        –  0.01\n"
	if got := bundle["text/plain"]; got != want {
		t.Errorf("got text\n%s\nwant\n%s", got, want)
	}
	if html := bundle["text/html"].(string); strings.Count(html, "<tr>") != 3 || !strings.Contains(html, "40.00") {
		t.Errorf("got HTML without a row per epoch:\n%s", html)
	}
}

func ExampleFit() {
	ctx, digits := context.Background(), data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape()})
	if err != nil {
		fmt.Println(err)
		return
	}
	hist, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(hist.Epochs), "epochs,", hist.Steps, "steps")
	fmt.Println("better than chance:", hist.Last().Error < 90)
	// Output:
	// 2 epochs, 42 steps
	// better than chance: true
}

// BenchmarkFit trains the network of the lesion study; macs/s is of the whole
// run, the building of the graph excluded.
func BenchmarkFit(b *testing.B) {
	set := data.Digits(1).Train
	for _, depth := range []int{20, 110} {
		b.Run(fmt.Sprintf("depth=%d", depth), func(b *testing.B) {
			b.ReportAllocs()
			var macs, seconds float64
			for b.Loop() {
				net, err := models.ResNet(models.Config{Depth: depth, Width: 8, Input: set.Shape})
				if err != nil {
					b.Fatal(err)
				}
				h, err := train.Fit(context.Background(), net, set, train.Options{Epochs: 1})
				if err != nil {
					b.Fatal(err)
				}
				macs += h.MACs
				seconds += h.Time.Seconds()
			}
			b.ReportMetric(macs/seconds, "macs/s")
		})
	}
}
