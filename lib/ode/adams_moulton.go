package ode

import "strconv"

// AdamsMoulton returns the implicit scheme of the given order, 1 to 5: the
// integral over the step of the polynomial through the last slopes and the new
// one. It has one step less than its order, and one for order 1.
//
//	1   u[n+1] = u[n] + h·f[n+1]                      backward Euler
//	2   u[n+1] = u[n] + h/2·(f[n+1] + f[n])           trapezoidal rule
//	3   u[n+1] = u[n] + h·(5/12·f[n+1] + 2/3·f[n] − 1/12·f[n−1])
//
// The first two are A-stable. The others are not, with the real limits −6, −3 and
// −90/49, but are stable further out and more accurate than [AdamsBashforth] of
// the same order.
//
// The first steps are taken by Heun or RK4, so that [Solve] delivers the order.
// Any other order gives a scheme that does not pass Check.
func AdamsMoulton(order int) *Multistep {
	const largest = 5
	if order < 1 || order > largest {
		return unknown("Adams–Moulton", order, 1, largest)
	}
	weights := quadrature(nodes(1, order), 0)
	steps := max(order-1, 1)
	s := &Multistep{
		Label:   "Adams–Moulton " + strconv.Itoa(order),
		Alpha:   make([]float64, steps),
		Beta:    make([]float64, steps),
		BetaNew: weights[0],
		Start:   startFor(order),
	}
	s.Alpha[0] = 1
	copy(s.Beta, weights[1:])
	return s
}
