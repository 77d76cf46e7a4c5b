package compute

import (
	"math"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// ReLUForward sets y to max(0, x). y may be x.
func ReLUForward[T Float](p *Pool, y, x []T) {
	mustHold("ReLUForward", "y", y, len(x))
	do(p, chunks(len(x)), len(x), reluForward[T]{kernels[T](p), y, x, [1]T{0}, [1]T{1}})
}

// ReLUBackward sets dx to dy where y, the result of [ReLUForward], is positive,
// and to zero elsewhere. dx may be dy.
func ReLUBackward[T Float](p *Pool, dx, dy, y []T) {
	mustHold("ReLUBackward", "dx", dx, len(y))
	mustHold("ReLUBackward", "dy", dy, len(y))
	do(p, chunks(len(y)), len(y), reluBackward[T]{p, dx, dy, y})
}

// TanhForward sets y to tanh(x), computed in float64. y may be x.
func TanhForward[T Float](p *Pool, y, x []T) {
	mustHold("TanhForward", "y", y, len(x))
	do(p, chunks(len(x)), 16*len(x), tanhForward[T]{y, x})
}

// TanhBackward sets dx to dy·(1 − y²) with y the result of [TanhForward]. dx
// may be dy.
func TanhBackward[T Float](p *Pool, dx, dy, y []T) {
	mustHold("TanhBackward", "dx", dx, len(y))
	mustHold("TanhBackward", "dy", dy, len(y))
	do(p, chunks(len(y)), len(y), tanhBackward[T]{dx, dy, y})
}

// reluForward takes all values for those of one channel, (x − 0)·1 + 0.
type reluForward[T Float] struct {
	kernels   *simd.Kernels[T]
	y, x      []T
	zero, one [1]T
}

func (t *reluForward[T]) part(i int) {
	t.kernels.Affine(slice(t.y, i), slice(t.x, i), nil, t.zero[:], t.one[:], t.zero[:], true)
}

// reluBackward projects likewise, and has no use for the sums.
type reluBackward[T Float] struct {
	pool      *Pool
	dx, dy, y []T
}

func (t *reluBackward[T]) part(i int) {
	scratch := borrow[T](t.pool, 2*Lanes+1)
	sum, product, zero := scratch.values[:Lanes], scratch.values[Lanes:2*Lanes], scratch.values[2*Lanes:]
	clear(scratch.values)
	y := slice(t.y, i)
	kernels[T](t.pool).Project(slice(t.dx, i), sum, product, slice(t.dy, i), y, y, zero, nil, nil)
	release(t.pool, scratch)
}

type tanhForward[T Float] struct{ y, x []T }

func (t *tanhForward[T]) part(i int) {
	y, x := slice(t.y, i), slice(t.x, i)
	for i, v := range x {
		y[i] = T(math.Tanh(float64(v)))
	}
}

type tanhBackward[T Float] struct{ dx, dy, y []T }

func (t *tanhBackward[T]) part(i int) {
	dx, dy, y := slice(t.dx, i), slice(t.dy, i), slice(t.y, i)
	for i, v := range y {
		dx[i] = dy[i] * (1 - v*v)
	}
}
