package ode

import (
	"math"
	"math/cmplx"
)

// onCircle is how far off the unit circle a root may be computed and count as on
// it, and how close two roots may be and count as one: a double root is known to
// half of the digits only.
const onCircle = 1e-7

// ZeroStable reports whether ρ satisfies the root condition: no root outside the
// unit circle, and none on it twice. Without it errors grow however small the
// step, and the scheme converges for no problem.
func (s *Multistep) ZeroStable() bool { return s.Stable(0) }

// Stable reports whether ρ(z) − μσ(z) satisfies the root condition: no root
// outside the unit circle, and none on it twice.
func (s *Multistep) Stable(mu complex128) bool {
	roots := s.Roots(mu)
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

// RealStabilityLimit returns where the root condition first fails to the left of
// μ = 0; 0 if the scheme is not zero-stable.
//
// The search ends where no scheme can be stable any more: with all roots inside
// the unit circle, the coefficient of z^(s−1−j) is a binomial at most.
func (s *Multistep) RealStabilityLimit() float64 {
	if !s.ZeroStable() {
		return 0
	}
	end := math.Inf(1)
	binomial := 1.0
	for j, b := range s.Beta {
		binomial *= float64(s.Steps()-j) / float64(j+1)
		if b != 0 {
			end = min(end, (binomial+math.Abs(s.Alpha[j]))/math.Abs(b))
		}
	}
	if math.IsInf(end, 1) {
		return math.Inf(-1) // no f at all: nothing can make it unstable
	}
	return realLimit(s.Stable, -end)
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
//	a·s + b/2·s² = hλ·(c + d·s)
//	a = 1 + Σ j·α[j]   b = 1 − Σ j²·α[j]   c = Σ β[j]   d = −Σ j·β[j]
//
// For LM(k) that is a = 1+k, b = 1−k, c = 1, d = 0, the equation of Lu et al.
// (2018, section 2):
//
//	(1+k)·u' + (1−k)·h/2·u'' = f(u)
//
// The result is NaN if the modified equation oscillates.
func (s *Multistep) ModifiedRate(lambda, h float64) float64 {
	if s.Check() != nil {
		return math.NaN()
	}
	b, d := 1.0, 0.0
	for j := range s.Alpha {
		b -= float64(j*j) * s.Alpha[j]
		d -= float64(j) * s.Beta[j]
	}
	// b/2·s² + p·s − q = 0, in the form that stays exact for b = 0.
	p, q := s.momentum()-h*lambda*d, h*lambda*sum(s.Beta)
	return 2 * q / (p + math.Copysign(math.Sqrt(p*p+2*b*q), p)) / h
}
