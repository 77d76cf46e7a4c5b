package paths

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// MaxEnumerated is the largest number of blocks whose paths are followed one by one:
// it has a million.
const MaxEnumerated = 20

// Enumeration is the gradient along every path of a small network, on one batch.
//
// The derivative of a block's output by its input is the identity (or whatever its
// shortcut is), and that of its branch besides. So the gradient by the network's
// input is a product of sums, and multiplied out it is a sum with a term for each
// path, exactly, however nonlinear the branches are:
//
//	gradient = Σ over paths, of the gradient along the path
type Enumeration struct {
	Network string
	Blocks  int
	Images  int // in the batch
	Seed    uint64
	Logs    []float64 // natural logarithm of each path's norm; path i takes block b if bit b of i is set. NaN for paths not come to

	Whole      float64 // natural logarithm of the norm of the gradient itself
	Sum        float64 // the same of the sum over all paths; NaN unless all were followed
	Difference float64 // norm of the sum minus the gradient, in parts of the gradient's norm; NaN likewise
}

// Enumerate follows the gradient back along every path of a network of at most
// [MaxEnumerated] blocks, for one batch drawn with a seed. In float32 the sum differs
// from the gradient by rounding; models.Config.Float64 makes that small.
func (s Study) Enumerate(ctx context.Context, seed uint64) (*Enumeration, error) {
	const operation = "Enumerate"
	if err := s.prepare(ctx, operation); err != nil {
		return nil, err
	}
	n := len(s.Net.Blocks())
	if n > MaxEnumerated {
		return nil, fmt.Errorf("paths: %s: got %s with %d blocks, 2^%d paths, want at most %d blocks", operation, s.Net.Name(), n, n, MaxEnumerated)
	}
	e := &enumerator{
		logs:  unmeasured(1 << n),
		sums:  make([][]float64, min(chunks, 1<<n)),
		batch: rand.New(rand.NewPCG(seed, 0)).Perm(s.Data.Len())[:s.Batch],
	}
	err := e.run(ctx, &s, operation)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	result := &Enumeration{Network: s.Net.Name(), Blocks: n, Images: s.Batch, Seed: seed, Logs: e.logs}
	result.compare(e.whole, e.sum())
	return result, err
}

// chunks is what paths are counted off in, whatever the number of threads: sums of
// the same terms in the same order are the same to the bit.
const chunks = 64

// enumerator follows all paths.
type enumerator struct {
	batch []int // samples
	logs  []float64
	sums  [][]float64 // of the gradients of each chunk of paths; nil until it is done
	whole []float64   // the gradient
}

func (e *enumerator) run(ctx context.Context, s *Study, operation string) error {
	c := &crew{
		study: s, operation: operation, task: "gradients along all paths", loss: s.loss(),
		jobs: len(e.sums), steps: len(e.logs),
	}
	return c.run(ctx, func(ctx context.Context, w *walker, chunk int) error {
		if err := w.forward(ctx, e.batch); err != nil {
			return err
		}
		if chunk == 0 {
			exponent, err := w.backWhole(ctx)
			if err != nil {
				return err
			}
			e.whole = plus(nil, w.gradient, exponent)
		}
		var sum []float64
		for i := chunk; i < len(e.logs); i += len(e.sums) {
			exponent, err := w.backAlong(ctx, numbered(i, len(w.runner.Blocks)))
			if err != nil {
				return err
			}
			sum = plus(sum, w.gradient, exponent)
			c.keep(ctx, func() { e.logs[i] = logNorm(w.gradient, exponent) })
		}
		e.sums[chunk] = sum
		return nil
	})
}

// plus adds 2^exponent·x to a sum, which nil begins.
func plus(sum, x []float64, exponent int) []float64 {
	if sum == nil {
		sum = make([]float64, len(x))
	}
	for i, v := range x {
		sum[i] += math.Ldexp(v, exponent)
	}
	return sum
}

// sum is that over all paths, nil unless all were followed.
func (e *enumerator) sum() []float64 {
	var sum []float64
	for _, of := range e.sums {
		if of == nil {
			return nil
		}
		sum = plus(sum, of, 0)
	}
	return sum
}

// compare holds the sum over paths against the gradient.
func (e *Enumeration) compare(whole, sum []float64) {
	e.Whole, e.Sum, e.Difference = math.NaN(), math.NaN(), math.NaN()
	if whole != nil {
		e.Whole = logNorm(whole, 0)
	}
	if whole == nil || sum == nil {
		return
	}
	e.Sum = logNorm(sum, 0)
	difference := make([]float64, len(sum))
	for i := range sum {
		difference[i] = sum[i] - whole[i]
	}
	e.Difference = math.Exp(logNorm(difference, 0) - e.Whole)
}

// Gradients sorts the norms by the lengths of the paths: what
// [Study.GradientByLength] estimates, of every path.
func (e *Enumeration) Gradients() *Gradients {
	if e == nil {
		return nil
	}
	g := &Gradients{Network: e.Network, Blocks: e.Blocks, Images: e.Images, Seed: e.Seed}
	of := make([]Norms, e.Blocks+1)
	for i, l := range e.Logs {
		if k := lengthOf(i); !math.IsNaN(l) {
			of[k].Logs = append(of[k].Logs, l)
		}
	}
	for k, n := range of {
		if n.Length = k; len(n.Logs) > 0 {
			g.Norms = append(g.Norms, n)
		}
	}
	return g
}

// Coherence is the norm of the sum over paths in parts of the sum of the norms: 1 if
// the gradients along all paths point the same way. N of equal norm and independent
// directions would have 1/√N. NaN unless all paths were followed.
func (e *Enumeration) Coherence() float64 { return math.Exp(e.Sum - logSum(e.Logs)) }
