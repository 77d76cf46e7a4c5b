package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// AveragePoolForward sets every output pixel to the average of its window.
func AveragePoolForward[T Float](p *Pool, q *Pooling, y, x []T) {
	q.mustFit("AveragePoolForward", len(x), len(y))
	averageForward(p, q.averaging(), y, x)
}

// AveragePoolBackward computes dx, the gradient by x, from dy.
func AveragePoolBackward[T Float](p *Pool, q *Pooling, dx, dy []T) {
	q.mustFit("AveragePoolBackward", len(dx), len(dy))
	averageBackward(p, q.averaging(), dx, dy)
}

// GlobalAverageForward averages each channel over its pixels: x of shape s
// becomes y of shape N × C × 1 × 1.
func GlobalAverageForward[T Float](p *Pool, s Shape, y, x []T) {
	mustHold("GlobalAverageForward", "y", y, Shape{s.N, s.C, 1, 1}.Len())
	mustHold("GlobalAverageForward", "x", x, s.Len())
	averageForward(p, wholeImage(s), y, x)
}

// GlobalAverageBackward computes dx, the gradient by x of shape s, from dy.
func GlobalAverageBackward[T Float](p *Pool, s Shape, dx, dy []T) {
	mustHold("GlobalAverageBackward", "dx", dx, s.Len())
	mustHold("GlobalAverageBackward", "dy", dy, Shape{s.N, s.C, 1, 1}.Len())
	averageBackward(p, wholeImage(s), dx, dy)
}

// averaging is averages over windows, written to a range of the output's
// channels; the others become zero.
type averaging struct {
	window
	count int // what sums are divided by; 0 stands for the pixels in the image
	first int // where the range begins in an output pixel, in values
}

func wholeImage(s Shape) averaging {
	out := Shape{s.N, s.C, 1, 1}
	return averaging{window: window{in: s, out: out, height: s.H, width: s.W, stride: 1}}
}

// weight is what the values of a window of a number of pixels are multiplied by.
func (a *averaging) weight(pixels int) float64 {
	if a.count > 0 {
		pixels = a.count
	}
	return 1 / float64(pixels)
}

func averageForward[T Float](p *Pool, a averaging, y, x []T) {
	b := bandsOf(a.out)
	do(p, b.parts(), a.in.Len(), averagingForward[T]{kernels[T](p), a, b, y, x})
}

func averageBackward[T Float](p *Pool, a averaging, dx, dy []T) {
	b := bandsOf(a.in)
	do(p, b.parts(), a.in.Len(), averagingBackward[T]{kernels[T](p), a, b, dx, dy})
}

// averagingForward works on one band of output rows per part.
type averagingForward[T Float] struct {
	kernels *simd.Kernels[T]
	averaging
	bands bands
	y, x  []T
}

func (a *averagingForward[T]) part(i int) {
	block, from, to := a.bands.band(i)
	n := a.in.pixelLen()
	for row := from; row < to; row++ {
		for column := range a.out.W {
			y := pixel(a.out, a.y, block, row, column)
			clear(y[:a.first])
			clear(y[a.first+n:])
			a.gather(y[a.first:][:n], block, row, column)
		}
	}
}

// gather computes one output pixel.
func (a *averagingForward[T]) gather(y []T, block, row, column int) {
	top, bottom := a.rows(row)
	left, right := a.columns(column)
	weight := T(a.weight((bottom - top) * (right - left)))
	var sum []T // nil until there is one
	for r := top; r < bottom; r++ {
		for c := left; c < right; c++ {
			a.kernels.Blend(y, pixel(a.in, a.x, block, r, c), nil, sum, weight, 0)
			sum = y
		}
	}
}

// averagingBackward works on one band of input rows per part.
type averagingBackward[T Float] struct {
	kernels *simd.Kernels[T]
	averaging
	bands  bands
	dx, dy []T
}

func (a *averagingBackward[T]) part(i int) {
	block, from, to := a.bands.band(i)
	n := a.in.W * a.in.pixelLen()
	clear(a.dx[block*a.in.blockLen():][from*n : to*n])
	first, end := a.viewers(from, to-1)
	for row := first; row < end; row++ {
		for column := range a.out.W {
			dy := pixel(a.out, a.dy, block, row, column)[a.first:][:a.in.pixelLen()]
			a.scatter(dy, block, row, column, from, to)
		}
	}
}

// scatter adds the gradient of one output pixel to the input rows of the band.
func (a *averagingBackward[T]) scatter(dy []T, block, row, column, from, to int) {
	top, bottom := a.rows(row)
	left, right := a.columns(column)
	weight := T(a.weight((bottom - top) * (right - left)))
	for r := max(top, from); r < min(bottom, to); r++ {
		for c := left; c < right; c++ {
			dx := pixel(a.in, a.dx, block, r, c)
			a.kernels.Blend(dx, dy, nil, dx, weight, 0)
		}
	}
}
