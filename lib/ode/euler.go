package ode

// ForwardEuler follows the slope at the start of the step:
//
//	u[n+1] = u[n] + h·f(t[n], u[n])
//
//	0 |
//	--+---
//	  | 1
//
// Order 1, stable on the real line for −2 < hλ < 0. With h absorbed into f it is
// a residual network, one step for each block (Lu et al. 2018, table 1).
const ForwardEuler RungeKutta = "forward Euler"

var forwardEuler = butcher(ForwardEuler, `
0 |
--+---
  | 1
`)
