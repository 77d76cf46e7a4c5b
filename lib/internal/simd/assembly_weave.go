//go:build amd64 || arm64

package simd

import "fmt"

// taps is the number of weights of a kernel that Winograd's convolution knows.
const taps = 9

// checkedWeave is [Kernels.Weave]. Columns beyond the last eight, and strips with fewer
// rows, are left to portable Go.
func (a *assembly) checkedWeave(dst, src, scale []float32, columns, step int) {
	rows := len(scale)
	if rows > Strip || columns < 0 || columns > beyond/Strip {
		panic(fmt.Sprintf("simd: Weave: got %d rows of %d columns, want at most %d rows", rows, columns, Strip))
	}
	if columns == 0 {
		return
	}
	wantLengths("Weave", "packed values", columns*Strip, len(dst))
	if rows > 0 {
		wantLengths("Weave", "weights", lastPixel(rows, step)+columns, len(src))
	}
	whole := 0
	if rows == Strip {
		if whole = columns &^ (Strip - 1); whole > 0 {
			a.weave(&dst[0], &src[0], &scale[0], whole, step)
		}
		src = src[whole:]
	}
	weave(dst[whole*Strip:], src, scale, columns-whole, step)
}

// checkedWeights is [Winograd.Weights].
func (a *winogradAssembly) checkedWeights(dst, src []float32, channels, position int, turn bool) {
	if channels < 0 || channels > beyond/(taps*Strip) {
		panic(fmt.Sprintf("simd: Winograd.Weights: got %d channels, want a number that memory has room for", channels))
	}
	if channels == 0 {
		return
	}
	wantLengths("Winograd.Weights", "weights", channels*taps*Strip, len(src))
	wantLengths("Winograd.Weights", "transformed weights", lastPixel(WinogradPositions, position)+channels*Strip, len(dst))
	if turn {
		a.weights(&dst[0], &src[(taps-1)*Strip], channels, position, -Strip)
		return
	}
	a.weights(&dst[0], &src[0], channels, position, Strip)
}
