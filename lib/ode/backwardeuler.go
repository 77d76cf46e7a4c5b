package ode

// BackwardEuler follows the slope at the end of the step, which is an equation
// for where that is:
//
//	u[n+1] = u[n] + h·f(t[n]+h, u[n+1])
//
//	1 | 1
//	--+---
//	  | 1
//
// Order 1, R(z) = 1/(1−z): stable for every z outside a disk of radius 1 around
// 1, and R(∞) = 0, so it is L-stable. A block of PolyNet approximates its step by
// the first terms of 1/(1−z) = 1 + z + z² + … (Lu et al. 2018, table 1).
const BackwardEuler RungeKutta = "backward Euler"

var backwardEuler = butcher(BackwardEuler, `
1 | 1
--+---
  | 1
`)
