package lesion

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

// sweep measures a network in many arrangements. Workers take one batch after
// another, each with a compiled graph of its own, and measure all arrangements on
// it in an order in which they share the most.
type sweep struct {
	study Study
	task  string
	plan  []arrangement // in order and different; the whole network is the first
	place []int         // in the plan, of each arrangement that was asked for

	mu       sync.Mutex // guards what follows
	next     int        // the first sample that no worker has taken
	runs     int
	tallies  []tally // one per arrangement of the plan
	computed int     // residual branches
	err      error   // the first of a worker
}

func newSweep(s Study, task string, wanted []arrangement) *sweep {
	w := &sweep{study: s, task: task}
	asked := append([]arrangement{whole(len(s.Net.Blocks()))}, wanted...)
	order := make([]int, len(asked))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return asked[i].compare(asked[j]) })
	place := make([]int, len(asked))
	for _, i := range order {
		if n := len(w.plan); n == 0 || w.plan[n-1].compare(asked[i]) != 0 {
			w.plan = append(w.plan, asked[i])
		}
		place[i] = len(w.plan) - 1
	}
	w.place = place[1:]
	w.tallies = make([]tally, len(w.plan))
	return w
}

// run measures everything, or what it can until ctx ends, with ctx's error.
func (w *sweep) run(ctx context.Context, operation string) error {
	workers, err := w.hire(ctx)
	if err != nil {
		return fmt.Errorf("lesion: %s: %w", operation, err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	for _, k := range workers {
		all.Go(func() {
			if err := k.work(ctx); err != nil {
				w.fail(err)
				stop() // the others
			}
		})
	}
	all.Wait()
	for _, k := range workers {
		w.collect(k)
	}
	return w.err
}

// fail keeps the first error: those behind it say that it stopped the others.
func (w *sweep) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

// take hands a worker the next batch: the samples [at, end), none at the end.
func (w *sweep) take() (at, end int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at = w.next
	w.next = min(at+w.study.Batch, len(w.study.Data.Labels))
	return at, w.next
}

// report says how far the sweep has come. Workers do so one at a time, and none
// after the context has ended.
func (w *sweep) report(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() == nil {
		w.runs++
		progress.Report(ctx, w.task+" of "+w.study.Net.Name(), w.runs, w.batches()*len(w.plan), nil)
	}
}

func (w *sweep) batches() int {
	return (len(w.study.Data.Labels) + w.study.Batch - 1) / w.study.Batch
}

// collect adds what a worker has measured.
func (w *sweep) collect(k *worker) {
	for i := range w.tallies {
		w.tallies[i].merge(k.tallies[i])
	}
	for _, g := range k.runner.Blocks {
		w.computed += g.Evaluations
	}
}

// passes is the cost of so many residual branches in passes over the data.
func (w *sweep) passes(branches int) float64 {
	return float64(branches) / float64(len(w.study.Net.Blocks())*w.batches())
}

// measureOf is that of an arrangement that was asked for.
func (w *sweep) measureOf(i int) Measure { return w.tallies[w.place[i]].measure() }

// whole is the measure of the network that nobody has touched.
func (w *sweep) whole() Measure { return w.tallies[0].measure() }
