package ode

import (
	"math"
	"math/cmplx"
	"slices"
)

// locusPoints is how finely the boundary locus is searched. It is a multiple of
// 12, so that the angles 0, π/3, π/2, 2π/3 and π are among them.
const locusPoints = 12 * 360

// StabilityBoundary returns n points of the curve
//
//	μ(θ) = ρ(e^{iθ}) / σ(e^{iθ}),   θ = 0 … 2π
//
// the boundary locus: where a root of ρ − μσ is on the unit circle. The border of
// the stability region is part of it; [Multistep.Stable] says on which side the
// scheme is stable. Points at infinity are left out. There are none of a scheme
// that does not pass Check.
func (s *Multistep) StabilityBoundary(n int) []complex128 {
	if s.Check() != nil {
		return nil
	}
	var curve []complex128
	for i := range max(n, 0) {
		mu := s.locus(2 * math.Pi * float64(i) / float64(n))
		if !cmplx.IsNaN(mu) && cmplx.Abs(mu) < 1/rounding {
			curve = append(curve, mu)
		}
	}
	return curve
}

func (s *Multistep) locus(theta float64) complex128 {
	rho, sigma := s.characteristic()
	z := cmplx.Rect(1, theta)
	return rho.at(z) / sigma.at(z)
}

// RealStabilityLimit returns where the root condition first fails to the left of
// μ = 0: −∞ for a scheme that is stable on the whole half-line, as implicit ones
// may be, and 0 if the scheme is not zero-stable.
func (s *Multistep) RealStabilityLimit() float64 {
	crossings := s.crossings(func(mu complex128) float64 { return imag(mu) },
		func(mu complex128) float64 { return -real(mu) })
	limit := s.firstUnstable(crossings, func(x float64) complex128 { return complex(-x, 0) })
	return 0 - limit // not −0
}

// ImaginaryStabilityLimit returns the largest y for which the root condition
// holds on the imaginary axis from 0 to iy: where a scheme stops to be of use for
// waves. It is 1 for leapfrog and 0 for forward Euler.
func (s *Multistep) ImaginaryStabilityLimit() float64 {
	crossings := s.crossings(func(mu complex128) float64 { return real(mu) },
		func(mu complex128) float64 { return math.Abs(imag(mu)) })
	return s.firstUnstable(crossings, func(y float64) complex128 { return complex(0, y) })
}

// firstUnstable walks along a ray from 0 and returns the crossing behind which
// the scheme is not stable.
func (s *Multistep) firstUnstable(crossings []float64, ray func(float64) complex128) float64 {
	if !s.ZeroStable() {
		return 0
	}
	start := 0.0
	for _, end := range crossings {
		if !s.Stable(ray((start + end) / 2)) {
			return start
		}
		start = end
	}
	if !s.Stable(ray(2*start + 1)) {
		return start
	}
	return math.Inf(1)
}

// crossings returns, in rising order, how far from 0 the boundary locus meets a
// ray: where across, which is the distance from the ray's line, is 0 and along is
// positive. A locus that stays on the line meets it where it turns back.
func (s *Multistep) crossings(across, along func(complex128) float64) []float64 {
	if s.Check() != nil {
		return nil
	}
	var found []float64
	add := func(theta float64) {
		mu := s.locus(theta)
		if d := along(mu); d > 1e-9 && d < 1/rounding && math.Abs(across(mu)) <= 1e-9*d {
			found = append(found, d)
		}
	}
	offLine := func(theta float64) float64 {
		mu := s.locus(theta)
		if d := across(mu); !(math.Abs(d) <= rounding*cmplx.Abs(mu)) {
			return d
		}
		return 0
	}
	distance := func(theta float64) float64 { return along(s.locus(theta)) }
	stays := offLine(1) == 0 && offLine(2) == 0 // near 0 every locus seems to
	const step = math.Pi / locusPoints
	for i := 1; i <= locusPoints; i++ {
		left, right := float64(i-1)*step, float64(i)*step
		switch a, b := offLine(left), offLine(right); {
		case a*b < 0:
			add(zeroBetween(offLine, left, right))
		case stays:
			add(largestBetween(distance, left-step, right))
		}
	}
	add(math.Pi) // where μ is real by symmetry
	slices.Sort(found)
	return found
}

// zeroBetween bisects until two neighbouring numbers have values of unlike sign.
func zeroBetween(f func(float64) float64, a, b float64) float64 {
	positive := f(b) > 0
	for {
		middle := (a + b) / 2
		if middle == a || middle == b {
			return middle
		}
		if (f(middle) > 0) == positive {
			b = middle
		} else {
			a = middle
		}
	}
}

// largestBetween returns where f, which rises first and falls then, is largest.
func largestBetween(f func(float64) float64, a, b float64) float64 {
	for range 100 {
		left, right := a+(b-a)/3, b-(b-a)/3
		if f(left) < f(right) {
			a = left
		} else {
			b = right
		}
	}
	return (a + b) / 2
}

// StabilityAngle returns the largest α in degrees for which the scheme is stable
// in the whole sector |arg(−μ)| < α: A(α)-stability (Widlund 1967). It is 90 for
// an A-stable scheme and 0 for one that is stable in no sector, as all explicit
// ones are.
func (s *Multistep) StabilityAngle() float64 {
	if !math.IsInf(s.RealStabilityLimit(), -1) || s.Speed() == 0 {
		return 0
	}
	angle := func(theta float64) float64 {
		mu := s.locus(theta)
		if cmplx.IsNaN(mu) || real(mu) > -rounding*cmplx.Abs(mu) || cmplx.Abs(mu) < 1e-9 {
			return 90
		}
		return math.Atan2(math.Abs(imag(mu)), -real(mu)) * 180 / math.Pi
	}
	const step = math.Pi / locusPoints
	narrowest, at := 90.0, 0.0
	for i := 1; i <= locusPoints; i++ {
		if a := angle(float64(i) * step); a < narrowest {
			narrowest, at = a, float64(i)*step
		}
	}
	if narrowest == 90 {
		return 90
	}
	return angle(largestBetween(func(theta float64) float64 { return -angle(theta) }, at-step, at+step))
}

// AStable reports whether the scheme is stable for every μ in the left half of
// the plane, so that no decaying solution grows, whatever the step. No explicit
// scheme is, and none of order above 2 (Dahlquist 1963).
func (s *Multistep) AStable() bool { return s.StabilityAngle() == 90 }
