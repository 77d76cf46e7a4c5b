package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// MaxPoolForward sets every output pixel to the maximum of its window, NaN if
// the window has any.
func MaxPoolForward[T Float](p *Pool, q *Pooling, y, x []T) {
	q.mustFit("MaxPoolForward", len(x), len(y))
	b := bandsOf(q.out)
	do(p, b.parts(), q.height*q.width*len(y), maxForward[T]{p, kernels[T](p), q, b, y, x})
}

// MaxPoolBackward computes dx, the gradient by x, from dy: each goes to where
// the maximum is, found again in x. Of several the first in row-major order
// counts, or the last NaN, as in torch.
func MaxPoolBackward[T Float](p *Pool, q *Pooling, dx, dy, x []T) {
	q.mustFit("MaxPoolBackward", len(dx), len(dy))
	mustHold("MaxPoolBackward", "x", x, len(dx))
	b := wideBandsOf(q.in)
	do(p, b.parts(), 2*q.height*q.width*len(dy), maxBackward[T]{p, kernels[T](p), q, b, dx, dy, x})
}

// maxForward works on one band of output rows per part.
type maxForward[T Float] struct {
	pool    *Pool
	kernels *simd.Kernels[T]
	*Pooling
	bands bands
	y, x  []T
}

func (m *maxForward[T]) part(i int) {
	taps := take[offsets](m.pool)
	block, from, to := m.bands.band(i)
	x := m.x[block*m.in.blockLen():][:m.in.blockLen()]
	for row := from; row < to; row++ {
		for column := range m.out.W {
			taps.see(&m.window, row, column)
			m.kernels.Largest(pixel(m.out, m.y, block, row, column), x, taps.values)
		}
	}
	put(m.pool, taps)
}

// maxBackward works on one band of input rows per part: what windows at its edges
// route to other bands, those find again.
type maxBackward[T Float] struct {
	pool    *Pool
	kernels *simd.Kernels[T]
	*Pooling
	bands     bands
	dx, dy, x []T
}

func (m *maxBackward[T]) part(i int) {
	taps := take[offsets](m.pool)
	block, from, to := m.bands.band(i)
	at, n := block*m.in.blockLen(), m.in.W*m.in.pixelLen()
	dx, x := m.dx[at:][:m.in.blockLen()], m.x[at:][:m.in.blockLen()]
	clear(dx[from*n : to*n])
	first, end := m.viewers(from, to-1)
	for row := first; row < end; row++ {
		top, bottom := m.rows(row)
		for column := range m.out.W {
			width := taps.see(&m.window, row, column)
			m.kernels.Route(dx, pixel(m.out, m.dy, block, row, column), x, taps.values,
				(max(top, from)-top)*width, (min(bottom, to)-top)*width)
		}
	}
	put(m.pool, taps)
}

// offsets is where the pixels of a window begin in a block, row by row.
type offsets struct{ values []int }

// see fills them in for an output pixel and returns how many are in a row.
func (o *offsets) see(w *window, row, column int) (width int) {
	top, bottom := w.rows(row)
	left, right := w.columns(column)
	n := w.in.pixelLen()
	o.values = o.values[:0]
	for r := top; r < bottom; r++ {
		for c := left; c < right; c++ {
			o.values = append(o.values, (r*w.in.W+c)*n)
		}
	}
	return right - left
}
