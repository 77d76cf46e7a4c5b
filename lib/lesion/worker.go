package lesion

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// worker measures one batch at a time with a graph of its own.
type worker struct {
	sweep   *sweep
	runner  *models.Runner
	tallies []tally
	logits  []float32
}

// hire compiles graphs for as many workers as there are threads and batches for,
// and memory. What they measure does not depend on their number.
func (w *sweep) hire(ctx context.Context) ([]*worker, error) {
	s := &w.study
	threads := s.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	graphs, err := s.fit(ctx)
	if err != nil {
		return nil, err
	}
	count := min(threads, w.batches(), graphs)
	var workers []*worker
	for i := range count {
		// The threads that are left over go to the first workers.
		r, err := s.compile(ctx, s.Batch, 1+(threads-1-i)/count)
		if err != nil {
			return nil, err
		}
		workers = append(workers, &worker{
			sweep: w, runner: r,
			tallies: make([]tally, len(w.plan)),
			logits:  make([]float32, s.Batch*s.Net.Outputs()),
		})
	}
	return workers, nil
}

// compile builds a graph. That takes a quarter of a second for a hundred layers: when
// ctx ends before, it goes on for nobody.
func (s *Study) compile(ctx context.Context, batch, threads int) (*models.Runner, error) {
	type result struct {
		runner *models.Runner
		err    error
	}
	compiled := make(chan result, 1)
	net := s.Net
	go func() {
		r, err := net.Compile(nn.Options{Batch: batch, Threads: threads, Holds: true}, models.NoLoss)
		compiled <- result{r, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-compiled:
		return c.runner, c.err
	}
}

// lanes is how many images the engine computes at a time: what a graph takes grows
// by that many.
const lanes = 16

// fit makes the batch small enough for the memory bound, and returns how many
// graphs it has room for. It asks a graph for one step of lanes, so that none is
// ever compiled that is too large.
func (s *Study) fit(ctx context.Context) (graphs int, err error) {
	batch := min(s.Batch, lanes)
	r, err := s.compile(ctx, batch, 1)
	if err != nil {
		return 0, err
	}
	steps := int(min(s.Memory/r.Bytes(), math.MaxInt32))
	if steps == 0 {
		return 0, fmt.Errorf("got a memory bound of %d bytes, want at least %d: so much %s takes for %d images",
			s.Memory, r.Bytes(), s.Net.Name(), batch)
	}
	s.Batch = min(s.Batch, steps*lanes)
	return steps / ((s.Batch + lanes - 1) / lanes), nil
}

// work measures batches until there are none.
func (k *worker) work(ctx context.Context) error {
	for {
		at, end := k.sweep.take()
		if at == end {
			return nil
		}
		if err := k.batch(ctx, at, end); err != nil {
			return err
		}
	}
}

// batch measures the samples [at, end) in every arrangement. What stands in front
// of the first place where one differs from the one before is held at what it
// computed there.
func (k *worker) batch(ctx context.Context, at, end int) error {
	set := k.sweep.study.Data
	if err := k.runner.Load(set.Images[at*set.Size() : end*set.Size()]); err != nil {
		return err
	}
	plan := k.sweep.plan
	for i, a := range plan {
		k.runner.Stem.Held = i > 0
		held := 0
		if i > 0 {
			held = a.shared(plan[i-1])
		}
		k.arrange(a, held)
		if err := k.measure(ctx, set.Labels[at:end], &k.tallies[i]); err != nil {
			return err
		}
	}
	return nil
}

// arrange sets the gates, the first so many held.
func (k *worker) arrange(a arrangement, held int) {
	for i, g := range k.runner.Blocks {
		g.Held, g.Deleted, g.Instead = i < held, a[i] == gone, nil
		if a[i] != gone && a[i] != i {
			g.Instead = k.runner.Blocks[a[i]]
		}
	}
}

// measure computes the batch as the gates stand.
func (k *worker) measure(ctx context.Context, labels []int, t *tally) error {
	if err := k.runner.Run(ctx); err != nil {
		return err
	}
	study := k.sweep.study
	n := study.Net.Outputs()
	logits := k.logits[:len(labels)*n]
	if err := k.runner.Read(logits); err != nil {
		return err
	}
	for i, l := range labels {
		t.add(logits[i*n:(i+1)*n], l, study.TopK)
	}
	k.sweep.report(ctx)
	return nil
}
