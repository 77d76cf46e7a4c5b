package compute

// MaxPoolForward sets every output pixel to the maximum of its window, NaN if
// the window has any.
func MaxPoolForward[T Float](p *Pool, q *Pooling, y, x []T) {
	q.mustFit("MaxPoolForward", len(x), len(y))
	b := bandsOf(q.out)
	do(p, b.parts(), q.height*q.width*len(y), maxForward[T]{q, b, y, x})
}

// MaxPoolBackward computes dx, the gradient by x, from dy: each goes to where
// the maximum is, found again in x. Of several the first in row-major order
// counts, or the last NaN, as in torch.
func MaxPoolBackward[T Float](p *Pool, q *Pooling, dx, dy, x []T) {
	q.mustFit("MaxPoolBackward", len(dx), len(dy))
	mustHold("MaxPoolBackward", "x", x, len(dx))
	b := wideBandsOf(q.in)
	do(p, b.parts(), 2*q.height*q.width*len(dy), maxBackward[T]{q, b, dx, dy, x})
}

// maxForward works on one band of output rows per part.
type maxForward[T Float] struct {
	*Pooling
	bands bands
	y, x  []T
}

func (m *maxForward[T]) part(i int) {
	block, from, to := m.bands.band(i)
	for row := from; row < to; row++ {
		for column := range m.out.W {
			m.gather(pixel(m.out, m.y, block, row, column), block, row, column)
		}
	}
}

// gather computes one output pixel.
func (m *maxForward[T]) gather(y []T, block, row, column int) {
	top, bottom := m.rows(row)
	left, right := m.columns(column)
	copy(y, pixel(m.in, m.x, block, top, left))
	for r := top; r < bottom; r++ {
		for c := left; c < right; c++ {
			x := pixel(m.in, m.x, block, r, c)
			for i, v := range x[:len(y)] {
				y[i] = max(y[i], v)
			}
		}
	}
}

// maxBackward works on one band of input rows per part.
type maxBackward[T Float] struct {
	*Pooling
	bands     bands
	dx, dy, x []T
}

func (m *maxBackward[T]) part(i int) {
	block, from, to := m.bands.band(i)
	n := m.in.W * m.in.pixelLen()
	clear(m.dx[block*m.in.blockLen():][from*n : to*n])
	first, end := m.viewers(from, to-1)
	for row := first; row < end; row++ {
		for column := range m.out.W {
			dy := pixel(m.out, m.dy, block, row, column)
			for c := range m.in.C {
				m.scatter((*[Lanes]T)(dy[c*Lanes:]), c, block, row, column, from, to)
			}
		}
	}
}

// scatter adds the gradients of one channel of one output pixel to the maxima
// that lie in the input rows of the band.
func (m *maxBackward[T]) scatter(dy *[Lanes]T, channel, block, row, column, from, to int) {
	top, bottom := m.rows(row)
	left, right := m.columns(column)
	first, n := block*m.in.blockLen()+channel*Lanes, m.in.pixelLen()
	best := *(*[Lanes]T)(m.x[first+(top*m.in.W+left)*n:])
	var at [Lanes]int // pixels of the maxima
	for l := range at {
		at[l] = top*m.in.W + left
	}
	for r := top; r < bottom; r++ {
		for pixel := r*m.in.W + left; pixel < r*m.in.W+right; pixel++ {
			for l, v := range (*[Lanes]T)(m.x[first+pixel*n:]) {
				at[l] += (pixel - at[l]) & -beats(v, best[l])
				best[l] = max(best[l], v)
			}
		}
	}
	for l, g := range dy {
		if from*m.in.W <= at[l] && at[l] < to*m.in.W {
			m.dx[first+at[l]*n+l] += g
		}
	}
}

// beats is 1 if v is larger than the best so far, or NaN, and 0 otherwise. A
// branch would be mispredicted every few times.
func beats[T Float](v, best T) int {
	var larger, nan uint8
	if v > best {
		larger = 1
	}
	if v != v {
		nan = 1
	}
	return int(larger | nan)
}
