package compute

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// normCase is a normalization with everything it works on.
type normCase[T Float] struct {
	norm           Norm
	x, dy          batch[T]
	gamma, beta    []T
	mean, variance []float64
}

// normForward normalizes x by the statistics of the batch itself, which it leaves
// in mean and variance.
func normForward[T Float](p *Pool, n *Norm, y, x, add, gamma, beta []T, mean, variance []float64) {
	Measure(p, n.Shape, x, mean, variance)
	NormApply(p, n, y, x, add, gamma, beta, mean, variance)
}

func drawNorm[T Float](t *rapid.T, relu bool) normCase[T] {
	s := Shape{ragged(t), rapid.IntRange(1, 5).Draw(t, "channels"), rapid.IntRange(1, 4).Draw(t, "height"), rapid.IntRange(1, 4).Draw(t, "width")}
	norm := Norm{Shape: s, Epsilon: 1e-3, ReLU: relu}
	r := drawn(t)
	channel := Shape{1, s.C, 1, 1}
	return normCase[T]{
		norm, newBatch[T](r, s), newBatch[T](r, s),
		newBatch[T](r, channel).plain, newBatch[T](r, channel).plain,
		make([]float64, s.C), make([]float64, s.C),
	}
}

// forward returns the normalized images in NCHW order.
func (n *normCase[T]) forward(p *Pool) []T {
	y := dirty[T](n.norm.Shape.Len())
	normForward(p, &n.norm, y, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
	return unpacked(n.norm.Shape, y)
}

// gradients returns dx in NCHW order, dγ and dβ.
func (n *normCase[T]) gradients(p *Pool, dy []T) (dx, dgamma, dbeta []T) {
	dx, dgamma, dbeta = dirty[T](len(dy)), dirty[T](n.norm.Shape.C), dirty[T](n.norm.Shape.C)
	NormBackward(p, &n.norm, dx, dgamma, dbeta, nil, dy, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
	return unpacked(n.norm.Shape, dx), dgamma, dbeta
}

// channel is the channel of value i in NCHW order.
func (n *normCase[T]) channel(i int) int { return i / n.norm.Shape.Pixels() % n.norm.Shape.C }

// reference computes moments and result by their definitions in float64.
func (n *normCase[T]) reference() (mean, variance, y []float64) {
	s := n.norm.Shape
	mean, variance, y = make([]float64, s.C), make([]float64, s.C), make([]float64, len(n.x.plain))
	count := float64(s.N * s.Pixels())
	for i, v := range n.x.plain {
		mean[n.channel(i)] += float64(v) / count
	}
	for i, v := range n.x.plain {
		d := float64(v) - mean[n.channel(i)]
		variance[n.channel(i)] += d * d / count
	}
	for i, v := range n.x.plain {
		c := n.channel(i)
		y[i] = float64(n.gamma[c])*(float64(v)-mean[c])/math.Sqrt(variance[c]+n.norm.Epsilon) + float64(n.beta[c])
		if n.norm.ReLU {
			y[i] = max(y[i], 0)
		}
	}
	return mean, variance, y
}

// TestNorm compares with the definition.
func TestNorm(t *testing.T) { inBoth(t, normMatches[float32], normMatches[float64]) }

func normMatches[T Float](t *rapid.T) {
	n := drawNorm[T](t, rapid.Bool().Draw(t, "relu"))
	mean, variance, want := n.reference()
	p := drawPool(t, 2)
	got := n.forward(p)
	mustBeClose(t, "mean", n.mean, mean, roundoff[T]())
	mustBeClose(t, "variance", n.variance, variance, roundoff[T]())
	mustBeClose(t, "y", got, want, 10*roundoff[T]())

	// The same statistics, given instead of measured, give the same bits.
	y := dirty[T](n.norm.Shape.Len())
	NormApply(p, &n.norm, y, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
	mustBeSame(t, "applied", unpacked(n.norm.Shape, y), got)
}

// TestNormLargeMean has activations of mean 10⁴ and deviation 1 in float32,
// where E[x²] − E[x]² has no digit left.
func TestNormLargeMean(t *testing.T) {
	s := Shape{64, 3, 8, 8}
	x := newBatch[float32](rand.New(rand.NewPCG(1, 1)), s)
	for i := range x.plain {
		x.plain[i] += 1e4
	}
	x = batchOf(s, x.plain)
	n := normCase[float32]{
		norm: Norm{Shape: s, Epsilon: 1e-5}, x: x,
		gamma: []float32{1, 1, 1}, beta: []float32{0, 0.5, -1},
		mean: make([]float64, 3), variance: make([]float64, 3),
	}
	mean, variance, want := n.reference()
	got := n.forward(newPool(2))
	for c := range 3 {
		if math.Abs(n.mean[c]-mean[c]) > 1e-5 {
			t.Errorf("got mean %v, want %v ± 1e-5", n.mean[c], mean[c])
		}
		if math.Abs(n.variance[c]/variance[c]-1) > 1e-5 {
			t.Errorf("got variance %v, want %v ± 1e-5", n.variance[c], variance[c])
		}
	}
	mustBeClose(t, "y", got, want, 1e-5)

	// The gradients are those of float64, of the same images. A gradient that
	// has a mean and goes with x shows a center that is not quite the mean.
	dy := noise[float32](len(x.plain))
	for i := range dy {
		dy[i] += 1 + x.plain[i] - 1e4
	}
	exact := normCase[float64]{
		norm: n.norm, x: batchOf(s, widened(x.plain)),
		gamma: widened(n.gamma), beta: widened(n.beta), mean: mean, variance: variance,
	}
	dx, dgamma, dbeta := n.gradients(newPool(2), batchOf(s, dy).blocked)
	wantDX, wantDgamma, wantDbeta := exact.gradients(newPool(2), batchOf(s, widened(dy)).blocked)
	mustBeClose(t, "dx", dx, wantDX, 1e-5)
	mustBeClose(t, "∂γ", dgamma, wantDgamma, 1e-3)
	mustBeClose(t, "∂β", dbeta, wantDbeta, 1e-6)
}

// TestNormConstant normalizes a channel without any deviation: β, not NaN.
func TestNormConstant(t *testing.T) {
	s := Shape{5, 1, 2, 2}
	x := batchOf(s, []float32{
		7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1,
		7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1,
	})
	n := normCase[float32]{
		norm: Norm{Shape: s, Epsilon: 1e-5}, x: x, gamma: []float32{3}, beta: []float32{0.25},
		mean: make([]float64, 1), variance: make([]float64, 1),
	}
	for i, v := range n.forward(newPool(1)) {
		if v != 0.25 {
			t.Fatalf("got y[%d] = %v, want 0.25", i, v)
		}
	}
}

// TestNormBackward compares with central differences of the forward pass in
// float64, through the statistics.
func TestNormBackward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, p := drawNorm[float64](t, false), drawPool(t, 1)
		n.forward(p)
		dx, dgamma, dbeta := n.gradients(p, n.dy.blocked)

		loss := func() float64 { return dot(n.forward(p), n.dy.plain) }
		mustAgree := func(what string, value *float64, got float64) {
			const h = 1e-5
			kept := *value
			*value = kept + h
			above := loss()
			*value = kept - h
			below := loss()
			*value = kept
			if want := (above - below) / (2 * h); math.Abs(got-want) > 1e-5*(1+math.Abs(want)) {
				t.Fatalf("%s: got %v, want %v", what, got, want)
			}
		}
		c := rapid.IntRange(0, n.norm.Shape.C-1).Draw(t, "channel")
		mustAgree("∂γ", &n.gamma[c], dgamma[c])
		mustAgree("∂β", &n.beta[c], dbeta[c])
		image := rapid.IntRange(0, n.norm.Shape.N-1).Draw(t, "image")
		feature := rapid.IntRange(0, n.norm.Shape.Features()-1).Draw(t, "feature")
		s := n.norm.Shape
		at := image/Lanes*s.blockLen() + feature%s.Pixels()*s.pixelLen() + feature/s.Pixels()*Lanes + image%Lanes
		mustAgree("∂x", &n.x.blocked[at], dx[image*n.norm.Shape.Features()+feature])
	})
}

// TestNormReLU checks that the fused ReLU is a ReLU: the backward pass equals
// that of the bare normalization with the gradient cut where y is not positive.
func TestNormReLU(t *testing.T) { inBoth(t, normReLU[float32], normReLU[float64]) }

func normReLU[T Float](t *rapid.T) {
	n, p := drawNorm[T](t, true), drawPool(t, 1)
	y := n.forward(p)
	dx, dgamma, dbeta := n.gradients(p, n.dy.blocked)

	n.norm.ReLU = false
	bare := n.forward(p)
	cut := make([]T, len(y))
	for i := range y {
		if want := max(bare[i], 0); y[i] != want {
			t.Fatalf("y[%d]: got %v, want max(%v, 0)", i, y[i], bare[i])
		}
		if y[i] > 0 {
			cut[i] = n.dy.plain[i]
		}
	}
	wantDX, wantDgamma, wantDbeta := n.gradients(p, batchOf(n.norm.Shape, cut).blocked)
	mustBeSame(t, "dx", dx, wantDX)
	mustBeSame(t, "∂γ", dgamma, wantDgamma)
	mustBeSame(t, "∂β", dbeta, wantDbeta)
}

// TestNormInPlace checks that dx may be the memory of dy.
func TestNormInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, p := drawNorm[float32](t, rapid.Bool().Draw(t, "relu")), newPool(1)
		n.forward(p)
		dx, dgamma, _ := n.gradients(p, n.dy.blocked)
		got, dbeta := dirty[float32](n.norm.Shape.C), dirty[float32](n.norm.Shape.C)
		NormBackward(p, &n.norm, n.dy.blocked, got, dbeta, nil, n.dy.blocked, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
		mustBeSame(t, "dx", unpacked(n.norm.Shape, n.dy.blocked), dx)
		mustBeSame(t, "∂γ", got, dgamma)
	})
}

// TestNormResidual checks the sum of a normalization and another batch behind a
// ReLU against its parts: forward, and backward with y as the mask.
func TestNormResidual(t *testing.T) { inBoth(t, normResidual[float32], normResidual[float64]) }

func normResidual[T Float](t *rapid.T) {
	n, p := drawNorm[T](t, true), drawPool(t, 2)
	s := n.norm.Shape
	add := newBatch[T](drawn(t), s)
	y := dirty[T](s.Len())
	normForward(p, &n.norm, y, n.x.blocked, add.blocked, n.gamma, n.beta, n.mean, n.variance)
	dx, dadd := dirty[T](s.Len()), dirty[T](s.Len())
	dgamma, dbeta := dirty[T](s.C), dirty[T](s.C)
	NormBackward(p, &n.norm, dx, dgamma, dbeta, dadd, n.dy.blocked, n.x.blocked, y, n.gamma, n.beta, n.mean, n.variance)

	n.norm.ReLU = false
	want, cut := widened(n.forward(p)), make([]T, len(n.x.plain))
	for i, v := range unpacked(s, y) {
		want[i] = max(0, want[i]+float64(add.plain[i]))
		if v > 0 {
			cut[i] = n.dy.plain[i]
		}
	}
	mustBeClose(t, "y", unpacked(s, y), want, roundoff[T]())
	wantDX, wantDgamma, wantDbeta := n.gradients(p, batchOf(s, cut).blocked)
	mustBeSame(t, "∂add", unpacked(s, dadd), cut)
	mustBeSame(t, "dx", unpacked(s, dx), wantDX)
	mustBeSame(t, "∂γ", dgamma, wantDgamma)
	mustBeSame(t, "∂β", dbeta, wantDbeta)
}

// TestNormBackwardPlus checks that the batch plus is added to dx and nothing
// else changes, in place too.
func TestNormBackwardPlus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, p := drawNorm[float64](t, rapid.Bool().Draw(t, "relu")), drawPool(t, 2)
		n.forward(p)
		s, plus := n.norm.Shape, newBatch[float64](drawn(t), n.norm.Shape)
		want, wantDgamma, _ := n.gradients(p, n.dy.blocked)
		for i, v := range plus.plain {
			want[i] += v
		}
		dx, dgamma, dbeta := dirty[float64](s.Len()), dirty[float64](s.C), dirty[float64](s.C)
		NormBackwardPlus(p, &n.norm, dx, dgamma, dbeta, nil, plus.blocked, n.dy.blocked, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
		mustBeClose(t, "dx", unpacked(s, dx), want, 1e-13)
		mustBeSame(t, "∂γ", dgamma, wantDgamma)
		if !n.norm.ReLU { // with one, dadd needs a y
			dadd := dirty[float64](s.Len())
			NormBackwardPlus(p, &n.norm, plus.blocked, dgamma, dbeta, dadd, plus.blocked, n.dy.blocked, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
			mustBeClose(t, "dx over plus", unpacked(s, plus.blocked), want, 1e-13)
		}
	})
}

// TestNormBackwardFrozen compares with the derivatives by hand.
func TestNormBackwardFrozen(t *testing.T) { inBoth(t, normFrozen[float32], normFrozen[float64]) }

func normFrozen[T Float](t *rapid.T) {
	n, p := drawNorm[T](t, rapid.Bool().Draw(t, "relu")), drawPool(t, 2)
	s, r := n.norm.Shape, drawn(t)
	for c := range n.mean {
		n.mean[c], n.variance[c] = r.NormFloat64(), r.Float64()
	}
	y := dirty[T](s.Len())
	NormApply(p, &n.norm, y, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)
	dx, dgamma, dbeta := dirty[T](s.Len()), dirty[T](s.C), dirty[T](s.C)
	NormBackwardFrozen(p, &n.norm, dx, dgamma, dbeta, nil, n.dy.blocked, n.x.blocked, nil, n.gamma, n.beta, n.mean, n.variance)

	want, wantDgamma, wantDbeta := make([]float64, len(n.x.plain)), make([]float64, s.C), make([]float64, s.C)
	for i, v := range unpacked(s, y) {
		if n.norm.ReLU && v <= 0 {
			continue
		}
		c, g := n.channel(i), float64(n.dy.plain[i])
		inverse := 1 / math.Sqrt(n.variance[c]+n.norm.Epsilon)
		want[i] = g * float64(n.gamma[c]) * inverse
		wantDgamma[c] += g * (float64(n.x.plain[i]) - n.mean[c]) * inverse
		wantDbeta[c] += g
	}
	mustBeClose(t, "dx", unpacked(s, dx), want, roundoff[T]())
	mustBeClose(t, "∂γ", dgamma, wantDgamma, 10*roundoff[T]())
	mustBeClose(t, "∂β", dbeta, wantDbeta, roundoff[T]())
}

// TestNormMisuse names what was wrong.
func TestNormMisuse(t *testing.T) {
	norm, err := NewNorm(Shape{1, 1, 1, 1}, 1e-5, true)
	if err != nil {
		t.Fatal(err)
	}
	x, c, m := make([]float32, 16), make([]float32, 1), make([]float64, 1)
	tests := []struct {
		name string
		run  func()
		want string
	}{
		{
			"short batch", func() { NormApply(newPool(1), &norm, x, x[1:], nil, c, c, m, m) },
			"compute: NormApply: got a batch of 15 values, want 16 for 1×1×1×1",
		},
		{
			"channels", func() { NormApply(newPool(1), &norm, x, x, nil, x, c, m, m) },
			"compute: NormApply: got 16 values per channel, want 1",
		},
		{
			"no mask", func() { NormBackward(newPool(1), &norm, x, c, c, x, x, x, nil, c, c, m, m) },
			"compute: NormBackward: got dadd without y, want y to see where the ReLU was open",
		},
		{
			"plus lost", func() { NormBackwardPlus(newPool(1), &norm, x, c, c, nil, x, x, x, nil, c, c, m, m) },
			"compute: NormBackward: got one buffer of 16 values as plus and dx without dadd, want two",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if got := recover(); got != tt.want {
					t.Errorf("got panic %v, want %q", got, tt.want)
				}
			}()
			tt.run()
		})
	}
	for _, epsilon := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := NewNorm(norm.Shape, epsilon, false); err == nil {
			t.Errorf("epsilon %v: got no error", epsilon)
		}
	}
}

// TestNormThreads checks that every number of threads gives the same bits.
func TestNormThreads(t *testing.T) {
	s := Shape{37, 16, 8, 8}
	r := rand.New(rand.NewPCG(1, 1))
	channel := Shape{1, 16, 1, 1}
	n := normCase[float32]{
		Norm{Shape: s, Epsilon: 1e-5, ReLU: true},
		newBatch[float32](r, s), newBatch[float32](r, s),
		newBatch[float32](r, channel).plain, newBatch[float32](r, channel).plain, make([]float64, 16), make([]float64, 16),
	}
	y := n.forward(newPool(1))
	dx, dgamma, dbeta := n.gradients(newPool(1), n.dy.blocked)
	for _, threads := range []int{2, 7} {
		p := newPool(threads)
		mustBeSame(t, "y", n.forward(p), y)
		gotDX, gotDgamma, gotDbeta := n.gradients(p, n.dy.blocked)
		mustBeSame(t, "dx", gotDX, dx)
		mustBeSame(t, "∂γ", gotDgamma, dgamma)
		mustBeSame(t, "∂β", gotDbeta, dbeta)
	}
}
