//go:build amd64 || arm64

package simd

import "fmt"

// checkedLargest is [Kernels.Largest].
func (a *assembly) checkedLargest(dst, src []float32, taps []int) {
	checkWindow("Largest", len(dst), len(src), taps, 0, len(taps))
	if len(dst) > 0 {
		a.largest(&dst[0], &src[0], &taps[0], len(taps), len(dst))
	}
}

// checkedRoute is [Kernels.Route].
func (a *assembly) checkedRoute(dx, dy, x []float32, taps []int, from, to int) {
	checkWindow("Route", len(dy), min(len(dx), len(x)), taps, from, to)
	if len(dy) > 0 {
		a.route(&dx[0], &dy[0], &x[0], &taps[0], len(taps), from, to, len(dy))
	}
}

// checkWindow panics unless there are taps, all of which find the values of a
// pixel in an image.
func checkWindow(op string, pixel, image int, taps []int, from, to int) {
	if pixel%Lanes != 0 || len(taps) == 0 || from < 0 || to > len(taps) {
		panic(fmt.Sprintf("simd: %s: got a pixel of %d values and taps %d to %d of %d, want whole vectors of %d and taps that there are",
			op, pixel, from, to, len(taps), Lanes))
	}
	for _, at := range taps {
		if at < 0 || at > image-pixel {
			panic(fmt.Sprintf("simd: %s: got a tap at %d, want it inside an image of %d values with a pixel of %d", op, at, image, pixel))
		}
	}
}
