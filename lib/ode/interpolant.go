package ode

// interpolant is the solution between the ends of one step, as a polynomial in
// θ = (t−t0)/h:
//
//	u(θ) = u0 + θ·(a + (1−θ)·(b + θ·(c + (1−θ)·w)))
//
// The cubic Hermite polynomial through both states and slopes has
//
//	a = u1 − u0,   b = h·f0 − a,   c = a − h·f1 − b
//
// and is as accurate as a scheme of order 3. Dormand and Prince's own interpolant
// is of order 4: the same with a bump h·w, for one more look at the slopes.
type interpolant struct {
	t0, h float64
	u0    []float64
	poly  []float64 // a, b, c and, if there is a bump, w: [3 or 4][d]
}

// fit makes the interpolant of a step, whose bump, if it has one, is already the
// fourth part of poly.
func (p *interpolant) fit(t0, h float64, u0, f0, u1, f1 []float64) {
	d := len(u0)
	p.t0, p.h, p.u0 = t0, h, u0
	for i := range u0 {
		a := u1[i] - u0[i]
		b := h*f0[i] - a
		p.poly[i], p.poly[d+i], p.poly[2*d+i] = a, b, a-h*f1[i]-b
	}
	for i := 3 * d; i < len(p.poly); i++ {
		p.poly[i] *= h
	}
}

// at writes the state at t into u.
func (p *interpolant) at(t float64, u []float64) {
	d := len(u)
	x := (t - p.t0) / p.h
	y := 1 - x
	for i := range u {
		v := p.poly[2*d+i]
		if len(p.poly) > 3*d {
			v += y * p.poly[3*d+i]
		}
		u[i] = p.u0[i] + x*(p.poly[i]+y*(p.poly[d+i]+x*v))
	}
}
