package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Descent is one step of gradient descent with momentum v and weight decay:
//
//	d = g + Decay·w
//	v ← Momentum·v + d
//	w ← w − Rate·(d + Momentum·v)    with Nesterov
//	w ← w − Rate·v                   without
type Descent struct {
	Rate, Momentum, Decay float64
	Nesterov              bool
}

// Descend takes the step for all values of a parameter, in one pass over memory.
// It reports whether every value of w is finite after it.
func Descend[T Float](p *Pool, d Descent, w, v, g []T) bool {
	mustHold("Descend", "v", v, len(w))
	mustHold("Descend", "g", g, len(w))
	n := chunks(len(w))
	bad := borrow[T](p, n)
	do(p, n, 8*len(w), descending[T]{d, p, kernels[T](p), w, v, g, bad.values})
	var sum T
	for _, x := range bad.values {
		sum += x
	}
	release(p, bad)
	return sum == 0
}

// bite is the number of values that four kernels in turn find in the innermost
// cache: those of w, v, g and d.
const bite = 1024

// descending works on one chunk per part.
type descending[T Float] struct {
	Descent
	pool    *Pool
	kernels *simd.Kernels[T]
	w, v, g []T
	bad     []T // per part: 0, or NaN
}

func (s *descending[T]) part(i int) {
	w, v, g := slice(s.w, i), slice(s.v, i), slice(s.g, i)
	room := borrow[T](s.pool, bite+Lanes)
	d, lanes := room.values[:bite], room.values[bite:]
	clear(lanes)
	var bad T
	for len(w) > 0 {
		n := min(bite, len(w))
		s.step(w[:n], v[:n], g[:n], d[:n])
		bad += s.unsound(lanes, w[:n], d[:n])
		w, v, g = w[n:], v[n:], g[n:]
	}
	for _, x := range lanes {
		bad += x
	}
	s.bad[i] = bad
	release(s.pool, room)
}

func (s *descending[T]) step(w, v, g, d []T) {
	rate, momentum := T(s.Rate), T(s.Momentum)
	s.kernels.Blend(d, g, w, nil, 1, T(s.Decay))
	s.kernels.Blend(v, v, d, nil, momentum, 1)
	if s.Nesterov {
		s.kernels.Blend(w, d, v, w, -rate, -rate*momentum)
	} else {
		s.kernels.Blend(w, v, nil, w, -rate, 0)
	}
}

// unsound makes lanes, or what it returns, NaN unless all of x is finite: what is
// not finite is not even finite times zero. It overwrites room, as long as x.
func (s *descending[T]) unsound(lanes, x, room []T) (rest T) {
	clear(room)
	whole := len(x) / Lanes * Lanes
	s.kernels.Dot(lanes, x[:whole], room[:whole])
	for _, v := range x[whole:] {
		rest += v * 0
	}
	return rest
}
