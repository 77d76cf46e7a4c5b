package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// tally is the sums of one part of [Moments] while the part is worked on:
//
//	t := startTally[T](p, m, part, valid)
//	t.add(x) // runs of whole pixels, as often as wanted
//	t.end(p)
type tally[T Float] struct {
	kernels *simd.Kernels[T]
	moments *Moments
	part    int
	valid   int // valid lanes of the block
	pixels  int // in the sums

	near         []T // per channel and lane: what differences are taken from
	sums         []T // per channel and lane: sums of differences, then of their squares
	sum, squares []T // the halves of sums
	reduced      []T // sums over lanes
}

// startTally begins part of the batch that m collects, with a number of valid
// lanes.
func startTally[T Float](p *Pool, m *Moments, part, valid int) *tally[T] {
	t := take[tally[T]](p)
	t.kernels, t.moments, t.part, t.valid, t.pixels = kernels[T](p), m, part, valid, 0
	n := m.shape.pixelLen()
	t.near, t.sums, t.reduced = sized(t.near, n), sized(t.sums, 2*n), sized(t.reduced, 2*m.shape.C)
	t.sum, t.squares = t.sums[:n], t.sums[n:]
	return t
}

// add adds a run of pixels.
func (t *tally[T]) add(x []T) {
	n := len(t.near)
	for len(x) >= n {
		if t.pixels == 0 {
			t.settle(x[:n])
		}
		pixels := min(partPixels-t.pixels, len(x)/n)
		t.kernels.Moments(t.sum, t.squares, x[:pixels*n], t.near)
		x = x[pixels*n:]
		if t.pixels += pixels; t.pixels == partPixels {
			t.fold()
		}
	}
}

// settle clears the sums and chooses what to take differences from: in every
// channel the average, over the images, of the pixel at hand.
func (t *tally[T]) settle(pixel []T) {
	clear(t.sums)
	if t.valid < Lanes {
		for at := 0; at < len(pixel); at += Lanes {
			copy(t.sum[at:at+t.valid], pixel[at:])
		}
		pixel = t.sum
	}
	near := t.reduced[:len(pixel)/Lanes]
	t.kernels.LaneSums(near, pixel)
	for c, v := range near {
		fill(t.near[c*Lanes:][:Lanes], v/T(t.valid))
	}
	if t.valid < Lanes {
		clear(t.sum)
	}
}

// fold merges the sums into the part's moments.
func (t *tally[T]) fold() {
	reduceLanes(t.kernels, t.reduced, t.sums, t.valid)
	m := t.moments
	mean, squares := m.mean[t.part*m.shape.C:][:m.shape.C], m.squares[t.part*m.shape.C:][:m.shape.C]
	n, before := float64(t.pixels*t.valid), m.counts[t.part]
	all := before + n
	inverse, share, weight := 1/n, n/all, before*n/all
	for c := range mean {
		sum := float64(t.reduced[c])
		shift := sum * inverse
		v := float64(t.near[c*Lanes]) + shift
		q := max(0, float64(t.reduced[len(mean)+c])-sum*shift)
		if before > 0 {
			d := v - mean[c]
			v, q = mean[c]+d*share, squares[c]+q+d*d*weight
		}
		mean[c], squares[c] = v, q
	}
	m.counts[t.part], t.pixels = all, 0
}

// end completes the part.
func (t *tally[T]) end(p *Pool) {
	if t.pixels > 0 {
		t.fold()
	}
	t.moments = nil
	put(p, t)
}

// reduceLanes sets dst to the sums over the valid lanes of src, and the other
// lanes of src to zero.
func reduceLanes[T Float](k *simd.Kernels[T], dst, src []T, valid int) {
	if valid < Lanes {
		for at := 0; at < len(src); at += Lanes {
			clear(src[at+valid : at+Lanes])
		}
	}
	k.LaneSums(dst, src)
}

// fill sets all of x to v.
func fill[T Float](x []T, v T) {
	for i := range x {
		x[i] = v
	}
}
