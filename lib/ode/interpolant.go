package ode

// interpolant is the solution between the ends of one step, a polynomial in
// θ = (t−t0)/h:
//
//	u(θ) = u0 + p[0]·θ + p[1]·θ² + …
//
// The Hermite cubic through both states and slopes serves every scheme and is as
// accurate as one of order 3. A scheme that knows better, from all its stages,
// brings its own.
type interpolant struct {
	t0, h float64
	u0    []float64
	poly  []float64 // [degree][d]
}

// hermite makes p the cubic of a step of the size p.h.
func (p *interpolant) hermite(f0, u1, f1 []float64) {
	d := len(u1)
	for i := range u1 {
		rise, start, end := u1[i]-p.u0[i], p.h*f0[i], p.h*f1[i]
		p.poly[i] = start
		p.poly[d+i] = 3*rise - 2*start - end
		p.poly[2*d+i] = start + end - 2*rise
	}
}

// at writes the state at t into u.
func (p *interpolant) at(t float64, u []float64) {
	d := len(u)
	x := (t - p.t0) / p.h
	for i := range u {
		var v float64
		for k := len(p.poly) - d + i; k >= 0; k -= d {
			v = x * (v + p.poly[k])
		}
		u[i] = p.u0[i] + v
	}
}
