//go:build amd64 || arm64

package simd

import "math"

// passed is how many values, of all images together, the kernels of this file are
// given at once. They pass over them once for every few channels, and find them in
// the first-level cache from the second pass on.
const passed = 8192

// passes calls a kernel for pieces of whole pixels. Sums take pixels in the same
// order however they are cut.
func (a *assembly) passes(images, channels, pixels int, kernel func(at, lane, pixels int)) {
	most := max(1, passed/max(1, images*channels*Lanes))
	for first := 0; first < pixels; first += most {
		for lane := 0; lane < Lanes; lane += a.lanes {
			kernel(first*channels*Lanes+lane, lane, min(most, pixels-first))
		}
	}
}

// checkedAffine is [Kernels.Affine].
func (a *assembly) checkedAffine(y, x, add, center, scale, offset []float32, relu bool) {
	channels := len(center)
	pixels := wholePixels("Affine", len(x), channels)
	wantLengths("Affine", "values", len(x), len(y))
	wantLengths("Affine", "channels", channels, len(scale), len(offset))
	kernel := a.affine
	if add != nil {
		wantLengths("Affine", "values to add", len(x), len(add))
		kernel = a.affineAdd
	}
	a.passes(2, channels, pixels, func(at, _, n int) {
		kernel(&y[at], &x[at], address(add, at), &center[0], &scale[0], &offset[0], channels, n, floorOf(relu))
	})
}

// floorOf returns what values are cut off at.
func floorOf(relu bool) float32 {
	if relu {
		return 0
	}
	return float32(math.Inf(-1))
}

// checkedMoments is [Kernels.Moments].
func (a *assembly) checkedMoments(sum, squares, x, near []float32) {
	channels := len(near) / Lanes
	pixels := wholePixels("Moments", len(x), channels)
	wantLengths("Moments", "values", channels*Lanes, len(sum), len(squares))
	a.passes(1, channels, pixels, func(at, lane, n int) {
		a.moments(&sum[lane], &squares[lane], &x[at], &near[lane], channels, n)
	})
}

// checkedProject is [Kernels.Project].
func (a *assembly) checkedProject(g, sum, product, dy, x, y, center, scale, offset []float32) {
	channels := len(center)
	pixels := wholePixels("Project", len(x), channels)
	wantLengths("Project", "values", len(x), len(g), len(dy))
	wantLengths("Project", "sums", channels*Lanes, len(sum), len(product))
	kernel := a.project
	switch {
	case y != nil:
		wantLengths("Project", "outputs", len(x), len(y))
		kernel = a.projectOutput
	case scale != nil:
		wantLengths("Project", "channels", channels, len(scale), len(offset))
		kernel = a.projectInput
	}
	a.passes(4, channels, pixels, func(at, lane, n int) {
		kernel(&g[at], &sum[lane], &product[lane], &dy[at], &x[at], address(y, at),
			&center[0], address(scale, 0), address(offset, 0), channels, n)
	})
}

// checkedSpread is [Kernels.Spread].
func (a *assembly) checkedSpread(dx, g, x, add, center, scale, slope, level []float32) {
	channels := len(center)
	pixels := wholePixels("Spread", len(x), channels)
	wantLengths("Spread", "values", len(x), len(dx), len(g))
	wantLengths("Spread", "channels", channels, len(scale), len(slope), len(level))
	kernel := a.spread
	if add != nil {
		wantLengths("Spread", "values to add", len(x), len(add))
		kernel = a.spreadAdd
	}
	a.passes(4, channels, pixels, func(at, _, n int) {
		kernel(&dx[at], &g[at], &x[at], address(add, at), &center[0], &scale[0], &slope[0], &level[0], channels, n)
	})
}
