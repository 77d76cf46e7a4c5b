package compute

// SquaredError returns the mean over the valid images and their features of
// (y − target)² and, unless it is nil, sets dy to its gradient by y, zero in
// padding lanes. dy may be y or target.
func SquaredError[T Float](p *Pool, s Shape, dy, y, target []T) float64 {
	mustHold("SquaredError", "y", y, s.Len())
	mustHold("SquaredError", "target", target, s.Len())
	mustHoldOrBeNil("SquaredError", "dy", dy, s.Len())
	c, count := cutOf(s), float64(s.N*s.Features())
	losses := borrow[float64](p, c.parts())
	do(p, c.parts(), 2*s.Len(), squaredError[T]{c, dy, y, target, 2 / count, losses.values})
	return total(p, losses) / count
}

// squaredError works on one run of pixels per part.
type squaredError[T Float] struct {
	cut           cut
	dy, y, target []T
	scale         float64
	losses        []float64
}

func (e *squaredError[T]) part(i int) {
	from, to, valid := e.cut.run(i)
	var loss float64
	for at := from; at < to; at += Lanes {
		y, target := e.y[at:at+valid], e.target[at:at+valid]
		for l, v := range y {
			d := float64(v) - float64(target[l])
			loss += d * d
			if e.dy != nil {
				e.dy[at+l] = T(d * e.scale)
			}
		}
		if e.dy != nil {
			clear(e.dy[at+valid : at+Lanes])
		}
	}
	e.losses[i] = loss
}
