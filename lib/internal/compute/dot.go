package compute

// Dot is the sum of a·b over the valid lanes of s. Short sums per lane are taken
// in T and added up in float64.
func Dot[T Float](p *Pool, s Shape, a, b []T) float64 {
	mustHold("Dot", "a", a, s.Len())
	mustHold("Dot", "b", b, s.Len())
	c := cutOf(s)
	sums := borrow[float64](p, c.parts())
	do(p, c.parts(), s.Len(), dotting[T]{p, c, sums.values, a, b})
	return total(p, sums)
}

// dotting works on one run of pixels per part.
type dotting[T Float] struct {
	pool *Pool
	cut  cut
	sums []float64
	a, b []T
}

// dotLen is the number of values that a sum in T is taken over, in all lanes.
const dotLen = 4096

func (d *dotting[T]) part(i int) {
	from, to, valid := d.cut.run(i)
	scratch := borrow[T](d.pool, Lanes)
	lanes := scratch.values
	var sum float64
	for ; from < to; from += dotLen {
		end := min(from+dotLen, to)
		clear(lanes)
		kernels[T](d.pool).Dot(lanes, d.a[from:end], d.b[from:end])
		for _, v := range lanes[:valid] {
			sum += float64(v)
		}
	}
	d.sums[i] = sum
	release(d.pool, scratch)
}
