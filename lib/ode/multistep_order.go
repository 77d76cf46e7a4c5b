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
	return sum(s.Beta) / s.momentum()
}

// momentum returns ρ'(1) = 1 + Σ j·α[j], which weighs the step from the past.
func (s *Multistep) momentum() float64 {
	total := 1.0
	for j, a := range s.Alpha {
		total += float64(j) * a
	}
	return total
}

// Consistent returns the scheme with β divided by Speed, which follows u' = f
// itself. A scheme that is consistent, or does not pass Check, is returned as it
// is.
func (s *Multistep) Consistent() *Multistep {
	speed := s.Speed()
	if math.IsNaN(speed) || near(speed, 1) {
		return s
	}
	scaled := *s
	scaled.Label = "consistent " + s.Label
	scaled.Beta = make([]float64, len(s.Beta))
	for j, b := range s.Beta {
		scaled.Beta[j] = b / speed
	}
	return &scaled
}

// Order returns the largest p for which the consistent form integrates all
// polynomials of degree p exactly, with u = x^q and the step from x = 0 to 1:
//
//	1 = Σ α[j]·(−j)^q + q·Σ β[j]·(−j)^(q−1),   q = 0 … p
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
	for order < 2*s.Steps() && near(consistent.moment(order+1), 1) {
		order++
	}
	return order
}

// moment returns the right side of the condition for degree q.
func (s *Multistep) moment(q int) float64 {
	var total float64
	for j := range s.Alpha {
		x := -float64(j)
		total += s.Alpha[j]*math.Pow(x, float64(q)) + float64(q)*s.Beta[j]*math.Pow(x, float64(q-1))
	}
	return total
}
