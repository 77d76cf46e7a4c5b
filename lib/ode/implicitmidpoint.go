package ode

// ImplicitMidpoint follows the slope in the middle between both ends of the step:
//
//	u[n+1] = u[n] + h·f(t[n]+h/2, (u[n]+u[n+1])/2)
//
//	1/2 | 1/2
//	----+-----
//	    |  1
//
// It is Gauss and Legendre's method of one stage: order 2 from a single look.
// R(z) = (1+z/2)/(1−z/2) has |R| = 1 on the whole imaginary axis, so what neither
// grows nor decays stays so; the method keeps quadratic invariants and is
// symplectic. It is A-stable but not L-stable: R(∞) = −1.
const ImplicitMidpoint RungeKutta = "implicit midpoint"

var implicitMidpoint = butcher(ImplicitMidpoint, `
1/2 | 1/2
----+-----
    |  1
`)
