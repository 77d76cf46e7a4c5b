package paths

import (
	"context"
	"sync"

	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/models"
)

// crew shares jobs among walkers, each with a graph of its own. Which walker does a
// job does not matter to what comes out.
type crew struct {
	study     *Study
	operation string // for errors
	task      string // for progress
	loss      models.Loss
	jobs      int
	steps     int // that all jobs have together, for progress

	mu   sync.Mutex // guards what follows, and what the jobs leave behind
	next int        // the first job that nobody has taken
	done int        // steps
	err  error      // the first of a walker
}

// run has every job done, or those that can be until ctx ends, with ctx's error.
func (c *crew) run(ctx context.Context, job func(ctx context.Context, w *walker, i int) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	count := min(c.study.Threads, c.jobs)
	for i := range count {
		// The threads that are left over go to the first walkers.
		threads := 1 + (c.study.Threads-1-i)/count
		all.Go(func() {
			if err := c.work(ctx, threads, job); err != nil {
				c.fail(err)
				stop() // the others
			}
		})
	}
	all.Wait()
	return c.err
}

// work hires a walker and has it do jobs until there are none.
func (c *crew) work(ctx context.Context, threads int, job func(ctx context.Context, w *walker, i int) error) error {
	w, err := c.hire(ctx, threads)
	if err != nil {
		return err
	}
	for {
		i := c.take()
		if i == c.jobs {
			return nil
		}
		if err := job(ctx, w, i); err != nil {
			return err
		}
	}
}

// take hands a walker the next job.
func (c *crew) take() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := c.next
	c.next = min(i+1, c.jobs)
	return i
}

// keep has what a step of a job left put where it belongs, and says how far the crew
// has come, not after ctx has ended.
func (c *crew) keep(ctx context.Context, put func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	put()
	c.done++
	if ctx.Err() == nil {
		progress.Report(ctx, c.task+" of "+c.study.Net.Name(), c.done, c.steps, nil)
	}
}

// fail keeps the first error: those behind it say that it stopped the others.
func (c *crew) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
}
