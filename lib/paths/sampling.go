package paths

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
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
	logs, err := s.sample(ctx, operation, draws)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	return s.gradients(draws, logs), err
}

// sample follows the paths and returns the logarithms of the norms by sample and
// length, NaN for those that it did not come to.
func (s *Study) sample(ctx context.Context, operation string, draws Sampling) ([][]float64, error) {
	logs := make([][]float64, draws.Samples)
	for i := range logs {
		logs[i] = unmeasured(len(draws.Lengths))
	}
	c := &crew{
		study: s, operation: operation, task: "gradients along paths", loss: s.loss(),
		jobs: draws.Samples, steps: draws.Samples * len(draws.Lengths),
	}
	err := c.run(ctx, func(ctx context.Context, w *walker, sample int) error {
		if err := w.forward(ctx, draws.batch(s, sample)); err != nil {
			return err
		}
		for i, k := range draws.Lengths {
			l, err := w.logNorm(ctx, draws.path(len(w.runner.Blocks), k, sample))
			if err != nil {
				return err
			}
			c.keep(ctx, func() { logs[sample][i] = l })
		}
		return nil
	})
	return logs, err
}

// batch draws the images of a sample, all sets of so many equally likely.
func (draws *Sampling) batch(s *Study, sample int) []int {
	return rand.New(rand.NewPCG(draws.Seed, uint64(sample))).Perm(s.Data.Len())[:s.Batch]
}

// path draws the path of a length in a sample, with a generator of its own: other
// lengths and samples leave it as it is.
func (draws *Sampling) path(blocks, length, sample int) path {
	return drawPath(rand.New(rand.NewPCG(draws.Seed, uint64(length+1)<<32|uint64(sample))), blocks, length)
}

// unmeasured is room for so many measurements.
func unmeasured(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.NaN()
	}
	return values
}

// gradients is what was measured, in the order of the draws.
func (s *Study) gradients(draws Sampling, logs [][]float64) *Gradients {
	g := &Gradients{Network: s.Net.Name(), Blocks: len(s.Net.Blocks()), Images: s.Batch, Seed: draws.Seed}
	for i, k := range draws.Lengths {
		n := Norms{Length: k}
		for _, sample := range logs {
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
