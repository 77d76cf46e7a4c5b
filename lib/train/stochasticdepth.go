package train

import (
	"fmt"
	"math/rand/v2"

	"github.com/unravel-go/unravel/lib/models"
)

// StochasticDepth leaves each block out of a batch with a probability that rises
// along the network (Huang et al. 2016): training sees short networks, each batch
// another, and prediction the long one. The zero value is their recipe for
// ResNet-110.
//
// To Lu et al. (2018, section 3) it is a scheme for a stochastic differential
// equation: see [github.com/unravel-go/unravel/lib/ode.StochasticDepth].
type StochasticDepth struct {
	Last     float64       // probability of the last block to take part; 0 means 0.5
	Schedule DepthSchedule // how the others come to theirs
	Scaling  Scaling
}

// DepthSchedule is how the probability of a block to take part changes along a
// network of L blocks.
type DepthSchedule int

// The schedules. They differ by less than a block in the number of those that take
// part: of 54 with ½ at the end, 40.25 and 40.5.
const (
	HuangDepth    DepthSchedule = iota // 1 − l/L·(1−Last) for l = 1, …, L (Huang et al. 2016)
	LuDepth                            // 1 − i/(L−1)·(1−Last) for i = 0, …, L−1: the first block always (Lu et al., in their code)
	ConstantDepth                      // Last for all
)

// String is the schedule in words.
func (s DepthSchedule) String() string {
	switch s {
	case HuangDepth:
		return "Huang's schedule"
	case LuDepth:
		return "Lu's schedule"
	case ConstantDepth:
		return "constant schedule"
	}
	return fmt.Sprintf("schedule %d", int(s))
}

// Survival returns the probability of each of so many blocks to take part, for one
// of last at the end. For a schedule that there is not it is nil.
func (s DepthSchedule) Survival(last float64, blocks int) []float64 {
	all := make([]float64, blocks)
	for i := range all {
		death := 1 - last
		switch s {
		case HuangDepth:
			death *= float64(i+1) / float64(blocks)
		case LuDepth:
			death *= float64(i) / float64(max(blocks-1, 1))
		case ConstantDepth:
		default:
			return nil
		}
		all[i] = 1 - death
	}
	return all
}

// String is the perturbation in words.
func (d StochasticDepth) String() string {
	return fmt.Sprintf("stochastic depth, %v to %g, %v", d.Schedule, orDefault(d.Last, 0.5), d.Scaling)
}

func (d StochasticDepth) plan(blocks []*models.Block) (*lottery, error) {
	last := orDefault(d.Last, 0.5)
	if !(last > 0 && last <= 1) {
		return nil, fmt.Errorf("got a probability of %v for the last block, want one above 0, up to 1", last)
	}
	survival := d.Schedule.Survival(last, len(blocks))
	if survival == nil {
		return nil, fmt.Errorf("got %v, want HuangDepth, LuDepth or ConstantDepth", d.Schedule)
	}
	draw := func(random *rand.Rand, in []bool) {
		for i, p := range survival {
			in[i] = random.Float64() < p
		}
	}
	return &lottery{survival: survival, scaling: d.Scaling, draw: draw}, nil
}
