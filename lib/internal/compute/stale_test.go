package compute

import (
	"hash/maphash"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestConvForgets checks that a convolution gives the same bits whatever its Pool
// has done before: nothing that was left in scratch is read.
func TestConvForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, c, r, p := drawConv(t), drawConv(t), drawn(t), drawPool(t, 2)
		fresh := NewPool(2, p.narrow.ISA)
		x, dy := newBatch[float32](r, c.In()), newBatch[float32](r, c.Out())
		w := newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain
		passes := func(p *Pool, c *Conv, x, dy, w []float32) (y, dx, dw []float32) {
			y, dx, dw = dirty[float32](len(dy)), dirty[float32](len(x)), dirty[float32](len(w))
			var moments Moments
			ConvForward(p, c, y, x, w, Epilogue[float32]{Bias: make([]float32, c.Out().C), ReLU: true, Moments: &moments})
			spoil(p)
			ConvBackwardData(p, c, dx, dy, w)
			spoil(p)
			ConvBackwardWeights(p, c, dw, x, dy)
			spoil(p)
			return y, dx, dw
		}
		passes(p, before, dirty[float32](before.In().Len()), dirty[float32](before.Out().Len()), dirty[float32](before.Weights()))
		y, dx, dw := passes(p, c, x.blocked, dy.blocked, w)
		wantY, wantDX, wantDW := passes(fresh, c, x.blocked, dy.blocked, w)
		mustBeSame(t, "y", unpacked(c.Out(), y), unpacked(c.Out(), wantY))
		mustBeSame(t, "dx", unpacked(c.In(), dx), unpacked(c.In(), wantDX))
		mustBeSame(t, "dw", dw, wantDW)
	})
}

// TestAroundForgets does the same for the operations around convolutions.
func TestAroundForgets(t *testing.T) {
	s := Shape{37, 16, 12, 8}
	seed := maphash.MakeSeed()
	run := func(p *Pool) []uint64 {
		var prints []uint64
		for _, op := range aroundOps(ground{t, p, s, fence.Open{}}) {
			op.run()
			prints = append(prints, fingerprint(seed, op))
			spoil(p)
		}
		return prints
	}
	p := newPool(2)
	want := run(p)
	for i, got := range run(p) {
		if got != want[i] {
			t.Errorf("%s: what was left in scratch changes bits", aroundOps(ground{t, p, s, fence.Open{}})[i].name)
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
