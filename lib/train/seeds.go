package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
)

// Repeated is what several runs measured that differ in their seeds alone.
type Repeated struct {
	Seeds []uint64
	Runs  []*History // one per seed
}

// Repeat trains one network for each seed: the one that build makes for it, with
// the seed as [Options.Seed]. One after the other, for a run uses all threads.
//
// A checkpoint's path gets the seed before its ending, as in digits-7.safetensors,
// and each run is a [Resume]: what was done before is not done again. A solver in
// the options is a pattern, of which every run gets a fresh copy.
//
// When ctx ends, or a run fails, Repeat returns the runs that are over, and the
// error.
func Repeat(ctx context.Context, seeds []uint64, build func(seed uint64) (*models.Net, error), set data.Source, o Options) (*Repeated, error) {
	if err := checkRepeat(ctx, seeds, build, o); err != nil {
		return nil, fmt.Errorf("train: Repeat: %w", err)
	}
	all := &Repeated{}
	for i, seed := range seeds {
		net, err := build(seed)
		if err != nil {
			return all, fmt.Errorf("train: Repeat: seed %d: %w", seed, err)
		}
		h, err := one(within(ctx, i, len(seeds)), net, set, o.forSeed(seed))
		if err != nil {
			return all, fmt.Errorf("train: Repeat: seed %d: %w", seed, err)
		}
		all.Seeds, all.Runs = append(all.Seeds, seed), append(all.Runs, h)
	}
	return all, nil
}

func checkRepeat(ctx context.Context, seeds []uint64, build func(uint64) (*models.Net, error), o Options) error {
	sorted := slices.Sorted(slices.Values(seeds))
	_, known := o.Solver.(pattern)
	switch {
	case ctx == nil:
		return errors.New("got no context, want one such as context.Background()")
	case len(seeds) == 0:
		return errors.New("got no seeds, want at least 1")
	case len(slices.Compact(sorted)) < len(seeds):
		return fmt.Errorf("got seeds %v, want each once", seeds)
	case build == nil:
		return errors.New("got no function that builds a network, want one")
	case o.Solver != nil && (!known || isNil(o.Solver)):
		return fmt.Errorf("got the solver %T, want none, *train.SGD or *train.Adam, of which each run can have a copy", o.Solver)
	}
	return ctx.Err()
}

// one is a run of Repeat.
func one(ctx context.Context, net *models.Net, set data.Source, o Options) (*History, error) {
	if o.Checkpoint.Path == "" {
		return Fit(ctx, net, set, o)
	}
	return Resume(ctx, net, set, o)
}

// forSeed are the options of the run with a seed.
func (o Options) forSeed(seed uint64) Options {
	o.Seed = seed
	if k, ok := o.Solver.(pattern); ok {
		o.Solver = k.again()
	}
	if path := o.Checkpoint.Path; path != "" {
		ending := filepath.Ext(path)
		o.Checkpoint.Path = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ending), seed, ending)
	}
	return o
}

// within returns a context whose listener hears of run i as a part of n runs.
func within(ctx context.Context, i, n int) context.Context {
	listen := progress.From(ctx)
	if listen == nil {
		return ctx
	}
	return progress.With(ctx, func(task string, done, total int, metrics map[string]float64) {
		listen(fmt.Sprintf("%s, %s", task, count(n, "seed")), i*total+done, n*total, metrics)
	})
}

// Metric is a figure of the last epoch over several runs.
type Metric struct {
	Name      string
	Mean      float64
	Deviation float64 // of the sample, divided by one less than the runs; NaN for one run
	Runs      int
}

// String is the metric as mean ± deviation.
func (m Metric) String() string {
	if math.IsNaN(m.Deviation) {
		return fmt.Sprintf("%s %.4g (%s)", m.Name, m.Mean, count(m.Runs, "run"))
	}
	return fmt.Sprintf("%s %.4g ± %.2g (%s)", m.Name, m.Mean, m.Deviation, count(m.Runs, "run"))
}

// Metrics are the figures of the last epochs that every run has: training loss and
// error, and loss and error on the set of [Options.Validate].
func (r *Repeated) Metrics() []Metric {
	if r == nil || len(r.Runs) == 0 {
		return nil
	}
	figures := []struct {
		name string
		of   func(e Epoch) float64
	}{
		{"training loss", func(e Epoch) float64 { return e.Loss }},
		{"training error %", func(e Epoch) float64 { return e.Error }},
		{"validation loss", func(e Epoch) float64 { return e.validation().Loss }},
		{"validation error %", func(e Epoch) float64 { return e.validation().Error }},
	}
	var all []Metric
	for _, f := range figures {
		values := make([]float64, len(r.Runs))
		for i, h := range r.Runs {
			values[i] = f.of(h.Last())
		}
		if m := metricOf(f.name, values); !math.IsNaN(m.Mean) {
			all = append(all, m)
		}
	}
	return all
}

// metricOf is the mean and deviation of some values.
func metricOf(name string, values []float64) Metric {
	m := Metric{Name: name, Runs: len(values)}
	n := float64(len(values))
	for _, v := range values {
		m.Mean += v / n
	}
	squares := 0.0
	for _, v := range values {
		squares += (v - m.Mean) * (v - m.Mean)
	}
	m.Deviation = math.Sqrt(squares / (n - 1))
	return m
}

// validation is the epoch's, NaN if there was none.
func (e Epoch) validation() models.Evaluation {
	if e.Validation == nil {
		return models.Evaluation{Loss: math.NaN(), Error: math.NaN()}
	}
	return *e.Validation
}

// String is a table with a row per metric.
func (r *Repeated) String() string {
	if r == nil || len(r.Runs) == 0 {
		return "no runs\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", r.Runs[0].Network, count(len(r.Runs), "run"))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "metric\tmean\tdeviation")
	for _, m := range r.Metrics() {
		fmt.Fprintf(w, "%s\t%.4g\t%.2g\n", m.Name, m.Mean, m.Deviation)
	}
	w.Flush() // a strings.Builder never fails
	return b.String()
}
