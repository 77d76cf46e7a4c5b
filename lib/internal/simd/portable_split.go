package simd

// split is [Kernels.Split].
func split[T Float](dst, src []T, tiles, pixels, tileStep, dstStep, srcStep int) {
	for p := range pixels {
		for t := range tiles {
			copy(dst[t*tileStep+p*dstStep:][:Tile*Lanes], src[p*srcStep+t*Tile*Lanes:])
		}
	}
}
