package compute

// Add sets y to a + b; y may be either.
func Add[T Float](p *Pool, y, a, b []T) {
	mustHold("Add", "a", a, len(y))
	mustHold("Add", "b", b, len(y))
	do(p, chunks(len(y)), len(y), addition[T]{y, a, b})
}

// addition works on one chunk per part.
type addition[T Float] struct{ y, a, b []T }

func (s *addition[T]) part(i int) {
	y, a, b := slice(s.y, i), slice(s.a, i), slice(s.b, i)
	for i, v := range a {
		y[i] = v + b[i]
	}
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

// blend works on one chunk per part.
type blend[T Float] struct {
	y, x, prev, f []T
	a, b          T
}

func (s *blend[T]) part(i int) {
	y, x := slice(s.y, i), slice(s.x, i)
	switch {
	case s.prev != nil && s.f != nil:
		prev, f := slice(s.prev, i), slice(s.f, i)
		for i, v := range x {
			y[i] = s.a*v + s.b*prev[i] + f[i]
		}
	case s.prev != nil:
		prev := slice(s.prev, i)
		for i, v := range x {
			y[i] = s.a*v + s.b*prev[i]
		}
	case s.f != nil:
		f := slice(s.f, i)
		for i, v := range x {
			y[i] = s.a*v + f[i]
		}
	default:
		for i, v := range x {
			y[i] = s.a * v
		}
	}
}

// Dot is the sum of a·b over the valid lanes of s, accumulated in float64.
func Dot[T Float](p *Pool, s Shape, a, b []T) float64 {
	mustHold("Dot", "a", a, s.Len())
	mustHold("Dot", "b", b, s.Len())
	sums := borrow[float64](p, s.Blocks()*s.C)
	do(p, len(sums.values), 2*s.Len(), dotting[T]{s, sums.values, a, b})
	var total float64
	for _, v := range sums.values {
		total += v
	}
	release(p, sums)
	return total
}

// dotting works on one channel of one block per part.
type dotting[T Float] struct {
	shape Shape
	sums  []float64
	a, b  []T
}

func (d *dotting[T]) part(i int) {
	block, c := i/d.shape.C, i%d.shape.C
	valid := d.shape.Valid(block)
	var sum float64
	for i := range d.shape.Pixels() {
		sum += innerProduct(vector(d.shape, block, i, c, d.a)[:valid], vector(d.shape, block, i, c, d.b)[:valid])
	}
	d.sums[i] = sum
}

// innerProduct is Σ a·b in float64.
func innerProduct[T Float](a, b []T) float64 {
	var s0, s1, s2, s3 float64
	for ; len(a) >= 4 && len(b) >= 4; a, b = a[4:], b[4:] {
		s0 += float64(a[0]) * float64(b[0])
		s1 += float64(a[1]) * float64(b[1])
		s2 += float64(a[2]) * float64(b[2])
		s3 += float64(a[3]) * float64(b[3])
	}
	for i, v := range a {
		s0 += float64(v) * float64(b[i])
	}
	return s0 + s1 + (s2 + s3)
}
