package compute

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// layers are the convolutions of ResNet-20 on batches of 128, and of a ResNet on
// 8×8 digits with widths 8-16-32.
var layers = []struct {
	name   string
	in     Shape
	out    int
	stride int
}{
	{"stem", Shape{128, 3, 32, 32}, 16, 1},
	{"16x32", Shape{128, 16, 32, 32}, 16, 1},
	{"16-32down", Shape{128, 16, 32, 32}, 32, 2},
	{"32x16", Shape{128, 32, 16, 16}, 32, 1},
	{"32-64down", Shape{128, 32, 16, 16}, 64, 2},
	{"64x8", Shape{128, 64, 8, 8}, 64, 1},
	{"digits-stem", Shape{64, 1, 8, 8}, 8, 1},
	{"digits-8x8", Shape{64, 8, 8, 8}, 8, 1},
	{"digits-8-16down", Shape{64, 8, 8, 8}, 16, 2},
	{"digits-16x4", Shape{64, 16, 4, 4}, 16, 1},
	{"digits-16-32down", Shape{64, 16, 4, 4}, 32, 2},
	{"digits-32x2", Shape{64, 32, 2, 2}, 32, 1},
}

// BenchmarkConv reports the fastest of the repeats, which is what can be said on
// a machine that does other things too.
func BenchmarkConv(b *testing.B) {
	for _, threads := range []int{1, 2} {
		for _, l := range layers {
			c, err := NewConv(l.in, ConvOptions{Out: l.out, Kernel: 3, Stride: l.stride, Pad: 1})
			if err != nil {
				b.Fatal(err)
			}
			p := newPool(threads)
			x, dy, w := noise[float32](c.In().Len()), noise[float32](c.Out().Len()), noise[float32](c.Weights())
			y, dx, dw := dirty[float32](len(dy)), dirty[float32](len(x)), dirty[float32](len(w))
			for _, pass := range []struct {
				name string
				run  func()
			}{
				{"forward", func() { ConvForward(p, &c, y, x, w, Epilogue[float32]{}) }},
				{"data", func() { ConvBackwardData(p, &c, dx, dy, w) }},
				{"weights", func() { ConvBackwardWeights(p, &c, dw, x, dy) }},
			} {
				b.Run(fmt.Sprintf("threads=%d/layer=%s/pass=%s", threads, l.name, pass.name), func(b *testing.B) {
					b.ReportAllocs()
					least := time.Duration(math.MaxInt64)
					for b.Loop() {
						start := time.Now()
						pass.run()
						least = min(least, time.Since(start))
					}
					b.ReportMetric(2*float64(c.MACs())/float64(least.Nanoseconds()), "GF/s")
				})
			}
		}
	}
}

// noise returns n values of standard normal noise, the same every time.
func noise[T Float](n int) []T {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	x := make([]T, n)
	for i := range x {
		x[i] = T(r.NormFloat64())
	}
	return x
}

// BenchmarkAround measures what surrounds the convolutions of the first stage.
func BenchmarkAround(b *testing.B) {
	s := Shape{64, 8, 8, 8}
	p := newPool(1)
	norm := Norm{Shape: s, Epsilon: 1e-5, ReLU: true}
	down, err := NewShortcut(s, ShortcutOptions{Out: 16, Stride: 2})
	if err != nil {
		b.Fatal(err)
	}
	linear, err := NewLinear(Shape{64, 32, 1, 1}, 10)
	if err != nil {
		b.Fatal(err)
	}
	x, y, z := noise[float32](s.Len()), noise[float32](s.Len()), noise[float32](s.Len())
	dx, dy := noise[float32](s.Len()), noise[float32](s.Len())
	gamma, beta, dgamma, dbeta := noise[float32](8), noise[float32](8), noise[float32](8), noise[float32](8)
	mean, variance := make([]float64, 8), make([]float64, 8)
	w, bias := noise[float32](320), noise[float32](10)
	logits, labels := noise[float32](linear.Out().Len()), make([]int, 64)
	average := noise[float32](Shape{64, 8, 1, 1}.Len())
	features := noise[float32](linear.In().Len())
	ops := []struct {
		name string
		run  func()
	}{
		{"norm-forward", func() { NormForward(p, &norm, y, x, nil, gamma, beta, mean, variance) }},
		{"norm-apply", func() { NormApply(p, &norm, y, x, nil, gamma, beta, mean, variance) }},
		{"norm-backward", func() { NormBackward(p, &norm, dx, dgamma, dbeta, nil, dy, x, nil, gamma, beta, mean, variance) }},
		{"tanh-forward", func() { TanhForward(p, y, x) }},
		{"tanh-backward", func() { TanhBackward(p, dx, dy, y) }},
		{"add", func() { Add(p, y, x, z) }},
		{"blend-forward", func() { BlendForward(p, y, x, z, dx, 0.5, 0.5) }},
		{"dot", func() { Dot(p, s, x, y) }},
		{"shortcut-forward", func() { ShortcutForward(p, &down, y[:down.Out().Len()], x) }},
		{"shortcut-backward", func() { ShortcutBackward(p, &down, dx, dy[:down.Out().Len()]) }},
		{"average-forward", func() { GlobalAverageForward(p, s, average, x) }},
		{"average-backward", func() { GlobalAverageBackward(p, s, dx, average) }},
		{"linear-forward", func() { LinearForward(p, &linear, logits, features, w, bias) }},
		{"linear-backward", func() { LinearBackward(p, &linear, nil, w, bias, logits, features, w) }},
		{"cross-entropy", func() { CrossEntropy(p, linear.Out(), logits, logits, labels, 0) }},
		{"pack", func() { Pack(x, z, s) }},
	}
	for _, op := range ops {
		b.Run("op="+op.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				op.run()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(s.Len()), "ns/value")
		})
	}
}

// BenchmarkRun measures what it costs to share work that takes no time.
func BenchmarkRun(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			p, f := newPool(threads), func(int) {}
			b.ReportAllocs()
			for b.Loop() {
				each(p, 8, f)
			}
		})
	}
}
