package compute

import (
	"hash/maphash"
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// around is an operation over batches of one shape.
type around struct {
	name    string
	batches float64 // read and written, of the shape's size
	run     func()
	leaves  [][]float32 // what it may write to
}

// leaving notes what operations write to.
func leaving(ops []around, leaves ...[]float32) []around {
	for i := range ops {
		ops[i].leaves = leaves
	}
	return ops
}

// aroundOps are the operations around convolutions, on their own batches of a shape.
func aroundOps(t testing.TB, p *Pool, s Shape) []around {
	return slices.Concat(normOps(t, p, s), shapeOps(t, p, s), valueOps(t, p, s))
}

func normOps(t testing.TB, p *Pool, s Shape) []around {
	norm, err := NewNorm(s, 1e-5, true)
	if err != nil {
		t.Fatal(err)
	}
	x, y, z := fencedNoise(s.Len()), fencedNoise(s.Len()), fencedNoise(s.Len())
	dx, dy, dz := fencedDirty(s.Len()), fencedNoise(s.Len()), fencedDirty(s.Len())
	gamma, beta, dgamma, dbeta := fencedNoise(s.C), fencedNoise(s.C), fencedNoise(s.C), fencedNoise(s.C)
	mean, variance := make([]float64, s.C), make([]float64, s.C)
	Measure(p, s, x, mean, variance)
	return leaving([]around{
		{name: "measure", batches: 1, run: func() { Measure(p, s, x, mean, variance) }},
		{name: "norm-forward", batches: 3, run: func() { normForward(p, &norm, y, x, nil, gamma, beta, mean, variance) }},
		{name: "norm-apply", batches: 2, run: func() { NormApply(p, &norm, y, x, nil, gamma, beta, mean, variance) }},
		{name: "norm-apply-add", batches: 3, run: func() { NormApply(p, &norm, y, x, z, gamma, beta, mean, variance) }},
		{name: "norm-backward", batches: 6, run: func() { NormBackward(p, &norm, dx, dgamma, dbeta, nil, dy, x, nil, gamma, beta, mean, variance) }},
		{name: "norm-backward-in-place", batches: 5, run: func() {
			NormBackward(p, &norm, dy, dgamma, dbeta, nil, dy, x, nil, gamma, beta, mean, variance)
		}},
		{name: "norm-backward-plus", batches: 7, run: func() {
			NormBackwardPlus(p, &norm, dx, dgamma, dbeta, nil, z, dy, x, nil, gamma, beta, mean, variance)
		}},
		{name: "norm-backward-add", batches: 7, run: func() { NormBackward(p, &norm, dx, dgamma, dbeta, dz, dy, x, y, gamma, beta, mean, variance) }},
		{name: "norm-backward-frozen", batches: 3, run: func() {
			NormBackwardFrozen(p, &norm, dx, dgamma, dbeta, nil, dy, x, nil, gamma, beta, mean, variance)
		}},
	}, y, dx, dy, dz, dgamma, dbeta)
}

func shapeOps(t testing.TB, p *Pool, s Shape) []around {
	down, err := NewShortcut(s, ShortcutOptions{Out: 2 * s.C, Stride: 2})
	if err != nil {
		t.Fatal(err)
	}
	pooling, err := NewPooling(s, PoolingOptions{Kernel: 3, Stride: 2, Pad: 1})
	if err != nil {
		t.Fatal(err)
	}
	half, err := NewSlice(s, 0, s.C/2)
	if err != nil {
		t.Fatal(err)
	}
	x, dx := fencedNoise(s.Len()), fencedDirty(s.Len())
	small, pooled := fencedNoise(down.Out().Len()), fencedNoise(pooling.Out().Len())
	average, narrow := fencedNoise(Shape{s.N, s.C, 1, 1}.Len()), fencedNoise(half.Narrow().Len())
	return leaving([]around{
		{name: "shortcut-forward", batches: 0.75, run: func() { ShortcutForward(p, &down, small, x) }},
		{name: "shortcut-backward", batches: 1.25, run: func() { ShortcutBackward(p, &down, dx, small) }},
		{name: "average-pool-forward", batches: 1.25, run: func() { AveragePoolForward(p, &pooling, pooled, x) }},
		{name: "average-pool-backward", batches: 1.25, run: func() { AveragePoolBackward(p, &pooling, dx, pooled) }},
		{name: "max-pool-forward", batches: 1.25, run: func() { MaxPoolForward(p, &pooling, pooled, x) }},
		{name: "max-pool-backward", batches: 2.25, run: func() { MaxPoolBackward(p, &pooling, dx, pooled, x) }},
		{name: "global-average-forward", batches: 1, run: func() { GlobalAverageForward(p, s, average, x) }},
		{name: "global-average-backward", batches: 1, run: func() { GlobalAverageBackward(p, s, dx, average) }},
		{name: "slice-forward", batches: 1, run: func() { SliceForward(p, &half, narrow, x) }},
		{name: "pad-forward", batches: 1.5, run: func() { PadForward(p, &half, dx, narrow) }},
		{name: "pack", batches: 2, run: func() { Pack(dx, x[:s.N*s.Features()], s) }},
		{name: "unpack", batches: 2, run: func() { Unpack(dx[:s.N*s.Features()], x, s) }},
	}, dx, small, pooled, average, narrow)
}

func valueOps(t testing.TB, p *Pool, s Shape) []around {
	drop, err := NewDrop(0.3)
	if err != nil {
		t.Fatal(err)
	}
	normal, err := NewNoise(Normal, 1)
	if err != nil {
		t.Fatal(err)
	}
	uniform, err := NewNoise(Uniform, 1)
	if err != nil {
		t.Fatal(err)
	}
	x, y, z, f := fencedNoise(s.Len()), fencedNoise(s.Len()), fencedNoise(s.Len()), fencedNoise(s.Len())
	classes := Shape{s.N, 10, 1, 1}
	logits, dlogits, labels := fencedNoise(classes.Len()), fencedNoise(classes.Len()), make([]int, s.N)
	scalars := fencedDirty(1)
	return leaving([]around{
		{name: "add", batches: 3, run: func() { Add(p, y, x, z) }},
		{name: "blend-forward", batches: 4, run: func() { BlendForward(p, y, x, z, f, 0.5, 0.5) }},
		{name: "scale", batches: 2, run: func() { Scale(p, y, x, 0.5) }},
		{name: "dot", batches: 2, run: func() { scalars[0] = float32(Dot(p, s, x, z)) }},
		{name: "relu-forward", batches: 2, run: func() { ReLUForward(p, y, x) }},
		{name: "relu-backward", batches: 3, run: func() { ReLUBackward(p, y, x, z) }},
		{name: "tanh-forward", batches: 2, run: func() { TanhForward(p, y, x) }},
		{name: "tanh-backward", batches: 3, run: func() { TanhBackward(p, y, x, z) }},
		{name: "dropout", batches: 2, run: func() { Dropout(p, &drop, Random{}, y, x) }},
		{name: "drop-path", batches: 2, run: func() { DropPath(p, &drop, Random{}, s, y, x, nil) }},
		{name: "normal-noise", batches: 2, run: func() { AddNoise(p, &normal, Random{}, y, x) }},
		{name: "uniform-noise", batches: 2, run: func() { AddNoise(p, &uniform, Random{}, y, x) }},
		{name: "squared-error", batches: 3, run: func() { scalars[0] = float32(SquaredError(p, s, y, x, z)) }},
		{name: "cross-entropy", batches: 0, run: func() { scalars[0] = float32(CrossEntropy(p, classes, dlogits, logits, labels, 0.1)) }},
	}, y, z, dlogits, scalars)
}

// TestAroundThreads checks that every number of threads leaves the same bits,
// with every instruction set.
func TestAroundThreads(t *testing.T) {
	s := Shape{37, 16, 12, 8}
	seed := maphash.MakeSeed()
	for _, isa := range simd.Available() {
		want := make(map[string]uint64)
		for _, threads := range []int{1, 2, 7} {
			for _, op := range aroundOps(t, NewPool(threads, isa), s) {
				op.run()
				got := fingerprint(seed, op.leaves)
				if threads == 1 {
					want[op.name] = got
				} else if got != want[op.name] {
					t.Errorf("%s, %s: %d threads leave other bits than one", isa, op.name, threads)
				}
			}
		}
	}
}

// fingerprint is a hash of the bits of all values.
func fingerprint(seed maphash.Seed, all [][]float32) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, x := range all {
		for _, v := range x {
			maphash.WriteComparable(&h, math.Float32bits(v))
		}
	}
	return h.Sum64()
}

// TestAroundAllocatesNothing checks the steady state. It takes some runs to reach:
// memory for a second thread is made when there is first one at the same time.
func TestAroundAllocatesNothing(t *testing.T) {
	for _, op := range aroundOps(t, newPool(2), Shape{37, 16, 12, 8}) {
		if allocs := testing.AllocsPerRun(30, op.run); allocs >= 1 {
			t.Errorf("%s: got %v allocations, want none", op.name, allocs)
		}
	}
}
