package lesion

import (
	"context"
	"fmt"
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
func (w *sweep) hire(operation string) ([]*worker, error) {
	s := &w.study
	probe, err := s.fit(operation)
	if err != nil {
		return nil, err
	}
	threads := s.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	count := min(threads, w.batches(), int(s.Memory/probe.Bytes()))
	var workers []*worker
	for i := range count {
		r := probe
		// The threads that are left over go to the first workers; the probe has one.
		if mine := (threads + count - 1 - i) / count; i > 0 || mine > 1 {
			if r, err = s.compile(operation, mine); err != nil {
				return nil, err
			}
		}
		workers = append(workers, &worker{
			sweep: w, runner: r,
			tallies: make([]tally, len(w.plan)),
			logits:  make([]float32, s.Batch*s.Net.Outputs()),
		})
	}
	return workers, nil
}

func (s Study) compile(operation string, threads int) (*models.Runner, error) {
	r, err := s.Net.Compile(nn.Options{Batch: s.Batch, Threads: threads, Holds: true}, models.NoLoss)
	if err != nil {
		return nil, fmt.Errorf("lesion: %s: %w", operation, err)
	}
	return r, nil
}

// lanes is how many images the engine computes at a time: smaller batches take as
// much memory.
const lanes = 16

// fit compiles a graph with one thread, and makes the batch smaller until it is
// within the memory bound.
func (s *Study) fit(operation string) (*models.Runner, error) {
	for {
		r, err := s.compile(operation, 1)
		if err != nil {
			return nil, err
		}
		need := r.Bytes()
		if need <= s.Memory {
			return r, nil
		}
		if s.Batch <= lanes {
			return nil, fmt.Errorf("lesion: %s: got a memory bound of %d bytes, want at least %d: so much %s takes for %d images", operation, s.Memory, need, s.Net.Name(), s.Batch)
		}
		s.Batch = max(lanes, (s.Batch-1)/2/lanes*lanes)
	}
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
