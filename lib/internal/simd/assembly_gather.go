//go:build amd64 || arm64

package simd

import "fmt"

// checkedGather is [Kernels.Gather].
func (a *assembly) checkedGather(dst, src, w []float32, taps []Tap, channels, pixels, dstStep, srcStep int, add bool) {
	if pixels <= 0 {
		return
	}
	if lastPixel(pixels, dstStep)+Strip*Lanes > len(dst) {
		panic(fmt.Sprintf("simd: Gather: got %d values of destination, want %d pixels with step %d of %d", len(dst), pixels, dstStep, Strip*Lanes))
	}
	if len(taps) == 0 || channels == 0 {
		gather(dst, nil, nil, nil, 0, pixels, dstStep, srcStep, add)
		return
	}
	checkTaps(src, w, taps, channels, pixels, srcStep)
	for half := 0; half < Lanes; half += a.lanes {
		a.gather(&dst[half], &src[half], &w[0], &taps[0].Source, len(taps), channels, pixels, dstStep, srcStep, add)
	}
}

// checkTaps panics unless every tap of every pixel lies in the source and the
// weights. Conditions are collected in a sign bit: a call can be shorter than
// the branches of its taps.
func checkTaps(src, w []float32, taps []Tap, channels, pixels, srcStep int) {
	sources, weights := -1, -1
	if channels > 0 && channels <= len(w)/Strip {
		sources = max(-1, len(src)-lastPixel(pixels, srcStep)-channels*Lanes)
		weights = len(w) - channels*Strip
	}
	outside := 0
	for _, t := range taps {
		outside |= t.Source | (sources - t.Source) | t.Weight | (weights - t.Weight)
	}
	if outside >= 0 {
		return
	}
	for _, t := range taps {
		if t.Source < 0 || t.Source > sources || t.Weight < 0 || t.Weight > weights {
			panic(fmt.Sprintf("simd: Gather: got tap %+v of %d channels and %d pixels with step %d, want it inside %d values of source and %d of weights",
				t, channels, pixels, srcStep, len(src), len(w)))
		}
	}
}
