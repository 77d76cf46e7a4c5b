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
			p := NewPool(threads)
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
