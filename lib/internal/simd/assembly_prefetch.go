//go:build amd64

package simd

// checkedPrefetch is [Kernels.Prefetch].
func checkedPrefetch(x []float32) {
	if lines := (len(x) + Lanes - 1) / Lanes; lines > 0 {
		prefetch(&x[0], lines)
	}
}
