//go:build amd64 || arm64

package simd

import "fmt"

// checkedOuter is [Kernels.Outer].
func (a *assembly) checkedOuter(sums, x, y []float32, pixels, xStep, yStep int) {
	if pixels <= 0 {
		return
	}
	if len(sums) < Tile*Tile*Lanes || lastPixel(pixels, xStep)+Tile*Lanes > len(x) || lastPixel(pixels, yStep)+Tile*Lanes > len(y) {
		panic(fmt.Sprintf("simd: Outer: got %d sums, %d and %d values, want %d and %d pixels of %d with steps %d and %d",
			len(sums), len(x), len(y), Tile*Tile*Lanes, pixels, Tile*Lanes, xStep, yStep))
	}
	for half := 0; half < Lanes; half += a.lanes {
		a.outer(&sums[half], &x[half], &y[half], pixels, xStep, yStep)
	}
}
