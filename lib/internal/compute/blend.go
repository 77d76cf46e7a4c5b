package compute

// Add sets y to a + b; y may be either.
func Add[T Float](p *Pool, y, a, b []T) {
	mustHold("Add", "y", y, len(a))
	mustHold("Add", "b", b, len(a))
	do(p, chunks(len(y)), len(y), blend[T]{y: y, x: b, f: a, a: 1})
}

// BlendForward computes the step of a linear two-step scheme,
//
//	y = a·x + b·prev + f
//
// Without a previous state (prev nil) or without a branch (f nil) the term is
// left out. y may be any of the others.
func BlendForward[T Float](p *Pool, y, x, prev, f []T, a, b T) {
	mustHold("BlendForward", "x", x, len(y))
	if prev != nil {
		mustHold("BlendForward", "prev", prev, len(y))
	}
	if f != nil {
		mustHold("BlendForward", "f", f, len(y))
	}
	do(p, chunks(len(y)), 2*len(y), blend[T]{y, x, prev, f, a, b})
}

// BlendBackward computes the gradients of [BlendForward] by x, by prev, by a
// and by b from dy; the gradient by f is dy itself. s is the shape of all: da
// and db sum over its valid lanes. dx and dprev may be nil if they are not
// wanted, prev if there is none.
func BlendBackward[T Float](p *Pool, s Shape, dx, dprev, dy, x, prev []T, a, b T) (da, db float64) {
	mustHold("BlendBackward", "dy", dy, s.Len())
	mustHold("BlendBackward", "x", x, s.Len())
	da = Dot(p, s, dy, x)
	if prev != nil {
		db = Dot(p, s, dy, prev)
	}
	if dx != nil {
		BlendForward(p, dx, dy, nil, nil, a, 0)
	}
	if dprev != nil {
		BlendForward(p, dprev, dy, nil, nil, b, 0)
	}
	return da, db
}

// Dot is the sum of a·b over the valid lanes of s, accumulated in float64.
func Dot[T Float](_ *Pool, s Shape, a, b []T) float64 {
	mustHold("Dot", "a", a, s.Len())
	mustHold("Dot", "b", b, s.Len())
	var total float64
	for block := range s.Blocks() {
		a, b := a[block*s.blockLen():][:s.blockLen()], b[block*s.blockLen():][:s.blockLen()]
		for i := 0; i < len(a); i += Lanes {
			for l := range s.Valid(block) {
				total += float64(a[i+l]) * float64(b[i+l])
			}
		}
	}
	return total
}

type blend[T Float] struct {
	y, x, prev, f []T
	a, b          T
}

func (s *blend[T]) part(i int) {
	y, x, prev, f := slice(s.y, i), slice(s.x, i), slice(s.prev, i), slice(s.f, i)
	for i := range y {
		v := s.a * x[i]
		if prev != nil {
			v += s.b * prev[i]
		}
		if f != nil {
			v += f[i]
		}
		y[i] = v
	}
}
