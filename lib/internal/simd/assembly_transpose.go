//go:build amd64 || arm64

package simd

import "fmt"

// checkedTranspose is [Kernels.Transpose].
func (a *assembly) checkedTranspose(dst, src []float32, width int) {
	if len(src)%square != 0 || len(dst) != len(src) || width != Strip && width != Lanes {
		panic(fmt.Sprintf("simd: Transpose: got %d values for %d in columns of %d, want as many, whole squares of %d, in columns of %d or %d",
			len(dst), len(src), width, square, Strip, Lanes))
	}
	switch {
	case len(src) == 0:
	case width == Strip:
		a.transpose8(&dst[0], &src[0], len(src)/square)
	default:
		a.transpose16(&dst[0], &src[0], len(src)/square)
	}
}
