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
// left out. y may be any of the others.
func BlendForward[T Float](p *Pool, y, x, prev, f []T, a, b T) {
	mustHold("BlendForward", "x", x, len(y))
	mustHoldOrBeNil("BlendForward", "prev", prev, len(y))
	mustHoldOrBeNil("BlendForward", "f", f, len(y))
	do(p, chunks(len(y)), len(y), blend[T]{kernels[T](p), y, x, prev, f, a, b})
}

// BlendBackward computes the gradients of [BlendForward] by x and prev from dy;
// the one by f is dy, those by a and b are ⟨dy, x⟩ and ⟨dy, prev⟩, see [Dot].
// dx or dprev is nil if it is not wanted. dx may be dy if dprev is nil.
func BlendBackward[T Float](p *Pool, dx, dprev, dy []T, a, b T) {
	mustHoldOrBeNil("BlendBackward", "dx", dx, len(dy))
	mustHoldOrBeNil("BlendBackward", "dprev", dprev, len(dy))
	do(p, chunks(len(dy)), len(dy), blendBackward[T]{kernels[T](p), dx, dprev, dy, a, b})
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

// blendBackward reads a chunk of dy once for both gradients.
type blendBackward[T Float] struct {
	kernels       *simd.Kernels[T]
	dx, dprev, dy []T
	a, b          T
}

func (s *blendBackward[T]) part(i int) {
	if s.dx != nil {
		s.kernels.Blend(slice(s.dx, i), slice(s.dy, i), nil, nil, s.a, 0)
	}
	if s.dprev != nil {
		s.kernels.Blend(slice(s.dprev, i), slice(s.dy, i), nil, nil, s.b, 0)
	}
}
