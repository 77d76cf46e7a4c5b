package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkGather reports the arithmetic of convolutions' inner loops: rows of
// 3×3 kernels, single pixels as they occur in corners and tiny images, and the
// single tap of Winograd's convolution.
func BenchmarkGather(b *testing.B) {
	const side = 3
	for _, s := range []struct{ taps, channels, pixels int }{
		{9, 16, 30},
		{9, 32, 14},
		{9, 64, 6},
		{1, 16, 256},
		{1, 32, 128},
		{1, 64, 64},
		{9, 64, 2},
		{4, 64, 1},
		{9, 3, 30},
	} {
		step := s.channels * Lanes
		src, w := noise((s.pixels+side)*side*step), noise(s.taps*s.channels*Strip)
		dst := make([]float32, s.pixels*step+Strip*Lanes)
		taps := make([]Tap, s.taps)
		for i := range taps {
			taps[i] = Tap{(i/side*(s.pixels+side) + i%side) * step, i * s.channels * Strip}
		}
		shape := fmt.Sprintf("taps=%d/channels=%d/pixels=%d", s.taps, s.channels, s.pixels)
		report(b, shape, "GF/s", 2*Strip*Lanes*s.taps*s.channels*s.pixels, func(k *Kernels[float32]) {
			k.Gather(dst, src, w, taps, s.channels, s.pixels, step, step, false)
		})
	}
}

// BenchmarkOuter reports the arithmetic of weight gradients, row by row.
func BenchmarkOuter(b *testing.B) {
	for _, s := range []struct{ channels, pixels int }{{16, 32}, {32, 16}, {64, 8}, {64, 64}, {4, 32}, {4, 256}} {
		step := s.channels * Lanes
		x, y, sums := noise(s.pixels*step), noise(s.pixels*step), make([]float32, Tile*Tile*Lanes)
		report(b, fmt.Sprintf("channels=%d/pixels=%d", s.channels, s.pixels), "GF/s", 2*Tile*Tile*Lanes*s.pixels, func(k *Kernels[float32]) {
			k.Outer(sums, x, y, s.pixels, step, step)
		})
	}
}

// BenchmarkPixels reports how many bytes the kernels of normalization read and
// write, over rows that lie in the first-level cache and over images that lie in
// the second.
func BenchmarkPixels(b *testing.B) {
	for _, s := range []struct{ channels, pixels int }{{16, 8}, {64, 2}, {16, 128}, {64, 32}, {10, 12}} {
		n := s.channels * s.pixels * Lanes
		x, y, z, dy, g := noise(n), noise(n), noise(n), noise(n), noise(n)
		sum, product := noise(s.channels*Lanes), noise(s.channels*Lanes)
		p := noise(s.channels)
		for _, kernel := range []struct {
			name   string
			slices int
			call   func(k *Kernels[float32])
		}{
			{"affine", 2, func(k *Kernels[float32]) { k.Affine(y, x, nil, p, p, p, true) }},
			{"affine+add", 3, func(k *Kernels[float32]) { k.Affine(y, x, z, p, p, p, true) }},
			{"moments", 1, func(k *Kernels[float32]) { k.Moments(sum, product, x, z) }},
			{"project", 3, func(k *Kernels[float32]) { k.Project(g, sum, product, dy, x, nil, p, nil, nil) }},
			{"project+input", 3, func(k *Kernels[float32]) { k.Project(g, sum, product, dy, x, nil, p, p, p) }},
			{"project+output", 4, func(k *Kernels[float32]) { k.Project(g, sum, product, dy, x, y, p, nil, nil) }},
			{"spread", 3, func(k *Kernels[float32]) { k.Spread(g, dy, x, nil, p, p, p, p) }},
			{"spread+add", 4, func(k *Kernels[float32]) { k.Spread(g, dy, x, z, p, p, p, p) }},
		} {
			shape := fmt.Sprintf("kernel=%s/channels=%d/pixels=%d", kernel.name, s.channels, s.pixels)
			if kernel.name == "moments" {
				z = noise(s.channels * Lanes)
			}
			report(b, shape, "GB/s", 4*kernel.slices*n, kernel.call)
			z = noise(n)
		}
	}
}

// BenchmarkStreams reports how many bytes the kernels that know no pixels read
// and write.
func BenchmarkStreams(b *testing.B) {
	for _, n := range []int{2048, 32768} {
		x, y, z, f := noise(n), noise(n), noise(n), noise(n)
		sums, lanes := make([]float32, Lanes), make([]float32, n/Lanes)
		shape := fmt.Sprintf("/values=%d", n)
		report(b, "kernel=blend"+shape, "GB/s", 8*n, func(k *Kernels[float32]) { k.Blend(y, x, nil, nil, 0.5, 0) })
		report(b, "kernel=blend+z+f"+shape, "GB/s", 16*n, func(k *Kernels[float32]) { k.Blend(y, x, z, f, 0.5, 0.5) })
		report(b, "kernel=dot"+shape, "GB/s", 8*n, func(k *Kernels[float32]) { k.Dot(sums, x, z) })
		report(b, "kernel=lanesums"+shape, "GB/s", 4*n, func(k *Kernels[float32]) { k.LaneSums(lanes, x) })
	}
}

// BenchmarkPooling reports how many values of windows of 3×3 pixels the kernels of
// max pooling look at.
func BenchmarkPooling(b *testing.B) {
	const pixels = 9
	for _, channels := range []int{1, 16, 64} {
		n := channels * Lanes
		x, dx, y := noise(pixels*n), noise(pixels*n), noise(n)
		taps := make([]int, pixels)
		for i := range taps {
			taps[i] = i * n
		}
		shape := fmt.Sprintf("/channels=%d", channels)
		report(b, "kernel=largest"+shape, "values/ns", pixels*n, func(k *Kernels[float32]) { k.Largest(y, x, taps) })
		report(b, "kernel=route"+shape, "values/ns", pixels*n, func(k *Kernels[float32]) { k.Route(dx, y, x, taps, 0, len(taps)) })
	}
}

// report runs a kernel of every instruction set and reports the best rate of all
// turns: other work on the machine makes a turn slower, never faster.
func report(b *testing.B, shape, unit string, each int, call func(k *Kernels[float32])) {
	for _, isa := range Available() {
		b.Run(fmt.Sprintf("isa=%s/%s", isa, shape), func(b *testing.B) {
			k := Of[float32](isa)
			turn := func(calls int) float64 {
				start := time.Now()
				for range calls {
					call(k)
				}
				return float64(time.Since(start)) / float64(calls)
			}
			calls := 1
			for turn(calls)*float64(calls) < 2e4 {
				calls *= 2
			}
			best := math.Inf(1)
			for b.Loop() {
				best = min(best, turn(calls))
			}
			b.ReportMetric(float64(each)/best, unit)
		})
	}
}

// noise returns n small values around zero, the same every time.
func noise(n int) []float32 {
	r := rand.New(rand.NewPCG(1, 1))
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(r.NormFloat64()) / 64
	}
	return v
}
