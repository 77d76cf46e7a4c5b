package train

import (
	"fmt"
	"math/rand/v2"

	"github.com/unravel-go/unravel/lib/models"
)

// EffectivePaths lets exactly so many blocks take part in each batch, drawn
// uniformly: no path through the network is longer. Veit et al. (2016, section 5.3)
// train 23 of 54 blocks, so that the lengths of paths center on 11.5, where they
// found those that carry gradient, and do as well as with all.
//
// # Why the branches are scaled
//
// Each block learns to be one of 23. With all 54 there, each state is a sum of more
// than twice as many branches as any that the network has seen, and the classifier
// behind it is at a loss. A ResNet-110 of width 8 that learns the digits so errs on
// 90 % of them, which is chance; with its branches multiplied by 23/54 on 3 %, and one
// that was trained as a whole on 2 %. So [Scaling] is the default here too.
type EffectivePaths struct {
	Blocks  int // that take part in each batch
	Scaling Scaling

	// KeepTransitions has the blocks that change the shape take part always. They do
	// not count as Blocks then.
	KeepTransitions bool
}

// String is the perturbation in words.
func (e EffectivePaths) String() string {
	s := fmt.Sprintf("paths through %s, %v", count(e.Blocks, "block"), e.Scaling)
	if e.KeepTransitions {
		s += ", and those that change the shape"
	}
	return s
}

func (e EffectivePaths) plan(blocks []*models.Block) (*lottery, error) {
	var drawn []int
	survival := make([]float64, len(blocks))
	for i, b := range blocks {
		if survival[i] = 1; !e.KeepTransitions || !b.Transition {
			drawn = append(drawn, i)
		}
	}
	if e.Blocks < 1 || e.Blocks > len(drawn) {
		return nil, fmt.Errorf("got %d blocks for each batch, want 1 to %d", e.Blocks, len(drawn))
	}
	for _, i := range drawn {
		survival[i] = float64(e.Blocks) / float64(len(drawn))
	}
	draw := func(random *rand.Rand, in []bool) {
		for i := range in {
			in[i] = true
		}
		for _, j := range random.Perm(len(drawn))[e.Blocks:] {
			in[drawn[j]] = false
		}
	}
	return &lottery{survival: survival, scaling: e.Scaling, draw: draw}, nil
}
