package ode

import (
	"math"
	"math/cmplx"
)

// StabilityFunction returns the coefficients of 1, z, z², … of the numerator and
// the denominator of the rational function by which a step multiplies the
// solution of u' = λu, with z = hλ:
//
//	R(z) = 1 + z·b·(I − zA)⁻¹·1 = det(I − zA + z·1·b) / det(I − zA)
//
// The exact step is exp(z). The denominator is [1] for an explicit method. They
// are computed in fractions; common factors, which only stages without use give,
// are not cancelled. Both are nil for a tableau that does not pass Check.
func (s *Tableau) StabilityFunction() (numerator, denominator []float64) {
	if s.Check() != nil {
		return nil, nil
	}
	p, q := s.fractions().stabilityFunction()
	return floats(p), floats(q)
}

// StabilityPolynomial returns the coefficients of 1, z, z², … of R(z), which for
// an explicit method is the polynomial
//
//	R(z) = 1 + z·b·1 + z²·b·A·1 + z³·b·A²·1 + …
//
// of degree s at most for s stages. It is nil for an implicit method, whose R is
// a quotient, and for a tableau that does not pass Check.
func (s *Tableau) StabilityPolynomial() []float64 {
	numerator, denominator := s.StabilityFunction()
	if len(denominator) != 1 {
		return nil
	}
	return numerator
}

// Amplification returns R(z), and NaN for a tableau that does not pass Check or
// at a pole.
func (s *Tableau) Amplification(z complex128) complex128 {
	if s.Check() != nil {
		return cmplx.NaN()
	}
	g := s.linearSlopes(z)
	r := complex(1, 0)
	for i, b := range s.B {
		r += z * complex(b, 0) * g[i]
	}
	return r
}

// linearSlopes solves (I − zA)·g = 1 for the slopes of u' = u, by Gauss'
// elimination. The equations of an explicit method are triangular already.
func (s *Tableau) linearSlopes(z complex128) []complex128 {
	n := len(s.B)
	m, g := make([][]complex128, n), make([]complex128, n)
	for i, row := range s.A {
		m[i], g[i] = make([]complex128, n), 1
		for j, a := range row {
			m[i][j] = -z * complex(a, 0)
		}
		m[i][i]++
	}
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if cmplx.Abs(m[i][k]) > cmplx.Abs(m[pivot][k]) {
				pivot = i
			}
		}
		m[k], m[pivot], g[k], g[pivot] = m[pivot], m[k], g[pivot], g[k]
		for i := k + 1; i < n; i++ {
			factor := m[i][k] / m[k][k]
			if factor == 0 {
				continue
			}
			for j := k; j < n; j++ {
				m[i][j] -= factor * m[k][j]
			}
			g[i] -= factor * g[k]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			g[i] -= m[i][j] * g[j]
		}
		g[i] /= m[i][i]
	}
	return g
}

// Stable reports whether |R(z)| ≤ 1.
func (s *Tableau) Stable(z complex128) bool {
	return cmplx.Abs(s.Amplification(z)) <= 1+rounding
}

// GrowthRate returns log(R(hλ))/h.
func (s *Tableau) GrowthRate(lambda, h float64) float64 {
	return rate(s.Amplification(complex(lambda*h, 0)), h)
}

// rounding is how far outside the unit circle a number may lie and still count
// as on it.
const rounding = 1e-12

// rate returns the rate of growth of a solution multiplied by factor each step.
func rate(factor complex128, h float64) float64 {
	if !(real(factor) > 0) || !(math.Abs(imag(factor)) <= rounding) {
		return math.NaN()
	}
	return math.Log(real(factor)) / h
}
