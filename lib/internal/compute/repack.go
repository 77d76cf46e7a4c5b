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
	there            bool // the weights have been packed before
}

func (r *repacking[T]) part(i int) {
	s := r.strips[i]
	packed := r.packed[i*r.stripLen():][:r.stripLen()]
	if s.count < simd.Strip {
		clear(packed)
	}
	// Rows are what lies together in w: taps, or for a 1×1 kernel source channels.
	rows, row, step := r.channels, r.taps, r.channels*simd.Strip
	if r.taps == 1 && r.sStep == 1 {
		rows, row, step = 1, r.channels, simd.Strip
	}
	for c := range rows {
		for k := range s.count {
			from := r.w[s.weight+c*r.sStep+k*r.dStep:][:row]
			scatter(packed[c*simd.Strip+k:], from, step, r.scaleOf(s.first+k))
		}
	}
}

// scaleOf is the factor of a destination channel.
func (r *repacking[T]) scaleOf(channel int) T {
	if r.scale == nil {
		return 1
	}
	return r.scale[channel]
}

// scatter sets to[i·step] to scale·from[i].
func scatter[T Float](to, from []T, step int, scale T) {
	at := 0
	for _, v := range from {
		to[at] = v * scale
		at += step
	}
}
