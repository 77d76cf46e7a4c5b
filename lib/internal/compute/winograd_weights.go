package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// winogradWeights transforms weights, g to G g Gᵀ, and orders them for
// [simd.Kernels.Gather], [position][destination strip][source][strip]. Per
// part, it does one strip; channels beyond the last are zero.
type winogradWeights[T Float] struct {
	*winograd
	packed, w    []T
	scale        []T  // of the destination channels, or nil
	ofDst, ofSrc int  // distances between channels in w
	turn         bool // the kernel by half a turn: for the transpose of a convolution
}

func (t *winogradWeights[T]) part(s int) {
	first := s * simd.Strip
	count := min(simd.Strip, t.dst.C-first)
	var strips [simd.WinogradPositions][simd.Strip]T
	for c := range t.src.C {
		for k := range count {
			for q, v := range t.kernel(first+k, c) {
				strips[q][k] = v
			}
		}
		at := (s*t.src.C + c) * simd.Strip
		for q := range strips {
			*(*[simd.Strip]T)(t.packed[q*t.weights()+at:]) = strips[q]
		}
	}
}

// kernel is the transformed kernel from one channel to another.
func (t *winogradWeights[T]) kernel(d, c int) (u [simd.WinogradPositions]T) {
	g := [9]T(t.w[d*t.ofDst+c*t.ofSrc:])
	if t.turn {
		for i := range 4 {
			g[i], g[8-i] = g[8-i], g[i]
		}
	}
	if t.scale != nil {
		for i := range g {
			g[i] *= t.scale[d]
		}
	}
	var half [3][simd.WinogradTile]T
	for j := range half {
		half[j] = winogradG(g[j], g[3+j], g[6+j])
	}
	for i := range simd.WinogradTile {
		row := winogradG(half[0][i], half[1][i], half[2][i])
		copy(u[i*simd.WinogradTile:], row[:])
	}
	return u
}

// winogradG multiplies a column by G.
func winogradG[T Float](g0, g1, g2 T) [simd.WinogradTile]T {
	outer := (g0 + g2) / 2
	return [...]T{g0, outer + g1/2, outer - g1/2, g2}
}

// forwardWeights is the weights of a convolution.
func forwardWeights[T Float](c *Conv, w *winograd, values []T) winogradWeights[T] {
	return winogradWeights[T]{winograd: w, w: values, ofDst: 9 * c.in.C, ofSrc: 9}
}

// backwardWeights is those of its transpose: the kernels by half a turn.
func backwardWeights[T Float](c *Conv, w *winograd, values []T) winogradWeights[T] {
	return winogradWeights[T]{winograd: w, w: values, ofDst: 9, ofSrc: 9 * c.in.C, turn: true}
}
