package paths

import (
	"context"
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// walker goes back along paths with a graph of its own: forward once per batch,
// backward once per path.
type walker struct {
	runner   *models.Runner
	set      *data.Set
	outputs  int // per image
	batch    data.Batch
	gradient []float64 // by the batch's images, along the last path
}

// hire returns a walker with a graph for so many threads. Compiling that takes a quarter
// of a second for a hundred layers: when ctx ends before, it goes on for nobody.
func (c *crew) hire(ctx context.Context, threads int) (*walker, error) {
	var runner *models.Runner
	compiled := make(chan error, 1)
	go func() {
		var err error
		runner, err = c.study.compile(c.operation, c.loss, threads)
		compiled <- err
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case err := <-compiled:
		return &walker{runner: runner, set: c.study.Data, outputs: c.study.Net.Outputs()}, err
	}
}

// load takes the samples with the given indices for the batch.
func (w *walker) load(indices []int) error {
	if err := w.set.Batch(&w.batch, indices); err != nil {
		return err
	}
	w.gradient = make([]float64, len(w.batch.Images))
	return w.runner.Load(w.batch.Images)
}

// forward runs a batch of the samples with the given indices.
func (w *walker) forward(ctx context.Context, indices []int) error {
	if err := w.load(indices); err != nil {
		return err
	}
	var err error
	if w.set.Regression() {
		err = w.runner.Targets(w.batch.Targets)
	} else {
		err = w.runner.Labels(w.batch.Labels)
	}
	if err != nil {
		return err
	}
	if err := w.runner.Run(ctx); err != nil {
		return err
	}
	if l := w.runner.Loss(); l-l != 0 {
		return fmt.Errorf("got a loss of %v on a batch of %s, want a finite one: was the network trained, its running statistics with it?", l, w.set.Name)
	}
	return nil
}

// backWhole leaves the gradient along all paths together in w.gradient, to be
// multiplied by 2 to the exponent.
func (w *walker) backWhole(ctx context.Context) (exponent int, err error) {
	for _, g := range w.runner.Blocks {
		g.Backward = nn.Both
	}
	return w.back(ctx)
}

// backAlong leaves the gradient along a path there.
func (w *walker) backAlong(ctx context.Context, p path) (exponent int, err error) {
	for i, g := range w.runner.Blocks {
		g.Backward = nn.ShortcutOnly
		if p[i] {
			g.Backward = nn.BranchOnly
		}
	}
	return w.back(ctx)
}

func (w *walker) back(ctx context.Context) (exponent int, err error) {
	if err := w.runner.Back(ctx); err != nil {
		return 0, err
	}
	exponent, err = w.runner.PathGradient(w.gradient)
	if err != nil {
		return 0, err
	}
	for _, v := range w.gradient {
		if v-v != 0 {
			return 0, fmt.Errorf("got %v in a gradient of %s, want finite numbers: are its weights?", v, w.set.Name)
		}
	}
	return exponent, nil
}

// logNorm is the natural logarithm of the norm of the gradient along a path.
func (w *walker) logNorm(ctx context.Context, p path) (float64, error) {
	exponent, err := w.backAlong(ctx, p)
	if err != nil {
		return 0, err
	}
	return logNorm(w.gradient, exponent), nil
}

// logNorm is ln ‖2^exponent·x‖, −Inf for zeros. A power of two is taken out first, for
// squares of numbers below 10⁻¹⁶² are no numbers of a float64.
func logNorm(x []float64, exponent int) float64 {
	top := 0.0
	for _, v := range x {
		top = max(top, math.Abs(v))
	}
	_, out := math.Frexp(top)
	sum := 0.0
	for _, v := range x {
		v = math.Ldexp(v, -out)
		sum += v * v
	}
	return .5*math.Log(sum) + float64(exponent+out)*math.Ln2
}
