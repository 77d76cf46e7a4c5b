package train

import (
	"fmt"
	"math/rand/v2"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// Depth draws, anew for each batch, the blocks of a network that take part in it:
// [StochasticDepth], [EffectivePaths], or [DropPath] for each sample. The others hand on what they get, by their
// shortcut, and cost nothing, neither forward nor backward. Their parameters have
// gradients of zero in that step, so momentum and decay go on, and their running
// statistics stay.
//
// What else a block does is no part of it: the states of a linear multi-step block
// are mixed by k whether its branch is there or not, as in the code that Lu et al.
// (2018) published, and a ReLU behind the sum stays. Networks without shortcuts are
// refused.
type Depth interface {
	fmt.Stringer

	// plan is how the blocks of a network are drawn.
	plan(blocks []*models.Block) (*lottery, error)
}

var (
	_ Depth = StochasticDepth{}
	_ Depth = EffectivePaths{}
)

// Scaling is how a network whose blocks come and go in training becomes one whose
// blocks are all there. Without it the sum of all branches is larger than anything
// the network has been trained on.
type Scaling int

// The scalings.
const (
	// AtTest multiplies each branch by the probability with which it took part: in
	// validations and, when the run ends, in the network, by way of the branch's last
	// layer ([models.Block.BranchEnd]). So what was trained is an ordinary network,
	// which predicts, is saved and is taken apart as any other. Huang et al. (2016)
	// have it so. It is refused where a branch has no such layer.
	AtTest Scaling = iota
	// Inverted divides a branch by that probability whenever it takes part, in
	// training, and leaves the network alone. Lu et al. have it so in their code.
	Inverted
	// Unscaled does neither. It is there to see what for: see [EffectivePaths].
	Unscaled
)

// String is the scaling in words.
func (s Scaling) String() string {
	switch s {
	case AtTest:
		return "scaled at test"
	case Inverted:
		return "inverted scaling"
	case Unscaled:
		return "unscaled"
	}
	return fmt.Sprintf("scaling %d", int(s))
}

// lottery draws the blocks of each batch.
type lottery struct {
	blocks   []*models.Block
	survival []float64 // of each block
	scaling  Scaling
	draw     func(random *rand.Rand, in []bool) // nil: the graph draws, at these rates
	rates    []float64
	seed     uint64
	in       []bool // the last draw
}

// dropPath is the rate of each block at which samples go without it, nil for none.
func (l *lottery) dropPath() []float64 {
	if l == nil {
		return nil
	}
	return l.rates
}

// newLottery is nil without anything to draw.
func newLottery(d Depth, net *models.Net, seed uint64) (*lottery, error) {
	if d == nil {
		return nil, nil
	}
	if isNil(d) {
		return nil, fmt.Errorf("got a nil %T, want one or no interface value at all", d)
	}
	blocks := net.Blocks()
	for _, b := range blocks {
		if !b.Residual() {
			return nil, fmt.Errorf("%v: got %s, whose block %s has no shortcut, want a network that goes on without its blocks", d, net.Name(), b.Name)
		}
	}
	l, err := d.plan(blocks)
	if err != nil {
		return nil, fmt.Errorf("%v: %w", d, err)
	}
	l.blocks, l.seed, l.in = blocks, seed, make([]bool, len(blocks))
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("%v: %w", d, err)
	}
	return l, nil
}

// check returns why the blocks cannot be scaled.
func (l *lottery) check() error {
	if l.scaling < AtTest || l.scaling > Unscaled {
		return fmt.Errorf("got %v, want AtTest, Inverted or Unscaled", l.scaling)
	}
	for i, b := range l.blocks {
		if l.scaling == AtTest && l.survival[i] < 1 && b.BranchEnd() == nil {
			return fmt.Errorf("got the block %s, whose branch has no last layer to scale, want Inverted scaling for it", b.Name)
		}
	}
	return nil
}

// depthStream keeps the draws apart from others with the same seed.
const depthStream = 0x6465707468

// open sets the gates for a step. What it draws depends on the seed and on the step
// alone, so a run that is resumed draws what it would have drawn.
func (l *lottery) open(gates []*nn.Gate, step int) {
	if l == nil || l.draw == nil {
		return
	}
	l.draw(rand.New(rand.NewPCG(l.seed^depthStream, uint64(step))), l.in)
	for i, g := range gates {
		g.Deleted = !l.in[i]
		if l.scaling == Inverted {
			g.Scale = 1 / l.survival[i]
		}
	}
}

// spared are the multiply-accumulates of the branches that take no part in the step.
func (l *lottery) spared() int64 {
	if l == nil || l.draw == nil {
		return 0
	}
	var sum int64
	for i, in := range l.in {
		if !in {
			sum += l.blocks[i].MACs()
		}
	}
	return sum
}

// fold multiplies every branch by its probability, where that is the scaling, and
// returns what brings back the same bits.
func (l *lottery) fold() (unfold func()) {
	if l == nil || l.scaling != AtTest {
		return func() {}
	}
	var params []*nn.Param
	var before [][]float64
	for i, b := range l.blocks {
		for _, p := range b.BranchEnd() {
			params, before = append(params, p), append(before, p.Float64s())
			scaled := p.Float64s()
			for j := range scaled {
				scaled[j] *= l.survival[i]
			}
			mustSet(p, scaled)
		}
	}
	return func() {
		for i, p := range params {
			mustSet(p, before[i])
		}
	}
}

// mustSet sets as many values as a parameter has.
func mustSet(p *nn.Param, values []float64) {
	if err := p.Set(values); err != nil {
		panic(err) // the values came from the same parameter
	}
}
