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
	if a.winograd.multiply == nil {
		a.multiplyByGather(dst, src, w, tiles, channels, strips, dstPosition, srcPosition, wPosition)
		return
	}
	for half := 0; half < Lanes; half += a.lanes {
		a.winograd.multiply(&dst[half], &src[half], &w[0], tiles, channels, strips, dstPosition, srcPosition, wPosition)
	}
}

// multiplyByGather is Multiply for NEON, which has no assembly for all of it.
func (a *assembly) multiplyByGather(dst, src, w []float32, tiles, channels, strips, dstPosition, srcPosition, wPosition int) {
	for j := range WinogradTile {
		for s := range strips {
			a.gather(&dst[j*dstPosition+s*Strip*Lanes], &src[j*srcPosition], &w[j*wPosition+s*channels*Strip], &origin[0].Source, 1,
				channels, tiles, strips*Strip*Lanes, channels*Lanes, false)
		}
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
