package ode

// Midpoint takes half a step of forward Euler, looks at the slope there and
// follows it from the start:
//
//	u[n+1] = u[n] + h·f(t[n] + h/2, u[n] + h/2·f(t[n], u[n]))
//
//	 0  |
//	1/2 | 1/2
//	----+---------
//	    |  0   1
//
// Order 2, stable on the real line for −2 < hλ < 0. Also called modified Euler,
// or Runge's method. Not to be confused with the two-step leapfrog, [LM](1),
// which some call midpoint too.
const Midpoint RungeKutta = "midpoint"

var midpoint = butcher(Midpoint, `
 0  |
1/2 | 1/2
----+---------
    |  0   1
`)
