package train_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

func buildSmall(seed uint64) (*models.Net, error) {
	return models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}, Seed: seed})
}

// Each run is the one that Fit makes of the same network, options and seed.
func TestRepeatIsFitForEachSeed(t *testing.T) {
	ctx, set := context.Background(), some(t, 40)
	for _, solver := range []func() train.Solver{
		func() train.Solver { return nil },
		func() train.Solver { return &train.Adam{Decay: 0.1} },
		func() train.Solver { return &train.SGD{Momentum: 0.5} },
	} {
		o := train.Options{Epochs: 2, Batch: 16, Validate: set, Solver: solver()}
		all, err := train.Repeat(ctx, []uint64{4, 1}, buildSmall, set, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, seed := range []uint64{4, 1} {
			net, err := buildSmall(seed)
			if err != nil {
				t.Fatal(err)
			}
			o.Seed, o.Solver = seed, solver()
			h, err := train.Fit(ctx, net, set, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(h, all.Runs[i], cmpopts.IgnoreFields(train.History{}, "Time")); diff != "" {
				t.Errorf("seed %d (-Fit +Repeat)\n%s", seed, diff)
			}
		}
	}
}

// The deviation of 1, 2, 4 is √(7/3), by hand.
func TestMetrics(t *testing.T) {
	r := &train.Repeated{Seeds: []uint64{1, 2, 3}}
	for _, x := range []float64{1, 2, 4} {
		r.Runs = append(r.Runs, &train.History{Network: "N", Epochs: []train.Epoch{{Loss: 9}, {Loss: x, Error: math.NaN()}}})
	}
	metrics := r.Metrics()
	if len(metrics) != 1 {
		t.Fatalf("got %v, want the training loss alone", metrics)
	}
	m := metrics[0]
	if m.Name != "training loss" || math.Abs(m.Mean-7./3) > 1e-15 || math.Abs(m.Deviation-math.Sqrt(7./3)) > 1e-15 || m.Runs != 3 {
		t.Errorf("got %+v, want 7/3 and √(7/3) of 3 runs", m)
	}
	if got, want := m.String(), "training loss 2.333 ± 1.5 (3 runs)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	r.Runs = r.Runs[:1]
	if got, want := r.Metrics()[0].String(), "training loss 1 (1 run)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var none *train.Repeated
	if none.Metrics() != nil || none.String() != "no runs\n" {
		t.Error("want no runs to show themselves")
	}
}

// A study that is stopped goes on where it was, one file for each seed.
func TestRepeatResumes(t *testing.T) {
	set, folder := some(t, 40), t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	steps, last := 0, 0
	ctx = progress.With(ctx, func(_ string, done, total int, _ map[string]float64) {
		if steps, last = steps+1, done; total != 12 {
			t.Errorf("got a total of %d steps, want 12", total)
		}
		if done == 8 {
			cancel()
		}
	})
	o := train.Options{Epochs: 2, Batch: 20, Checkpoint: train.Checkpoint{Path: filepath.Join(folder, "run.st")}}
	seeds := []uint64{7, 8, 9}
	all, err := train.Repeat(ctx, seeds, buildSmall, set, o)
	if !errors.Is(err, context.Canceled) || !slices.Equal(all.Seeds, seeds[:2]) && !slices.Equal(all.Seeds, seeds[:1]) {
		t.Fatalf("got runs of %v and error %v, want the first and that it was canceled", all.Seeds, err)
	}
	ctx = progress.With(context.Background(), func(_ string, done, _ int, _ map[string]float64) { steps, last = steps+1, done })
	if all, err = train.Repeat(ctx, seeds, buildSmall, set, o); err != nil {
		t.Fatal(err)
	}
	if steps != 12 || last != 12 || len(all.Runs) != 3 {
		t.Errorf("got %d steps up to %d in %d runs, want 12 up to 12 in 3", steps, last, len(all.Runs))
	}
	if _, err := os.Stat(filepath.Join(folder, "run-9.st")); err != nil {
		t.Error(err)
	}
}

func TestRepeatsThatCannotBe(t *testing.T) {
	ctx, set := context.Background(), some(t, 4)
	fails := func(uint64) (*models.Net, error) { return nil, errors.New("no such network") }
	tests := []struct {
		want  string
		seeds []uint64
		build func(uint64) (*models.Net, error)
		o     train.Options
	}{
		{"got no seeds", nil, buildSmall, train.Options{Epochs: 1}},
		{"got seeds [3 1 3], want each once", []uint64{3, 1, 3}, buildSmall, train.Options{Epochs: 1}},
		{"got no function", []uint64{1}, nil, train.Options{Epochs: 1}},
		{"seed 1: no such network", []uint64{1}, fails, train.Options{Epochs: 1}},
		{"seed 1: train: Fit: got 0 epochs", []uint64{1}, buildSmall, train.Options{}},
		{"of which each run can have a copy", []uint64{1}, buildSmall, train.Options{Epochs: 1, Solver: plainSolver{}}},
		{"of which each run can have a copy", []uint64{1}, buildSmall, train.Options{Epochs: 1, Solver: (*train.SGD)(nil)}},
	}
	for _, tt := range tests {
		_, err := train.Repeat(ctx, tt.seeds, tt.build, set, tt.o)
		mustContain(t, err, tt.want)
	}
	var none context.Context
	_, err := train.Repeat(none, []uint64{1}, buildSmall, set, train.Options{Epochs: 1})
	mustContain(t, err, "got no context")
}

func ExampleRepeat() {
	digits := data.Digits(1)
	build := func(seed uint64) (*models.Net, error) {
		return models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape(), Seed: seed})
	}
	runs, err := train.Repeat(context.Background(), []uint64{1, 2, 3}, build, digits.Train, train.Options{
		Epochs: 2, Validate: digits.Test,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range runs.Metrics() {
		fmt.Println(m.Name, "of", m.Runs, "runs; scattered:", m.Deviation > 0)
	}
	// Output:
	// training loss of 3 runs; scattered: true
	// training error % of 3 runs; scattered: true
	// validation loss of 3 runs; scattered: true
	// validation error % of 3 runs; scattered: true
}
