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
	b := bandsOf(q.in)
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
	at := block*m.in.blockLen() + channel*Lanes
	offset := func(r, c int) int { return at + (r*m.in.W+c)*m.in.pixelLen() }
	best := *(*[Lanes]T)(m.x[offset(top, left):])
	var rows, columns [Lanes]int
	for l := range Lanes {
		rows[l], columns[l] = top, left
	}
	for r := top; r < bottom; r++ {
		for c := left; c < right; c++ {
			for l, v := range (*[Lanes]T)(m.x[offset(r, c):]) {
				if v > best[l] || v != v {
					best[l], rows[l], columns[l] = v, r, c
				}
			}
		}
	}
	for l, g := range dy {
		if from <= rows[l] && rows[l] < to {
			m.dx[offset(rows[l], columns[l])+l] += g
		}
	}
}
