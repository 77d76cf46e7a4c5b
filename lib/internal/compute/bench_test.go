package compute

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// layers are the convolutions of a ResNet on 8×8 digits, widths 8-16-32.
var layers = []struct {
	name                     string
	in                       Shape
	out, kernel, stride, pad int
}{
	{"stem", Shape{64, 1, 8, 8}, 8, 3, 1, 1},
	{"stage1", Shape{64, 8, 8, 8}, 8, 3, 1, 1},
	{"down2", Shape{64, 8, 8, 8}, 16, 3, 2, 1},
	{"stage2", Shape{64, 16, 4, 4}, 16, 3, 1, 1},
	{"down3", Shape{64, 16, 4, 4}, 32, 3, 2, 1},
	{"stage3", Shape{64, 32, 2, 2}, 32, 3, 1, 1},
}

func BenchmarkConv(b *testing.B) {
	for _, threads := range []int{1, 2} {
		for _, l := range layers {
			c, err := NewConv(l.in, l.out, l.kernel, l.stride, l.pad)
			if err != nil {
				b.Fatal(err)
			}
			p := newPool(threads)
			x, y, w := noise[float32](c.In().Len()), noise[float32](c.Out().Len()), noise[float32](c.Weights())
			for _, pass := range []struct {
				name string
				run  func()
			}{
				{"forward", func() { ConvForward(p, &c, y, x, w) }},
				{"data", func() { ConvBackwardData(p, &c, x, y, w) }},
				{"weights", func() { ConvBackwardWeights(p, &c, w, x, y) }},
			} {
				b.Run(fmt.Sprintf("layer=%s/pass=%s/threads=%d", l.name, pass.name, threads), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						pass.run()
					}
					b.ReportMetric(float64(c.MACs())*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GMAC/s")
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
	down, err := NewShortcut(s, 16, 2)
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
		{"average-forward", func() { AverageForward(p, s, average, x) }},
		{"average-backward", func() { AverageBackward(p, s, dx, average) }},
		{"linear-forward", func() { LinearForward(p, &linear, logits, features, w, bias) }},
		{"linear-backward", func() { LinearBackward(p, &linear, nil, w, bias, logits, features, w) }},
		{"cross-entropy", func() { CrossEntropy(linear.Out(), logits, logits, labels) }},
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
