package compute

import "math"

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
