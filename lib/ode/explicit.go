package ode

// explicit steps with an explicit Runge–Kutta method and, if it has them, a second
// set of weights, of another order, over the same stages: the difference of both
// results estimates the error and costs no evaluation.
type explicit struct {
	c       []float64
	a       [][]float64
	b       []float64
	e       []float64   // b minus the second weights, or nil
	dense   [][]float64 // weights of the interpolant, by powers of θ, or nil
	order   int         // errorOrder, or 0 without an estimate
	reuses  bool        // the last stage is the slope at the end: first same as last
	slopes  []float64   // [stages][d]
	partial []float64   // the state of a stage
}

// newExplicit makes a stepper for states of d values from a tableau with errors of
// an order.
func newExplicit(s *Tableau, order, d int) *explicit {
	p := &explicit{
		c: s.C, a: s.A, b: s.B, dense: columns(s.Dense), order: order,
		reuses:  endsWithNextSlope(s),
		slopes:  make([]float64, len(s.B)*d),
		partial: make([]float64, d),
	}
	for i, w := range s.Embedded {
		p.e = append(p.e, s.B[i]-w)
	}
	return p
}

// endsWithNextSlope reports whether the last stage looks at the end of the step
// with the weights of the result, so that its slope is the first one of the next.
func endsWithNextSlope(s *Tableau) bool {
	last := len(s.B) - 1
	if s.C[last] != 1 || s.B[last] != 0 {
		return false
	}
	for j, a := range s.A[last] {
		if a != s.B[j] {
			return false
		}
	}
	return true
}

func (p *explicit) errorOrder() int { return p.order }

func (p *explicit) step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error {
	d, stages := len(u), len(p.b)
	k := p.slopes
	copy(k[:d], slope)
	for i := 1; i < stages; i++ {
		follow(p.partial, u, h, p.a[i], k)
		f.at(t+p.c[i]*h, p.partial, k[i*d:(i+1)*d])
	}
	if p.reuses { // its state was already the result
		copy(next, p.partial)
		copy(nextSlope, k[(stages-1)*d:stages*d])
	} else {
		follow(next, u, h, p.b, k)
		f.at(t+h, next, nextSlope)
	}
	clear(err)
	follow(err, err, h, p.e, k)
	return f.err
}

func (p *explicit) degree() int { return len(p.dense) }

func (p *explicit) within(h float64, poly []float64) {
	d := len(p.partial)
	clear(poly)
	for k, weights := range p.dense {
		power := poly[k*d : (k+1)*d]
		follow(power, power, h, weights, p.slopes)
	}
}

// follow sets v to u + h·(w[0]·k[0] + w[1]·k[1] + …), where k holds one slope of
// len(u) values after the other.
func follow(v, u []float64, h float64, w, k []float64) {
	d := len(u)
	for c := range u {
		var s float64
		for j, at := 0, c; j < len(w); j, at = j+1, at+d {
			s += w[j] * k[at]
		}
		v[c] = u[c] + h*s
	}
}

// columns returns the columns of a, whose rows may leave out zeros at their ends.
func columns(a [][]float64) [][]float64 {
	var columns [][]float64
	for i, row := range a {
		for len(columns) < len(row) {
			columns = append(columns, make([]float64, len(a)))
		}
		for j, x := range row {
			columns[j][i] = x
		}
	}
	return columns
}
