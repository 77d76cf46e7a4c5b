package train_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// threadedRuns have between them every kind of block and everything that is drawn.
func threadedRuns() []threadedRun {
	images := [3]int{1, 8, 8}
	return []threadedRun{
		{"stochastic depth and augmentation", models.ResNet, models.Config{Depth: 8, Width: 8, Input: images}, train.Options{
			Depth: train.StochasticDepth{}, Augment: data.Augment{Pad: 1, Flip: true}, GradientNorms: true,
		}},
		{"dropout, drop-path and noise", models.WideResNet, models.Config{Depth: 10, Width: 8, Widen: 2, Dropout: 0.3, Input: images}, train.Options{
			Depth: train.DropPath{}, Noise: train.Noise{Normal: 0.01}, Smoothing: 0.1,
		}},
		{"shake-shake and uniform noise", models.ResNet, models.Config{Depth: 8, Width: 8, Branch: models.ShakeShake{}, Input: images}, train.Options{
			Noise: train.Noise{Uniform: 0.01},
		}},
		{"bottlenecks in groups", models.ResNeXt, models.Config{Depth: 11, Width: 8, Branch: models.Bottleneck{Groups: 2, GroupWidth: 32}, Input: images}, train.Options{Solver: &train.Adam{}}},
		{"linear multi-step", models.LMResNet, models.Config{Depth: 8, Width: 8, Order: models.Original, Input: images}, train.Options{}},
		{"reversible", models.RevNet, models.Config{Depth: 14, Width: 8, Input: images}, train.Options{}},
		{"fractal", models.FractalNet, models.Config{Depth: 4, Width: 8, Step: models.Fractal{Columns: 2}, Input: images}, train.Options{}},
		{"gates", models.HighwayNet, models.Config{Depth: 8, Width: 8, Input: images}, train.Options{}},
	}
}

type threadedRun struct {
	name  string
	build func(models.Config) (*models.Net, error)
	c     models.Config
	o     train.Options
}

// fit trains with a number of threads: batches are ragged, both in their last block of
// sixteen images and at the end of the epoch.
func (r threadedRun) fit(t *testing.T, threads int) outcome {
	t.Helper()
	net, err := r.build(r.c)
	if err != nil {
		t.Fatal(err)
	}
	o := r.o
	if o.Solver != nil {
		o.Solver = &train.Adam{} // a fresh one
	}
	o.Epochs, o.Batch, o.Seed, o.Threads, o.Validate = 2, 40, 3, threads, some(t, 21)
	hist, err := train.Fit(context.Background(), net, some(t, 90), o)
	if err != nil {
		t.Fatal(err)
	}
	return outcomeOf(net, hist)
}

// TestThreadsDoNotMatter trains with each number of threads, with as many as Go may
// use, and on one processor: the same bits, whatever is drawn.
func TestThreadsDoNotMatter(t *testing.T) {
	for _, r := range threadedRuns() {
		t.Run(r.name, func(t *testing.T) {
			want, counts := r.fit(t, 1), []int{2, 3, 4, 7, 16, 0}
			if testing.Short() {
				counts = counts[1:2]
			}
			for _, threads := range counts {
				t.Run(fmt.Sprint(threads, " threads"), func(t *testing.T) { mustBeSame(t, r.fit(t, threads), want) })
			}
			t.Run("one processor", func(t *testing.T) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
				mustBeSame(t, r.fit(t, 3), want)
			})
		})
	}
}
