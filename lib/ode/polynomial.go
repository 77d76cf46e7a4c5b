package ode

import (
	"math"
	"math/cmplx"
)

// polynomial holds the coefficients of 1, z, z², ….
type polynomial []complex128

func (p polynomial) at(z complex128) complex128 {
	var value complex128
	for i := len(p) - 1; i >= 0; i-- {
		value = value*z + p[i]
	}
	return value
}

// roots returns the roots of p, whose last coefficient must not be 0.
//
// Up to degree 2 they come from the formula, beyond it from the iteration of
// Durand and Kerner, which moves all roots at once:
//
//	z[i] ← z[i] − p(z[i]) / Π (z[i] − z[j]),  j ≠ i
func (p polynomial) roots() []complex128 {
	monic := make(polynomial, len(p))
	for i, c := range p {
		monic[i] = c / p[len(p)-1]
	}
	switch len(monic) {
	case 0, 1:
		return nil
	case 2:
		return []complex128{-monic[0]}
	case 3:
		return quadratic(monic[1], monic[0])
	}
	return monic.durandKerner()
}

// quadratic returns the roots of z² + b·z + c, the larger one first, without the
// cancellation of the schoolbook formula.
func quadratic(b, c complex128) []complex128 {
	d := cmplx.Sqrt(b*b - 4*c)
	if real(cmplx.Conj(b)*d) < 0 {
		d = -d
	}
	large := -(b + d) / 2
	if large == 0 {
		return []complex128{0, 0}
	}
	return []complex128{large, c / large}
}

func (p polynomial) durandKerner() []complex128 {
	radius := 0.0
	for _, c := range p[:len(p)-1] {
		radius = max(radius, cmplx.Abs(c))
	}
	z := make([]complex128, len(p)-1)
	for i := range z {
		// Spread unevenly, since a start that is symmetric about the real axis
		// would stay so.
		z[i] = cmplx.Rect(1+radius/2, 0.4+2*math.Pi*float64(i)/float64(len(z)))
	}
	for range 500 {
		moved := 0.0
		for i := range z {
			product := complex(1, 0)
			for j := range z {
				if j != i {
					product *= z[i] - z[j]
				}
			}
			step := p.at(z[i]) / product
			z[i] -= step
			moved = max(moved, cmplx.Abs(step))
		}
		if moved < 1e-15*(1+radius) {
			break
		}
	}
	return z
}

// minus returns p − a·q for polynomials of as many coefficients.
func (p polynomial) minus(a complex128, q polynomial) polynomial {
	difference := make(polynomial, len(p))
	for i := range p {
		difference[i] = p[i] - a*q[i]
	}
	return difference
}
