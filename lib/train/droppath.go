package train

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/models"
)

// DropPath is stochastic depth with a gate for each sample instead of one for each
// batch (Larsson et al. 2017 have the name, for FractalNet): a sample that goes
// without a block gets nothing from its branch, and the branch of the others is
// divided by their share. So the trained network needs no scaling. The block is
// computed for the whole batch, so unlike with [StochasticDepth] nothing is saved.
type DropPath struct {
	Last     float64       // probability of the last block to take part; 0 means 0.5
	Schedule DepthSchedule // how the others come to theirs
}

var _ Depth = DropPath{}

// String is the perturbation in words.
func (d DropPath) String() string {
	return fmt.Sprintf("drop-path, %v to %g", d.Schedule, orDefault(d.Last, 0.5))
}

func (d DropPath) plan(blocks []*models.Block) (*lottery, error) {
	l, err := StochasticDepth{Last: d.Last, Schedule: d.Schedule, Scaling: Unscaled}.plan(blocks)
	if err != nil {
		return nil, err
	}
	l.draw = nil // each sample draws for itself, in the graph
	for _, p := range l.survival {
		l.rates = append(l.rates, 1-p)
	}
	return l, nil
}
