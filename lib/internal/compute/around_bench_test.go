package compute

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// aroundShapes are the stages of a ResNet with batches of 128, where the third
// fits into a cache and the first does not, and of one on 8×8 digits.
var aroundShapes = []struct {
	name  string
	shape Shape
}{
	{"16x32", Shape{128, 16, 32, 32}},
	{"64x8", Shape{128, 64, 8, 8}},
	{"digits", Shape{64, 8, 8, 8}},
	{"images", Shape{128, 3, 32, 32}},
}

// around is an operation over batches of one shape.
type around struct {
	name    string
	batches float64 // read and written, of the shape's size
	run     func()
}

// BenchmarkAround measures what surrounds convolutions. It reports the fastest
// of the repeats, which is what can be said on a machine that does other things
// too, and the memory traffic if every batch were read and written once.
func BenchmarkAround(b *testing.B) {
	for _, threads := range []int{1, 2} {
		for _, stage := range aroundShapes {
			p, s := newPool(threads), stage.shape
			for _, op := range append(normOps(b, p, s), append(shapeOps(b, p, s), valueOps(b, p, s)...)...) {
				b.Run(fmt.Sprintf("threads=%d/shape=%s/op=%s", threads, stage.name, op.name), func(b *testing.B) {
					b.ReportAllocs()
					least := time.Duration(math.MaxInt64)
					for b.Loop() {
						start := time.Now()
						op.run()
						least = min(least, time.Since(start))
					}
					ns := float64(least.Nanoseconds())
					b.ReportMetric(ns/float64(s.Len()), "ns/value")
					b.ReportMetric(4*op.batches*float64(s.Len())/ns, "GB/s")
				})
			}
		}
	}
}

func normOps(b *testing.B, p *Pool, s Shape) []around {
	norm, err := NewNorm(s, 1e-5, true)
	if err != nil {
		b.Fatal(err)
	}
	x, y, z := noise[float32](s.Len()), noise[float32](s.Len()), noise[float32](s.Len())
	dx, dy, dz := dirty[float32](s.Len()), noise[float32](s.Len()), dirty[float32](s.Len())
	gamma, beta, dgamma, dbeta := noise[float32](s.C), noise[float32](s.C), noise[float32](s.C), noise[float32](s.C)
	mean, variance := make([]float64, s.C), make([]float64, s.C)
	Measure(p, s, x, mean, variance)
	return []around{
		{"measure", 1, func() { Measure(p, s, x, mean, variance) }},
		{"norm-forward", 3, func() { NormForward(p, &norm, y, x, nil, gamma, beta, mean, variance) }},
		{"norm-apply", 2, func() { NormApply(p, &norm, y, x, nil, gamma, beta, mean, variance) }},
		{"norm-apply-add", 3, func() { NormApply(p, &norm, y, x, z, gamma, beta, mean, variance) }},
		{"norm-backward", 6, func() { NormBackward(p, &norm, dx, dgamma, dbeta, nil, dy, x, nil, gamma, beta, mean, variance) }},
		{"norm-backward-plus", 7, func() {
			NormBackwardPlus(p, &norm, dx, dgamma, dbeta, nil, z, dy, x, nil, gamma, beta, mean, variance)
		}},
		{"norm-backward-add", 7, func() { NormBackward(p, &norm, dx, dgamma, dbeta, dz, dy, x, y, gamma, beta, mean, variance) }},
		{"norm-backward-frozen", 3, func() {
			NormBackwardFrozen(p, &norm, dx, dgamma, dbeta, nil, dy, x, nil, gamma, beta, mean, variance)
		}},
	}
}

func shapeOps(b *testing.B, p *Pool, s Shape) []around {
	down, err := NewShortcut(s, ShortcutOptions{Out: 2 * s.C, Stride: 2})
	if err != nil {
		b.Fatal(err)
	}
	pooling, err := NewPooling(s, PoolingOptions{Kernel: 3, Stride: 2, Pad: 1})
	if err != nil {
		b.Fatal(err)
	}
	half, err := NewSlice(s, 0, s.C/2)
	if err != nil {
		b.Fatal(err)
	}
	x, dx := noise[float32](s.Len()), dirty[float32](s.Len())
	small, pooled := noise[float32](down.Out().Len()), noise[float32](pooling.Out().Len())
	average, narrow := noise[float32](Shape{s.N, s.C, 1, 1}.Len()), noise[float32](half.Narrow().Len())
	return []around{
		{"shortcut-forward", 0.75, func() { ShortcutForward(p, &down, small, x) }},
		{"shortcut-backward", 1.25, func() { ShortcutBackward(p, &down, dx, small) }},
		{"average-pool-forward", 1.25, func() { AveragePoolForward(p, &pooling, pooled, x) }},
		{"average-pool-backward", 1.25, func() { AveragePoolBackward(p, &pooling, dx, pooled) }},
		{"max-pool-forward", 1.25, func() { MaxPoolForward(p, &pooling, pooled, x) }},
		{"max-pool-backward", 2.25, func() { MaxPoolBackward(p, &pooling, dx, pooled, x) }},
		{"global-average-forward", 1, func() { GlobalAverageForward(p, s, average, x) }},
		{"global-average-backward", 1, func() { GlobalAverageBackward(p, s, dx, average) }},
		{"slice-forward", 1, func() { SliceForward(p, &half, narrow, x) }},
		{"pad-forward", 1.5, func() { PadForward(p, &half, dx, narrow) }},
		{"pack", 2, func() { Pack(dx, x[:s.N*s.Features()], s) }},
		{"unpack", 2, func() { Unpack(dx[:s.N*s.Features()], x, s) }},
	}
}

func valueOps(b *testing.B, p *Pool, s Shape) []around {
	drop, err := NewDrop(0.3)
	if err != nil {
		b.Fatal(err)
	}
	normal, err := NewNoise(Normal, 1)
	if err != nil {
		b.Fatal(err)
	}
	uniform, err := NewNoise(Uniform, 1)
	if err != nil {
		b.Fatal(err)
	}
	x, y, z, f := noise[float32](s.Len()), noise[float32](s.Len()), noise[float32](s.Len()), noise[float32](s.Len())
	classes := Shape{s.N, 10, 1, 1}
	logits, dlogits, labels := noise[float32](classes.Len()), noise[float32](classes.Len()), make([]int, s.N)
	return []around{
		{"add", 3, func() { Add(p, y, x, z) }},
		{"blend-forward", 4, func() { BlendForward(p, y, x, z, f, 0.5, 0.5) }},
		{"blend-backward", 3, func() { BlendBackward(p, y, z, x, 0.5, 0.5) }},
		{"dot", 2, func() { Dot(p, s, x, z) }},
		{"relu-forward", 2, func() { ReLUForward(p, y, x) }},
		{"relu-backward", 3, func() { ReLUBackward(p, y, x, z) }},
		{"tanh-forward", 2, func() { TanhForward(p, y, x) }},
		{"tanh-backward", 3, func() { TanhBackward(p, y, x, z) }},
		{"dropout", 2, func() { Dropout(p, &drop, Random{}, y, x) }},
		{"drop-path", 2, func() { DropPath(p, &drop, Random{}, s, y, x, nil) }},
		{"normal-noise", 2, func() { AddNoise(p, &normal, Random{}, y, x) }},
		{"uniform-noise", 2, func() { AddNoise(p, &uniform, Random{}, y, x) }},
		{"squared-error", 3, func() { SquaredError(p, s, y, x, z) }},
		{"cross-entropy", 0, func() { CrossEntropy(p, classes, dlogits, logits, labels, 0.1) }},
	}
}
