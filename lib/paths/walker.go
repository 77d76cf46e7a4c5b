package paths

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// walker goes back along paths with a graph of its own: forward once per batch,
// backward once per path.
type walker struct {
	runner   *models.Runner
	set      *data.Set
	size     int // images per batch
	gradient []float64
}

func newWalker(s *Study, operation string, threads int) (*walker, error) {
	r, err := s.compile(operation, s.loss(), threads)
	if err != nil {
		return nil, err
	}
	return &walker{r, s.Data, s.Batch, make([]float64, s.Batch*s.Data.Size())}, nil
}

// forward runs a batch drawn from the set, all sets of so many images equally likely.
func (w *walker) forward(ctx context.Context, from *rand.Rand) error {
	var b data.Batch
	if err := w.set.Batch(&b, from.Perm(w.set.Len())[:w.size]); err != nil {
		return err
	}
	if err := w.runner.Load(b.Images); err != nil {
		return err
	}
	if w.set.Regression() {
		if err := w.runner.Targets(b.Targets); err != nil {
			return err
		}
	} else if err := w.runner.Labels(b.Labels); err != nil {
		return err
	}
	for _, g := range w.runner.Blocks {
		g.Backward = nn.Both
	}
	return w.runner.Run(ctx)
}

// back goes back along a path, which leaves the gradient in w.gradient, to be
// multiplied by 2 to the exponent.
func (w *walker) back(ctx context.Context, p path) (exponent int, err error) {
	for i, g := range w.runner.Blocks {
		g.Backward = nn.ShortcutOnly
		if p[i] {
			g.Backward = nn.BranchOnly
		}
	}
	if err := w.runner.Back(ctx); err != nil {
		return 0, err
	}
	return w.runner.PathGradient(w.gradient)
}

// logNorm is the natural logarithm of the norm of the gradient along a path.
func (w *walker) logNorm(ctx context.Context, p path) (float64, error) {
	exponent, err := w.back(ctx, p)
	if err != nil {
		return 0, err
	}
	l := logNorm(w.gradient, exponent)
	if math.IsNaN(l) || math.IsInf(l, 1) {
		return 0, fmt.Errorf("got a gradient that is not finite along the path %v, want a network with finite weights", p)
	}
	return l, nil
}

// logNorm is ln ‖2^exponent·x‖, −Inf for zeros.
func logNorm(x []float64, exponent int) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return .5*math.Log(sum) + float64(exponent)*math.Ln2
}
