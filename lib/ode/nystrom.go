package ode

import "strconv"

// Nystrom returns Nyström's explicit scheme of the given order, 2 to 5: from the
// state before the present one, by the integral over both steps of the polynomial
// through the last slopes.
//
//	2   u[n+1] = u[n−1] + 2h·f[n]                     leapfrog, LM(1).Consistent()
//	3   u[n+1] = u[n−1] + h·(7/3·f[n] − 2/3·f[n−1] + 1/3·f[n−2])
//
// ρ has the roots 1 and −1. The second is the scheme's own, and for hλ < 0 it
// grows: the schemes are stable for no decaying solution, and leapfrog alone for
// waves, up to hω = 1.
//
// The first steps are taken by forward Euler, Heun or RK4, so that [Solve]
// delivers the order. Any other order gives a scheme that does not pass Check;
// there is none of order 1.
func Nystrom(order int) *Multistep {
	const largest = 5
	if order < 2 || order > largest {
		return unknown("Nyström", order, 2, largest)
	}
	s := &Multistep{
		Label: "Nyström " + strconv.Itoa(order),
		Alpha: make([]float64, order),
		Beta:  quadrature(nodes(0, order), -1),
		Start: startFor(order),
	}
	s.Alpha[1] = 1
	return s
}
