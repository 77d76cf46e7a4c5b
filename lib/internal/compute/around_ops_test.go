package compute

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// around is an operation over batches of one shape.
type around struct {
	name    string
	batches float64 // read and written, of the shape's size
	run     func()
	alone   bool        // on the calling goroutine, never on threads
	leaves  [][]float32 // what it may write to
	numbers []float64   // likewise
}

// leaving notes what operations write to.
func leaving(ops []around, numbers []float64, leaves ...[]float32) []around {
	for i := range ops {
		ops[i].leaves, ops[i].numbers = leaves, numbers
	}
	return ops
}

// ground is where operations are tested: with batches of a shape, in a yard.
type ground struct {
	t    rapid.TB
	p    *Pool
	s    Shape
	yard fence.Yard
}

func (g *ground) noise(n int) []float32 { return g.yard.Place(noise[float32](n)) }
func (g *ground) dirty(n int) []float32 { return g.yard.Place(dirty[float32](n)) }

// mustPlan fails the test if there is no plan.
func mustPlan[P any](t rapid.TB, plan P, err error) *P {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return &plan
}

// aroundOps are the operations around convolutions.
func aroundOps(g ground) []around {
	return slices.Concat(g.normOps(), g.poolingOps(), g.channelOps(), g.sumOps(), g.pointOps(), g.randomOps(), g.learningOps())
}

func (g *ground) normOps() []around {
	p, s := g.p, g.s
	norm, err := NewNorm(s, 1e-5, true)
	if err != nil {
		g.t.Fatal(err)
	}
	x, y, z := g.noise(s.Len()), g.noise(s.Len()), g.noise(s.Len())
	dx, dy, dz := g.dirty(s.Len()), g.noise(s.Len()), g.dirty(s.Len())
	gamma, beta, dgamma, dbeta := g.noise(s.C), g.noise(s.C), g.noise(s.C), g.noise(s.C)
	statistics := make([]float64, 2*s.C)
	mean, variance := statistics[:s.C], statistics[s.C:]
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
	}, statistics, y, dx, dy, dz, dgamma, dbeta)
}

func (g *ground) poolingOps() []around {
	p, s := g.p, g.s
	plan, err := NewShortcut(s, ShortcutOptions{Out: 2 * s.C, Stride: 2})
	down := mustPlan(g.t, plan, err)
	windows, err := NewPooling(s, PoolingOptions{Kernel: min(3, s.H+2, s.W+2), Stride: 2, Pad: 1, ExcludePad: true})
	pooling := mustPlan(g.t, windows, err)
	x, dx := g.noise(s.Len()), g.dirty(s.Len())
	small, pooled, average := g.noise(down.Out().Len()), g.noise(pooling.Out().Len()), g.noise(Shape{s.N, s.C, 1, 1}.Len())
	return leaving([]around{
		{name: "shortcut-forward", batches: 0.75, run: func() { ShortcutForward(p, down, small, x) }},
		{name: "shortcut-backward", batches: 1.25, run: func() { ShortcutBackward(p, down, dx, small) }},
		{name: "average-pool-forward", batches: 1.25, run: func() { AveragePoolForward(p, pooling, pooled, x) }},
		{name: "average-pool-backward", batches: 1.25, run: func() { AveragePoolBackward(p, pooling, dx, pooled) }},
		{name: "max-pool-forward", batches: 1.25, run: func() { MaxPoolForward(p, pooling, pooled, x) }},
		{name: "max-pool-backward", batches: 2.25, run: func() { MaxPoolBackward(p, pooling, dx, pooled, x) }},
		{name: "global-average-forward", batches: 1, run: func() { GlobalAverageForward(p, s, average, x) }},
		{name: "global-average-backward", batches: 1, run: func() { GlobalAverageBackward(p, s, dx, average) }},
	}, nil, dx, small, pooled, average)
}

func (g *ground) channelOps() []around {
	p, s := g.p, g.s
	plan, err := NewSlice(s, 0, (s.C+1)/2)
	half := mustPlan(g.t, plan, err)
	joint, err := NewConcat(half.Narrow(), s)
	concat := mustPlan(g.t, joint, err)
	x, dx, narrow := g.noise(s.Len()), g.dirty(s.Len()), g.noise(half.Narrow().Len())
	both := g.noise(concat.Out().Len())
	return leaving([]around{
		{name: "slice-forward", batches: 1, run: func() { SliceForward(p, half, narrow, x) }},
		{name: "pad-forward", batches: 1.5, run: func() { PadForward(p, half, dx, narrow) }},
		{name: "concat-forward", batches: 3, run: func() { ConcatForward(p, concat, both, narrow, x) }},
		{name: "concat-backward", batches: 3, run: func() { ConcatBackward(p, concat, both, narrow, dx) }},
		{name: "pack", batches: 2, alone: true, run: func() { Pack(dx, x[:s.N*s.Features()], s) }},
		{name: "unpack", batches: 2, alone: true, run: func() { Unpack(dx[:s.N*s.Features()], x, s) }},
	}, nil, dx, narrow, both)
}

// sumOps are operations that leave a number behind.
func (g *ground) sumOps() []around {
	p, s := g.p, g.s
	x, y, z := g.noise(s.Len()), g.noise(s.Len()), g.noise(s.Len())
	classes := Shape{s.N, 10, 1, 1}
	logits, dlogits, labels := g.noise(classes.Len()), g.noise(classes.Len()), make([]int, s.N)
	number := make([]float64, 1)
	return leaving([]around{
		{name: "dot", batches: 2, run: func() { number[0] = Dot(p, s, x, z) }},
		{name: "squared-error", batches: 3, run: func() { number[0] = SquaredError(p, s, y, x, z) }},
		{name: "cross-entropy", batches: 0, run: func() { number[0] = CrossEntropy(p, classes, dlogits, logits, labels, 0.1) }},
	}, number, y, dlogits)
}

// pointOps are operations value by value.
func (g *ground) pointOps() []around {
	p, s := g.p, g.s
	x, y, z, f := g.noise(s.Len()), g.noise(s.Len()), g.noise(s.Len()), g.noise(s.Len())
	return leaving([]around{
		{name: "add", batches: 3, run: func() { Add(p, y, x, z) }},
		{name: "blend-forward", batches: 4, run: func() { BlendForward(p, y, x, z, f, 0.5, 0.5) }},
		{name: "scale", batches: 2, run: func() { Scale(p, y, x, 0.5) }},
		{name: "snap", batches: 3, run: func() { AddSnapped(p, y, x, f, 0.5) }},
		{name: "relu-forward", batches: 2, run: func() { ReLUForward(p, y, x) }},
		{name: "relu-backward", batches: 3, run: func() { ReLUBackward(p, y, x, z) }},
		{name: "tanh-forward", batches: 2, run: func() { TanhForward(p, y, x) }},
		{name: "tanh-backward", batches: 3, run: func() { TanhBackward(p, y, x, z) }},
		{name: "gated-forward", batches: 4, run: func() { GatedForward(p, y, x, z, f) }},
		{name: "gated-by-state", batches: 3, run: func() { GatedByState(p, y, x, z, -1) }},
		{name: "gated-by-gate", batches: 5, run: func() { GatedByGate(p, y, x, z, f, x) }},
	}, nil, y)
}

// randomOps are operations with random numbers.
func (g *ground) randomOps() []around {
	p, s := g.p, g.s
	rate, err := NewDrop(0.3)
	drop := mustPlan(g.t, rate, err)
	wide, err := NewNoise(Normal, 1)
	normal := mustPlan(g.t, wide, err)
	bounded, err := NewNoise(Uniform, 1)
	uniform := mustPlan(g.t, bounded, err)
	x, y, z := g.noise(s.Len()), g.noise(s.Len()), g.noise(s.Len())
	return leaving([]around{
		{name: "dropout", batches: 2, run: func() { Dropout(p, drop, Random{}, y, x) }},
		{name: "drop-path", batches: 2, run: func() { DropPath(p, drop, Random{}, s, y, x, nil) }},
		{name: "drop-path-add", batches: 3, run: func() { DropPath(p, drop, Random{}, s, y, x, z) }},
		{name: "normal-noise", batches: 2, run: func() { AddNoise(p, normal, Random{}, y, x) }},
		{name: "uniform-noise", batches: 2, run: func() { AddNoise(p, uniform, Random{}, y, x) }},
		{name: "shake", batches: 3, run: func() { Shake(p, Random{}, s, false, y, x, z) }},
		{name: "shake-share", batches: 2, run: func() { ShakeShare(p, Random{}, s, false, true, y, x) }},
	}, nil, y)
}

// learningOps are a fully connected layer, and steps of gradient descent.
func (g *ground) learningOps() []around {
	p, s := g.p, g.s
	plan, err := NewLinear(s, 3)
	linear := mustPlan(g.t, plan, err)
	w, dw, b, db := g.noise(3*s.Features()), g.dirty(3*s.Features()), g.noise(3), g.dirty(3)
	x, dx, y := g.noise(s.Len()), g.dirty(s.Len()), g.noise(linear.Out().Len())
	v := g.noise(s.Len())
	step := Descent{Rate: 0.1, Momentum: 0.9, Decay: 1e-4}
	nesterov := step
	nesterov.Nesterov = true
	return leaving([]around{
		{name: "linear-forward", batches: 1, run: func() { LinearForward(p, linear, y, x, w, b, nil) }},
		{name: "linear-backward", batches: 2, run: func() { LinearBackward(p, linear, dx, dw, db, y, x, w) }},
		{name: "descend", batches: 5, run: func() { Descend(p, step, dx, v, x) }},
		{name: "descend-nesterov", batches: 5, run: func() { Descend(p, nesterov, dx, v, x) }},
	}, nil, y, dx, dw, db, v)
}
