package simd

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkGather reports the arithmetic of convolutions' inner loops: 3×3
// kernels, and the single tap of a transformed one.
func BenchmarkGather(b *testing.B) {
	for _, bb := range []struct{ taps, channels, pixels int }{
		{9, 16, 30},
		{9, 32, 14},
		{9, 64, 6},
		{6, 16, 30},
		{1, 16, 256},
		{1, 32, 128},
		{1, 64, 64},
		{9, 16, 1},
		{9, 16, 2},
		{4, 32, 1},
		{9, 64, 1},
		{9, 64, 2},
		{9, 3, 30},
	} {
		for _, isa := range Available() {
			b.Run(fmt.Sprintf("isa=%s/taps=%d/channels=%d/pixels=%d", isa, bb.taps, bb.channels, bb.pixels), func(b *testing.B) {
				k := Of[float32](isa)
				step, side := bb.channels*Lanes, 3
				src := noise((bb.pixels + side) * side * step)
				w := noise(bb.taps * bb.channels * Strip)
				dst := make([]float32, bb.pixels*step+Strip*Lanes)
				taps := make([]Tap, bb.taps)
				for i := range taps {
					taps[i] = Tap{(i/side*(bb.pixels+side) + i%side) * step, i * bb.channels * Strip}
				}
				for b.Loop() {
					k.Gather(dst, src, w, taps, bb.channels, bb.pixels, step, step, false)
				}
				rate(b, 2*Strip*Lanes*bb.taps*bb.channels*bb.pixels, "GF/s")
			})
		}
	}
}

// BenchmarkOuter reports the arithmetic of weight gradients over one row.
func BenchmarkOuter(b *testing.B) {
	for _, bb := range []struct{ channels, pixels int }{{16, 32}, {32, 16}, {64, 8}, {16, 2}} {
		for _, isa := range Available() {
			b.Run(fmt.Sprintf("isa=%s/channels=%d/pixels=%d", isa, bb.channels, bb.pixels), func(b *testing.B) {
				k := Of[float32](isa)
				step := bb.channels * Lanes
				x, y := noise(bb.pixels*step), noise(bb.pixels*step)
				sums := make([]float32, Tile*Tile*Lanes)
				for b.Loop() {
					k.Outer(sums, x, y, bb.pixels, step, step)
				}
				rate(b, 2*Tile*Tile*Lanes*bb.pixels, "GF/s")
			})
		}
	}
}

// rate reports how much of something there was in a nanosecond.
func rate(b *testing.B, each int, unit string) {
	b.ReportMetric(float64(each)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), unit)
}

// noise returns n values around zero, the same every time.
func noise(n int) []float32 {
	r := rand.New(rand.NewPCG(1, 1))
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(r.NormFloat64()) / 64
	}
	return v
}
