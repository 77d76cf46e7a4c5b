package simd

// square is the number of values that Transpose exchanges at a time.
const square = Lanes * Lanes

// transpose is [Kernels.Transpose].
func transpose[T Float](dst, src []T, width int) {
	for ; len(src) >= square; dst, src = dst[square:], src[square:] {
		from, to := (*[square]T)(src), (*[square]T)(dst)
		for c := range Lanes {
			at := c/width*Lanes*width + c%width
			for l := range Lanes {
				to[at+l*width] = from[c*Lanes+l]
			}
		}
	}
}
