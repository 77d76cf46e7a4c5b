package compute

// Measure sets mean and variance to those of every channel of x, over its valid
// lanes.
func Measure[T Float](p *Pool, s Shape, x []T, mean, variance []float64) {
	mustHold("Measure", "x", x, s.Len())
	m, c := take[Moments](p), cutOf(s)
	m.begin(s, c.parts())
	do(p, c.parts(), 2*s.Len(), measuring[T]{p, m, c, x})
	m.Result(mean, variance)
	put(p, m)
}

// measuring tallies one run of pixels per part.
type measuring[T Float] struct {
	pool    *Pool
	moments *Moments
	cut     cut
	x       []T
}

func (m *measuring[T]) part(i int) {
	from, to, valid := m.cut.run(i)
	t := startTally[T](m.pool, m.moments, i, valid)
	t.add(m.x[from:to])
	t.end(m.pool)
}
