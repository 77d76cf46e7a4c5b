package paths

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

// Sampling says which paths to draw. The zero value draws 20 of each length.
type Sampling struct {
	Lengths []int  // nil means 0, 1, …, n
	Samples int    // paths per length; 0 means 20, the paper has 1,000
	Seed    uint64 // of batches and paths
}

// mostSamples is more than anybody waits for.
const mostSamples = 1 << 20

// fill puts the defaults in, or says what is wrong.
func (s *Sampling) fill(blocks int) error {
	if s.Lengths == nil {
		for k := range blocks + 1 {
			s.Lengths = append(s.Lengths, k)
		}
	}
	if s.Samples == 0 {
		s.Samples = 20
	}
	s.Lengths = slices.Clone(s.Lengths)
	slices.Sort(s.Lengths)
	s.Lengths = slices.Compact(s.Lengths)
	switch {
	case len(s.Lengths) == 0:
		return errors.New("got no lengths, want at least one")
	case s.Samples < 0 || s.Samples > mostSamples:
		return fmt.Errorf("got %d samples, want 0 (20) to %d", s.Samples, mostSamples)
	}
	for _, k := range s.Lengths {
		if k < 0 || k > blocks {
			return fmt.Errorf("got a length of %d, want one in [0, %d], as many as there are blocks", k, blocks)
		}
	}
	return nil
}

// GradientByLength measures how large the gradient of the loss is that reaches the
// input along paths of each length (Veit et al. 2016, section 5.1, figure 6b). A
// batch goes forward through the whole network; on the way back k blocks drawn at
// random let the gradient through their branch only, and all others through their
// shortcut only.
//
// The paper draws a batch for each path. Here a batch serves one path of each
// length, since going forward costs as much as several paths back.
func (s Study) GradientByLength(ctx context.Context, draws Sampling) (*Gradients, error) {
	const operation = "GradientByLength"
	if err := s.prepare(ctx, operation); err != nil {
		return nil, err
	}
	if err := draws.fill(len(s.Net.Blocks())); err != nil {
		return nil, fmt.Errorf("paths: %s: %w", operation, err)
	}
	p := newSampler(s, draws)
	err := p.run(ctx, operation)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	return p.gradients(), err
}

// sampler draws and follows paths. Workers take one sample after another: a batch
// and a path of each length.
type sampler struct {
	study Study
	draws Sampling

	mu   sync.Mutex // guards what follows
	next int        // the first sample that no worker has taken
	done int        // paths followed
	logs [][]float64
	err  error // the first of a worker
}

func newSampler(s Study, draws Sampling) *sampler {
	p := &sampler{study: s, draws: draws, logs: make([][]float64, draws.Samples)}
	for i := range p.logs {
		p.logs[i] = make([]float64, len(draws.Lengths))
		for j := range p.logs[i] {
			p.logs[i][j] = math.NaN() // until it is measured
		}
	}
	return p
}

// run follows everything, or what it can until ctx ends, with ctx's error.
func (p *sampler) run(ctx context.Context, operation string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	count := min(p.study.Threads, p.draws.Samples)
	for i := range count {
		w, err := newWalker(&p.study, operation, (p.study.Threads+count-1-i)/count)
		if err != nil {
			p.fail(err)
			break
		}
		all.Go(func() {
			if err := p.work(ctx, w); err != nil {
				p.fail(err)
				stop() // the others
			}
		})
	}
	all.Wait()
	return p.err
}

// work follows samples until there are none.
func (p *sampler) work(ctx context.Context, w *walker) error {
	for {
		sample := p.take()
		if sample == p.draws.Samples {
			return nil
		}
		if err := w.forward(ctx, rand.New(rand.NewPCG(p.draws.Seed, uint64(sample)))); err != nil {
			return err
		}
		for i, k := range p.draws.Lengths {
			// A generator for each path: other lengths leave it as it is.
			from := rand.New(rand.NewPCG(p.draws.Seed, uint64(k+1)<<32|uint64(sample)))
			l, err := w.logNorm(ctx, drawPath(from, len(w.runner.Blocks), k))
			if err != nil {
				return err
			}
			p.put(ctx, sample, i, l)
		}
	}
}

// take hands a worker the next sample.
func (p *sampler) take() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	return min(p.next-1, p.draws.Samples)
}

// put keeps a measurement and says how far it has come, not after ctx has ended.
func (p *sampler) put(ctx context.Context, sample, i int, l float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.logs[sample][i] = l
	p.done++
	if ctx.Err() == nil {
		progress.Report(ctx, "gradients along paths of "+p.study.Net.Name(), p.done, p.draws.Samples*len(p.draws.Lengths), nil)
	}
}

// fail keeps the first error: those behind it say that it stopped the others.
func (p *sampler) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
}

// gradients is what was measured, in the order of the draws.
func (p *sampler) gradients() *Gradients {
	g := &Gradients{
		Network: p.study.Net.Name(), Blocks: len(p.study.Net.Blocks()),
		Images: p.study.Batch, Seed: p.draws.Seed,
	}
	for i, k := range p.draws.Lengths {
		n := Norms{Length: k}
		for _, sample := range p.logs {
			if !math.IsNaN(sample[i]) {
				n.Logs = append(n.Logs, sample[i])
			}
		}
		if len(n.Logs) > 0 {
			g.Norms = append(g.Norms, n)
		}
	}
	return g
}
