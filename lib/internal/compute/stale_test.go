package compute

import (
	"hash/maphash"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestConvForgets checks that a convolution gives the same bits whatever its Pool
// has done before: nothing that was left in scratch is read. Fresh memory is zero.
func TestConvForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, c, r, used := drawConv(t), drawConv(t), drawn(t), drawPool(t, 2)
		x, dy := newBatch[float32](r, c.In()), newBatch[float32](r, c.Out())
		w := newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain
		passes := func(c *Conv, x, dy, w []float32, next func() *Pool) (y, dx, dw []float32) {
			y, dx, dw = dirty[float32](len(dy)), dirty[float32](len(x)), dirty[float32](len(w))
			var moments Moments
			ConvForward(next(), c, y, x, w, Epilogue[float32]{Bias: make([]float32, c.Out().C), ReLU: true, Moments: &moments})
			ConvBackwardData(next(), c, dx, dy, w)
			ConvBackwardWeights(next(), c, dw, x, dy)
			return y, dx, dw
		}
		spoiled := func() *Pool { spoil(used); return used }
		fresh := func() *Pool { return NewPool(2, used.narrow.ISA) }
		passes(before, dirty[float32](before.In().Len()), dirty[float32](before.Out().Len()), dirty[float32](before.Weights()), spoiled)
		y, dx, dw := passes(c, x.blocked, dy.blocked, w, spoiled)
		wantY, wantDX, wantDW := passes(c, x.blocked, dy.blocked, w, fresh)
		mustBeSame(t, "y", unpacked(c.Out(), y), unpacked(c.Out(), wantY))
		mustBeSame(t, "dx", unpacked(c.In(), dx), unpacked(c.In(), wantDX))
		mustBeSame(t, "dw", dw, wantDW)
	})
}

// TestAroundForgets does the same for the operations around convolutions: what one
// leaves for the next is numbers the first time, NaN the second.
func TestAroundForgets(t *testing.T) {
	seed, p := maphash.MakeSeed(), newPool(2)
	run := func(prepare func(p *Pool)) (names []string, prints []uint64) {
		for _, op := range aroundOps(ground{t, p, largeShape, fence.Open{}}) {
			prepare(p)
			op.run()
			names, prints = append(names, op.name), append(prints, fingerprint(seed, op))
		}
		return names, prints
	}
	names, want := run(func(*Pool) {})
	_, got := run(spoil)
	for i, name := range names {
		if got[i] != want[i] {
			t.Errorf("%s: what was left in scratch changes bits", name)
		}
	}
}

// spoil fills all memory that a Pool keeps for later with NaN.
func spoil(p *Pool) {
	for _, spare := range p.spare {
		for _, kept := range spare.values {
			switch kept := kept.(type) {
			case *scratch[float32]:
				fillNaN(kept.values)
			case *scratch[float64]:
				fillNaN(kept.values)
			case *tiles[float32]:
				fillNaN(kept.memory)
			case *turned[float32]:
				fillNaN(kept.values)
			case *tally[float32]:
				fillNaN(kept.near, kept.sums, kept.reduced)
			case *Packed[float32]:
				fillNaN(kept.values)
			case *Moments:
				fillNaN(kept.counts, kept.mean, kept.squares)
			}
		}
	}
}

func fillNaN[T Float](all ...[]T) {
	for _, x := range all {
		fill(x[:cap(x)], T(math.NaN()))
	}
}
