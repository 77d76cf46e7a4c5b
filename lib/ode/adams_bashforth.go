package ode

import "strconv"

// AdamsBashforth returns the explicit scheme of the given order, 1 to 5, and as
// many steps: the integral over the step of the polynomial through the last
// slopes.
//
//	1   u[n+1] = u[n] + h·f[n]                        forward Euler
//	2   u[n+1] = u[n] + h·(3/2·f[n] − 1/2·f[n−1])
//	3   u[n+1] = u[n] + h·(23/12·f[n] − 4/3·f[n−1] + 5/12·f[n−2])
//
// One new evaluation of f a step, whatever the order; but the higher the order,
// the smaller the stability region: the real limits are −2, −1, −6/11, −3/10 and
// −90/551.
//
// The first steps are taken by forward Euler, Heun or RK4, so that [Solve]
// delivers the order. Any other order gives a scheme that does not pass Check.
func AdamsBashforth(order int) *Multistep {
	const largest = 5
	if order < 1 || order > largest {
		return unknown("Adams–Bashforth", order, 1, largest)
	}
	s := &Multistep{
		Label: "Adams–Bashforth " + strconv.Itoa(order),
		Alpha: make([]float64, order),
		Beta:  quadrature(nodes(0, order), 0),
		Start: startFor(order),
	}
	s.Alpha[0] = 1
	return s
}
