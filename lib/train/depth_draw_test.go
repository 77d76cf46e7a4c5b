package train

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

func resnet(t rapid.TB, depth int) *models.Net {
	t.Helper()
	net, err := models.ResNet(models.Config{Depth: depth, Width: 1, Input: [3]int{1, 4, 4}})
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func newGates(n int) []*nn.Gate {
	gates := make([]*nn.Gate, n)
	for i := range gates {
		gates[i] = &nn.Gate{}
	}
	return gates
}

// TestEffectivePathsOpenSoManyBlocks draws for any number of blocks, with
// transitions and without.
func TestEffectivePathsOpenSoManyBlocks(t *testing.T) {
	net := resnet(t, 32)
	blocks := net.Blocks()
	rapid.Check(t, func(t *rapid.T) {
		e := EffectivePaths{Blocks: rapid.IntRange(1, 13).Draw(t, "blocks"), KeepTransitions: rapid.Bool().Draw(t, "keep")}
		l, err := newLottery(e, net, rapid.Uint64().Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		gates, step := newGates(len(blocks)), rapid.IntRange(0, 1000).Draw(t, "step")
		l.open(gates, step)
		open := 0
		for i, g := range gates {
			kept := e.KeepTransitions && blocks[i].Transition
			if kept && g.Deleted {
				t.Errorf("%v: got it left out, want it always", blocks[i])
			}
			if !g.Deleted && !kept {
				open++
			}
		}
		if open != e.Blocks {
			t.Errorf("got %d blocks, want %d", open, e.Blocks)
		}
		again := newGates(len(blocks))
		l.open(again, step+1)
		l.open(again, step)
		if !slices.EqualFunc(gates, again, func(a, b *nn.Gate) bool { return *a == *b }) {
			t.Error("got other blocks for the same step")
		}
	})
}

// TestBlocksAreDrawnWithTheirProbabilities counts how often each block takes part.
func TestBlocksAreDrawnWithTheirProbabilities(t *testing.T) {
	net := resnet(t, 32)
	for _, d := range []Depth{
		StochasticDepth{},
		StochasticDepth{Last: 0.2, Schedule: LuDepth, Scaling: Inverted},
		EffectivePaths{Blocks: 6},
		EffectivePaths{Blocks: 4, KeepTransitions: true, Scaling: Inverted},
	} {
		l, err := newLottery(d, net, 3)
		if err != nil {
			t.Fatal(err)
		}
		const steps = 4000
		gates := newGates(len(l.blocks))
		counts := make([]float64, len(gates))
		for step := range steps {
			l.open(gates, step)
			for i, g := range gates {
				if !g.Deleted {
					counts[i]++
				}
			}
		}
		for i, p := range l.survival {
			if sigma := math.Sqrt(p * (1 - p) / steps); math.Abs(counts[i]/steps-p) > 4*sigma {
				t.Errorf("%v: got block %d in %.4f of the batches, want %.4f ± %.4f", d, i, counts[i]/steps, p, 4*sigma)
			}
			if l.scaling == Inverted && math.Abs(gates[i].Scale*p-1) > 1e-15 {
				t.Errorf("%v: got block %d scaled by %v, want 1/%v", d, i, gates[i].Scale, p)
			}
		}
	}
}
