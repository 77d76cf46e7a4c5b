package protocol

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/train"
)

// deep is the depth from which on networks are warmed up: the rate of 0.1 is
// slightly too large for a ResNet-110 to start at (He et al. 2016a, section 4.2).
const deep = 110

// recipe is how a network is trained, without where its checkpoints are.
func (p *Protocol) recipe(t training) train.Options {
	o := train.Options{
		Epochs: t.epochs, Batch: p.o.Batch,
		Augment:  data.Augment{Pad: 4, Flip: true},
		Schedule: train.Step{At: []float64{0.5, 0.75}},
		Solver:   &train.SGD{Momentum: 0.9, Decay: 1e-4},
		Depth:    t.blocks,
		Seed:     t.seed, Threads: p.o.Threads,
	}
	if t.depth >= deep {
		o.WarmUp = train.WarmUp{Rate: 0.01, Steps: 400, Below: 80}
	}
	return o
}

// words is everything that the figures of a trained network depend on.
func (p *Protocol) words(t training) string {
	return fmt.Sprintf("%s of width %d, %d epochs in batches of %d, seed %d, %s",
		t.kind(), p.o.Width, t.epochs, p.o.Batch, t.seed, p.samples)
}
