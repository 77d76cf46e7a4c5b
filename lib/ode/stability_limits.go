package ode

import (
	"math"
	"math/big"
)

// RealStabilityLimit returns the end x ≤ 0 of the longest interval (x, 0) on
// which |R| ≤ 1: −Inf for a method stable on all of it, and 0 for a tableau that
// does not pass Check.
func (s *Tableau) RealStabilityLimit() float64 {
	if s.Check() != nil {
		return 0
	}
	return -s.fractions().margin(leftward).staysPositive()
}

// ImaginaryStabilityLimit returns the largest y for which |R| ≤ 1 from 0 to iy,
// where solutions neither grow nor decay: +Inf for a method stable on all of the
// imaginary axis, 0 for one on none of it or a tableau that does not pass Check.
func (s *Tableau) ImaginaryStabilityLimit() float64 {
	if s.Check() != nil {
		return 0
	}
	return s.fractions().margin(upward).staysPositive()
}

// AStable reports whether |R(z)| ≤ 1 for every z with real part ≤ 0: what decays
// does so at every step size. It holds if R has no pole there and |R| ≤ 1 on the
// imaginary axis (by the maximum principle), and both are decided in fractions:
// the poles by Routh's scheme, the axis by Sturm's chain.
func (s *Tableau) AStable() bool {
	if s.Check() != nil {
		return false
	}
	p, q := s.fractions().stabilityFunction()
	return len(p) <= len(q) && q.rootsOnTheRight() && math.IsInf(s.ImaginaryStabilityLimit(), 1)
}

// LStable reports whether the method is A-stable and R(∞) = 0, so that what
// decays infinitely fast is gone after one step.
func (s *Tableau) LStable() bool {
	if !s.AStable() {
		return false
	}
	p, q := s.fractions().stabilityFunction()
	return len(p) < len(q)
}

// rootsOnTheRight reports whether all roots of p have a real part > 0. Then
// p(−z) has them on the left, and Routh's scheme divides it down without ever
// meeting a pivot that is not positive.
func (p rationalPolynomial) rootsOnTheRight() bool {
	var rows [2]rationalPolynomial // every other coefficient of p(−z), the highest first
	for i := len(p) - 1; i >= 0; i-- {
		c := new(big.Rat).Set(p[i])
		if i%2 == 1 {
			c.Neg(c)
		}
		if p[len(p)-1].Sign()*(1-2*((len(p)-1)%2)) < 0 {
			c.Neg(c)
		}
		at := (len(p) - 1 - i) % 2
		rows[at] = append(rows[at], c)
	}
	for range len(p) - 1 {
		upper, lower := rows[0], rows[1]
		if lower[0].Sign() <= 0 {
			return false
		}
		ratio := new(big.Rat).Quo(upper[0], lower[0])
		var next rationalPolynomial
		for i := 1; i < len(upper); i++ {
			c := new(big.Rat).Set(upper[i])
			if i < len(lower) {
				c.Sub(c, new(big.Rat).Mul(ratio, lower[i]))
			}
			next = append(next, c)
		}
		rows = [2]rationalPolynomial{lower, next}
	}
	return true
}
