package ode

// Trapezoidal follows the mean of the slopes at both ends of the step:
//
//	u[n+1] = u[n] + h/2·(f(t[n], u[n]) + f(t[n]+h, u[n+1]))
//
//	0 |
//	1 | 1/2 1/2
//	--+---------
//	  | 1/2 1/2
//
// Order 2, with the same R(z) as [ImplicitMidpoint], from which it differs where
// f is not linear. Also called Crank and Nicolson's method, for heat equations.
const Trapezoidal RungeKutta = "trapezoidal"

var trapezoidal = butcher(Trapezoidal, `
0 |
1 | 1/2 1/2
--+---------
  | 1/2 1/2
`)
