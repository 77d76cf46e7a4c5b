package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// winogradWeights transforms weights, g to G g Gᵀ, and orders them for
// [simd.Winograd.Multiply], [position][destination strip][source][strip]. Per
// part, it does one strip; channels beyond the last are zero.
type winogradWeights[T Float] struct {
	*winograd
	pool         *Pool
	packed, w    []T
	scale        []T  // of the destination channels, or nil
	ofDst, ofSrc int  // distances between channels in w
	turn         bool // the kernel by half a turn: for the transpose of a convolution
}

func (t *winogradWeights[T]) part(s int) {
	const taps = 9
	k, n := kernels[T](t.pool), 1
	if t.ofSrc == taps { // the taps of one source channel follow those of the other
		n = woven
	}
	first := s * simd.Strip
	count := min(simd.Strip, t.dst.C-first)
	scale := borrowScale(t.pool, t.scale, first, count)
	scratch := borrow[T](t.pool, n*taps*simd.Strip)
	for c := 0; c < t.src.C; c += n {
		channels := min(n, t.src.C-c)
		k.Weave(scratch.values, t.w[first*t.ofDst+c*t.ofSrc:], scale.values, channels*taps, t.ofDst)
		k.Winograd.Weights(t.packed[(s*t.src.C+c)*simd.Strip:], scratch.values, channels, t.weights(), t.turn)
	}
	release(t.pool, scratch)
	release(t.pool, scale)
}

// forwardWeights is the weights of a convolution.
func forwardWeights[T Float](p *Pool, c *Conv, w *winograd, values []T) winogradWeights[T] {
	return winogradWeights[T]{winograd: w, pool: p, w: values, ofDst: 9 * c.in.C, ofSrc: 9}
}

// backwardWeights is those of its transpose: the kernels by half a turn.
func backwardWeights[T Float](p *Pool, c *Conv, w *winograd, values []T) winogradWeights[T] {
	return winogradWeights[T]{winograd: w, pool: p, w: values, ofDst: 9, ofSrc: 9 * c.in.C, turn: true}
}
