package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// repacking orders the weights of a strip per part as [simd.Kernels] wants them,
//
//	[strip][tap][source channel][channel of the strip]
//
// multiplied by the scale of their channel, zero beyond the last one.
type repacking[T Float] struct {
	*gathering
	pool             *Pool
	packed, w, scale []T
	there            bool // the weights have been packed before
}

// woven is the number of source channels whose weights are interleaved before they are
// put in their places: few enough to stay in the first level of cache.
const woven = 16

func (r *repacking[T]) part(i int) {
	s := r.strips[i]
	packed, w := r.packed[i*r.stripLen():][:r.stripLen()], r.w[s.weight:]
	scale := borrowScale(r.pool, r.scale, s.first, s.count)
	switch {
	case r.joins > 1:
		r.groups(packed, w, scale.values)
	case r.taps == 1 && r.sStep == 1:
		kernels[T](r.pool).Weave(packed, w, scale.values, r.channels, r.dStep)
	case r.taps == 1:
		r.rows(packed, w, scale.values)
	default:
		r.places(packed, w, scale.values)
	}
	release(r.pool, scale)
}

// groups packs those of several groups, and zeros between them.
func (r *repacking[T]) groups(packed, w, scale []T) {
	clear(packed)
	each, channels := simd.Strip/r.joins, r.channels/r.joins
	for k, s := range scale {
		group := k / each
		from := w[group*each*channels*r.taps+k%each*r.dStep:]
		for c := range channels {
			to := packed[(group*channels+c)*simd.Strip+k:]
			for t, v := range from[c*r.sStep:][:r.taps] {
				to[t*r.channels*simd.Strip] = v * s
			}
		}
	}
}

// rows packs weights of which a strip's lie together, those of a transposed 1×1
// convolution.
func (r *repacking[T]) rows(packed, w, scale []T) {
	if r.scale == nil && len(scale) == simd.Strip {
		for c := range r.channels {
			*(*[simd.Strip]T)(packed[c*simd.Strip:]) = [simd.Strip]T(w[c*r.sStep:])
		}
		return
	}
	for c := range r.channels {
		to := (*[simd.Strip]T)(packed[c*simd.Strip:])
		clear(to[len(scale):])
		for k, v := range w[c*r.sStep:][:len(scale)] {
			to[k] = v * scale[k]
		}
	}
}

// places interleaves the taps of some source channels and puts them in their places.
func (r *repacking[T]) places(packed, w, scale []T) {
	k, n := kernels[T](r.pool), 1
	if r.sStep == r.taps { // the taps of one source channel follow those of the other
		n = woven
	}
	scratch := borrow[T](r.pool, n*r.taps*simd.Strip)
	for first := 0; first < r.channels; first += n {
		end := min(first+n, r.channels)
		k.Weave(scratch.values, w[first*r.sStep:], scale, (end-first)*r.taps, r.dStep)
		from := scratch.values
		for c := first; c < end; c++ {
			for t := range r.taps {
				*(*[simd.Strip]T)(packed[(t*r.channels+c)*simd.Strip:]) = *(*[simd.Strip]T)(from)
				from = from[simd.Strip:]
			}
		}
	}
	release(r.pool, scratch)
}

// borrowScale is the factors of some destination channels, without any 1. It is to be
// given back with [release].
func borrowScale[T Float](p *Pool, scale []T, first, count int) *scratch[T] {
	s := borrow[T](p, count)
	if scale == nil {
		fill(s.values, 1)
	} else {
		copy(s.values, scale[first:])
	}
	return s
}
