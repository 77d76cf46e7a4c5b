package compute

// AddSnapped sets y to x + r(a·f), where r rounds to a multiple of [Grid]; without x it
// is r(a·f). y may be either.
//
// If x is made of such multiples, the sum is exact, and AddSnapped(p, x, y, f, −a) is what
// x was to the last bit, as long as a·f is below 32 in size and y below 128 in float32;
// in float64 below 128 and 512. Beyond, sums are rounded as any others.
func AddSnapped[T Float](p *Pool, y, x, f []T, a T) {
	mustHoldOrBeNil("AddSnapped", "x", x, len(y))
	mustHold("AddSnapped", "f", f, len(y))
	_, big := snapping[T]()
	do(p, chunks(len(y)), len(y), snap[T]{y, x, f, a, big})
}

// Grid is what AddSnapped rounds to multiples of: 2⁻¹⁷ in float32 and 2⁻⁴⁴ in float64.
func Grid[T Float]() T {
	grid, _ := snapping[T]()
	return grid
}

// snapping returns the grid, and the number beside which the last digit of a sum stands
// for one multiple of it: what is added to that number is rounded to a multiple.
func snapping[T Float]() (grid, big T) {
	var zero T
	if _, narrow := any(zero).(float32); narrow {
		return 1. / (1 << 17), 3 * (1 << 22) / (1 << 17)
	}
	return 1. / (1 << 44), 3 * (1 << 51) / (1 << 44)
}

// snap works on one chunk per part.
type snap[T Float] struct {
	y, x, f []T
	a, big  T
}

func (s *snap[T]) part(i int) {
	y, x, f := slice(s.y, i), slice(s.x, i), slice(s.f, i)
	f = f[:len(y)]
	if x == nil {
		for i, v := range f {
			y[i] = T(T(s.a*v)+s.big) - s.big
		}
		return
	}
	x = x[:len(y)]
	for i, v := range f {
		y[i] = x[i] + T(T(T(s.a*v)+s.big)-s.big)
	}
}
