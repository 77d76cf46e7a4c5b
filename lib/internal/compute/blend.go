package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Add sets y to a + b; y may be either.
func Add[T Float](p *Pool, y, a, b []T) { AddScaled(p, y, a, b, 1) }

// AddScaled sets y to x + h·f, a step of forward Euler; y may be either.
func AddScaled[T Float](p *Pool, y, x, f []T, h T) { BlendForward(p, y, f, nil, x, h, 0) }

// Scale sets y to a·x; y may be x.
func Scale[T Float](p *Pool, y, x []T, a T) { BlendForward(p, y, x, nil, nil, a, 0) }

// BlendForward computes the step of a linear two-step scheme,
//
//	y = a·x + b·prev + f
//
// Without a previous state (prev nil) or without a branch (f nil) the term is
// left out. y may be any of the others. Of the gradients, those by x and prev are
// dy times a and b ([Scale]), the one by f is dy, and those by a and b are the
// inner products ⟨dy, x⟩ and ⟨dy, prev⟩ ([Dot]).
func BlendForward[T Float](p *Pool, y, x, prev, f []T, a, b T) {
	mustHold("BlendForward", "x", x, len(y))
	mustHoldOrBeNil("BlendForward", "prev", prev, len(y))
	mustHoldOrBeNil("BlendForward", "f", f, len(y))
	do(p, chunks(len(y)), len(y), blend[T]{kernels[T](p), y, x, prev, f, a, b})
}

// blend works on one chunk per part.
type blend[T Float] struct {
	kernels       *simd.Kernels[T]
	y, x, prev, f []T
	a, b          T
}

func (s *blend[T]) part(i int) {
	s.kernels.Blend(slice(s.y, i), slice(s.x, i), slice(s.prev, i), slice(s.f, i), s.a, s.b)
}
