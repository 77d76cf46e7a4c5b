//go:build amd64 || arm64

package simd

// checkedBlend is [Kernels.Blend]. What is left of 16 values is done in Go.
func (a *assembly) checkedBlend(y, x, z, f []float32, by, byZ float32) {
	wantLengths("Blend", "values", len(x), len(y))
	kernel := a.blend
	if f != nil {
		wantLengths("Blend", "values of f", len(x), len(f))
		kernel = a.blendF
	}
	if z != nil {
		wantLengths("Blend", "values of z", len(x), len(z))
		kernel = a.blendZ
	}
	if z != nil && f != nil {
		kernel = a.blendZF
	}
	whole := len(x) / Lanes * Lanes
	if whole > 0 {
		kernel(&y[0], &x[0], address(z, 0), address(f, 0), by, byZ, whole)
	}
	if whole < len(x) {
		blend(y[whole:], x[whole:], after(z, whole), after(f, whole), by, byZ)
	}
}

// after is a slice from value i on, or nil if there is no slice.
func after(s []float32, i int) []float32 {
	if s == nil {
		return nil
	}
	return s[i:]
}

// checkedDot is [Kernels.Dot].
func (a *assembly) checkedDot(sums, x, y []float32) {
	wantLengths("Dot", "sums", Lanes, len(sums))
	wantLengths("Dot", "values", len(x), len(y))
	if whole := len(x) / Lanes * Lanes; whole > 0 {
		a.dot(&sums[0], &x[0], &y[0], whole)
	}
}

// checkedLaneSums is [Kernels.LaneSums].
func (a *assembly) checkedLaneSums(dst, src []float32) {
	wantLengths("LaneSums", "channels", len(dst), len(src)/Lanes)
	if len(dst) > 0 {
		a.laneSums(&dst[0], &src[0], len(dst))
	}
}
