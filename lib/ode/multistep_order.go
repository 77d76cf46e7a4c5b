package ode

import "math"

// Speed returns σ(1)/ρ'(1). In the limit of small steps the scheme follows
// u' = Speed·f; it is consistent with u' = f if that is 1. The result is not
// finite if ρ'(1) = 0, when the scheme does not converge at all, and NaN for a
// scheme that does not pass Check.
func (s *Multistep) Speed() float64 {
	if s.Check() != nil {
		return math.NaN()
	}
	return s.push() / s.momentum()
}

// push returns σ(1), the weight of all slopes.
func (s *Multistep) push() float64 { return s.BetaNew + sum(s.Beta) }

// momentum returns ρ'(1) = 1 + Σ j·α[j], which weighs the step from the past.
func (s *Multistep) momentum() float64 {
	total := 1.0
	for j, a := range s.Alpha {
		total += float64(j) * a
	}
	return total
}

// Consistent returns the scheme with all β divided by Speed, which follows u' = f
// itself. A scheme that is consistent, or does not pass Check, is returned as it
// is.
func (s *Multistep) Consistent() *Multistep {
	speed := s.Speed()
	if math.IsNaN(speed) || near(speed, 1) {
		return s
	}
	scaled := *s
	scaled.Label = "consistent " + s.Label
	scaled.BetaNew = s.BetaNew / speed
	scaled.Beta = make([]float64, len(s.Beta))
	for j, b := range s.Beta {
		scaled.Beta[j] = b / speed
	}
	return &scaled
}

// Order returns the largest p for which the consistent form integrates all
// polynomials of degree p exactly, with u = x^q and the step from x = 0 to 1:
//
//	1 = Σ α[j]·(−j)^q + q·(b + Σ β[j]·(−j)^(q−1)),   q = 0 … p
//
// and 0 for a scheme that is not zero-stable, which does not converge however
// small its local error is (Dahlquist 1956). What [Solve] delivers depends on the
// first steps too: see [Multistep].
func (s *Multistep) Order() int {
	if s.Check() != nil || !s.ZeroStable() || s.Speed() == 0 {
		return 0
	}
	consistent := s.Consistent()
	order := 0
	for order < 2*s.Steps() && consistent.integrates(order+1) {
		order++
	}
	return order
}

// ErrorConstant returns C in the local error of the consistent form,
//
//	C·h^(p+1)·u^(p+1)(t) + O(h^(p+2)),   p = Order
//
// divided by σ(1), so that schemes with different scales compare: 1/2 for forward
// Euler, −1/12 for the trapezoidal rule (Hairer, Nørsett, Wanner, section III.2).
// It is NaN for a scheme without order.
func (s *Multistep) ErrorConstant() float64 {
	order := s.Order()
	if order == 0 {
		return math.NaN()
	}
	consistent := s.Consistent()
	moment, _ := consistent.moment(order + 1)
	return (1 - moment) / math.Gamma(float64(order+2)) / consistent.push()
}

// integrates reports whether the condition for degree q holds, up to the rounding
// of its terms, which grow like sᵠ.
func (s *Multistep) integrates(q int) bool {
	moment, size := s.moment(q)
	return math.Abs(moment-1) <= 1e-14*(1+size)
}

// moment returns the right side of the condition for degree q and the sum of the
// absolute values of its terms.
func (s *Multistep) moment(q int) (total, size float64) {
	add := func(term float64) {
		total += term
		size += math.Abs(term)
	}
	add(float64(q) * s.BetaNew)
	for j := range s.Alpha {
		x := -float64(j)
		add(s.Alpha[j] * math.Pow(x, float64(q)))
		add(float64(q) * s.Beta[j] * math.Pow(x, float64(q-1)))
	}
	return total, size
}
