package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// repacking orders the weights of a strip per part as [simd.Kernels] wants them,
//
//	[strip][tap][source channel][channel of the strip]
//
// multiplied by the scale of their channel, zero beyond the last one.
type repacking[T Float] struct {
	*gathering
	packed, w, scale []T
}

func (r *repacking[T]) part(i int) {
	s := r.strips[i]
	packed := r.packed[i*r.stripLen():][:r.stripLen()]
	w := r.w[s.weight:]
	switch {
	case s.count < simd.Strip:
		r.few(packed, w, s.count)
	case r.taps == 1 && r.sStep == 1:
		interleave(packed, w, r.channels, simd.Strip, r.dStep)
	default:
		for c := range r.channels {
			interleave(packed[c*simd.Strip:], w[c*r.sStep:], r.taps, r.channels*simd.Strip, r.dStep)
		}
	}
	if r.scale == nil {
		return
	}
	var scale [simd.Strip]T
	copy(scale[:], r.scale[s.first:][:s.count])
	for ; len(packed) >= simd.Strip; packed = packed[simd.Strip:] {
		v := (*[simd.Strip]T)(packed)
		for k := range v {
			v[k] *= scale[k]
		}
	}
}

// few packs a strip that is not full.
func (r *repacking[T]) few(packed, w []T, count int) {
	clear(packed)
	for c := range r.channels {
		for k := range count {
			for t, v := range w[k*r.dStep+c*r.sStep:][:r.taps] {
				packed[(t*r.channels+c)*simd.Strip+k] = v
			}
		}
	}
}

// interleave sets to[i·step + k] to from[k·rowStep + i] for n values of each of
// the eight rows k of a strip.
func interleave[T Float](to, from []T, n, step, rowStep int) {
	r0, r1, r2, r3 := from[:n], from[rowStep:][:n], from[2*rowStep:][:n], from[3*rowStep:][:n]
	r4, r5, r6, r7 := from[4*rowStep:][:n], from[5*rowStep:][:n], from[6*rowStep:][:n], from[7*rowStep:][:n]
	for i := range n {
		*(*[simd.Strip]T)(to[i*step:]) = [simd.Strip]T{r0[i], r1[i], r2[i], r3[i], r4[i], r5[i], r6[i], r7[i]}
	}
}
