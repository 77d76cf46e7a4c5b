package ode

import (
	"math"
	"math/big"
	"math/cmplx"
)

// onCircle is how far off the unit circle a root may be computed and count as on
// it, and how close two roots may be and count as one: a double root is known to
// half of the digits only.
const onCircle = 1e-7

// ZeroStable reports whether ρ satisfies the root condition: no root outside the
// unit circle, and none on it twice. Without it errors grow however small the
// step, and the scheme converges for no problem.
//
// The answer is exact for coefficients that are fractions, such as 23./12: a
// double root is found by arithmetic and not by its distance from another.
func (s *Multistep) ZeroStable() bool {
	if s.Check() != nil {
		return false
	}
	n := s.Steps()
	rho := make(rationalPolynomial, n+1)
	rho[n] = big.NewRat(1, 1)
	rest := big.NewRat(1, 1) // α[0] is what the others leave of 1, since ρ(1) = 0
	for j := 1; j < n; j++ {
		a := rational(s.Alpha[j])
		rest.Sub(rest, a)
		rho[n-1-j] = a.Neg(a)
	}
	rho[n-1] = rest.Neg(rest)
	return rho.rootCondition()
}

// Stable reports whether ρ(z) − μσ(z) satisfies the root condition: no root
// outside the unit circle, and none on it twice.
func (s *Multistep) Stable(mu complex128) bool { return rootsBounded(s.Roots(mu)) }

// rootsBounded reports whether sums of powers of the roots stay bounded. No roots
// at all are those of no scheme.
func rootsBounded(roots []complex128) bool {
	for i, z := range roots {
		if !(cmplx.Abs(z) <= 1+rounding) && !rounded(z, roots) { // NaN is outside
			return false
		}
		for _, w := range roots[:i] {
			if cmplx.Abs(z-w) < onCircle && cmplx.Abs(z) > 1-onCircle {
				return false
			}
		}
	}
	return roots != nil
}

// rounded reports whether a root outside the unit circle may be there by
// rounding alone, which only the iteration for three steps and more needs.
func rounded(z complex128, roots []complex128) bool {
	return len(roots) > 2 && cmplx.Abs(z) < 1+1e-9
}

// GrowthRate returns log(z)/h for the principal root z of ρ(z) − hλ·σ(z).
func (s *Multistep) GrowthRate(lambda, h float64) float64 {
	roots := s.Roots(complex(h*lambda, 0))
	if roots == nil {
		return math.NaN()
	}
	return rate(roots[0], h)
}

// ModifiedRate returns the rate r of exp(r·t) in the modified equation, the
// differential equation that the scheme follows up to an error of order h².
// With u = exp(r·t) in the scheme and both sides expanded in s = h·r,
//
//	p·s + q/2·s² = hλ·(c + d·s)
//	p = 1 + Σ j·α[j]   q = 1 − Σ j²·α[j]   c = b + Σ β[j]   d = b − Σ j·β[j]
//
// For LM(k) that is p = 1+k, q = 1−k, c = 1, d = 0, the equation of Lu et al.
// (2018, section 2):
//
//	(1+k)·u' + (1−k)·h/2·u'' = f(u)
//
// The result is NaN if the modified equation oscillates.
func (s *Multistep) ModifiedRate(lambda, h float64) float64 {
	if s.Check() != nil {
		return math.NaN()
	}
	q, d := 1.0, s.BetaNew
	for j := range s.Alpha {
		q -= float64(j*j) * s.Alpha[j]
		d -= float64(j) * s.Beta[j]
	}
	// q/2·s² + linear·s − constant = 0, in the form that stays exact for q = 0.
	linear, constant := s.momentum()-h*lambda*d, h*lambda*s.push()
	return 2 * constant / (linear + math.Copysign(math.Sqrt(linear*linear+2*q*constant), linear)) / h
}
