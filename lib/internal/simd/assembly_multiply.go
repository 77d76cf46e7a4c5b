//go:build amd64 || arm64

package simd

import "fmt"

// checkedMultiply is [Winograd.Multiply].
func (a *assembly) checkedMultiply(dst, src, w []float32, tiles, channels, strips, dstPosition, srcPosition, wPosition int) {
	if tiles <= 0 || channels <= 0 || strips <= 0 {
		return
	}
	dstPixel, srcPixel := times(strips, Strip*Lanes), times(channels, Lanes)
	weights := times(strips, times(channels, Strip))
	to := lastPlane(dstPosition) + lastPixel(tiles, dstPixel) + dstPixel
	from := lastPlane(srcPosition) + lastPixel(tiles, srcPixel) + srcPixel
	if to > len(dst) || from > len(src) || lastPlane(wPosition)+weights > len(w) {
		panic(fmt.Sprintf("simd: Winograd.Multiply: got %d values of destination, %d of source and %d weights, want planes of %d tiles, %d channels and %d strips, %d, %d and %d apart",
			len(dst), len(src), len(w), tiles, channels, strips, dstPosition, srcPosition, wPosition))
	}
	for half := 0; half < Lanes; half += a.lanes {
		a.winograd.multiply(&dst[half], &src[half], &w[0], tiles, channels, strips, dstPosition, srcPosition, wPosition)
	}
}

// times is a·b, or beyond if no slice is as long.
func times(a, b int) int {
	if a > beyond/max(1, b) {
		return beyond
	}
	return a * b
}

// lastPlane is where the last plane of a line begins, or beyond if planes lie
// in no slice or over each other.
func lastPlane(position int) int {
	if position <= 0 || position > beyond/WinogradTile {
		return beyond
	}
	return (WinogradTile - 1) * position
}
