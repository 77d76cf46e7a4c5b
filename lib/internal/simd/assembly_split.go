//go:build amd64 || arm64

package simd

import "fmt"

// checkedSplit is [Kernels.Split].
func (a *assembly) checkedSplit(dst, src []float32, tiles, pixels, tileStep, dstStep, srcStep int) {
	if tiles <= 0 || pixels <= 0 {
		return
	}
	to := lastPixel(tiles, tileStep) + lastPixel(pixels, dstStep) + Tile*Lanes
	from := lastPixel(pixels, srcStep) + lastPixel(tiles+1, Tile*Lanes)
	if to > len(dst) || from > len(src) {
		panic(fmt.Sprintf("simd: Split: got %d values of destination and %d of source, want %d and %d for %d tiles of %d pixels with steps %d, %d and %d",
			len(dst), len(src), to, from, tiles, pixels, tileStep, dstStep, srcStep))
	}
	for half := 0; half < Lanes; half += a.lanes {
		a.split(&dst[half], &src[half], tiles, pixels, tileStep, dstStep, srcStep)
	}
}
