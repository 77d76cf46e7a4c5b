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
