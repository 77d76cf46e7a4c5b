package ode

// SSPRK3 is the strong-stability-preserving method of order 3 (C.-W. Shu and
// S. Osher, 1988). Every stage is a mean of steps of forward Euler E:
//
//	v = E(u)
//	w = 3/4·u + 1/4·E(v)
//	u(t+h) ≈ 1/3·u + 2/3·E(w)
//
// So whatever convex property a step of forward Euler keeps, positive values or a
// total variation that does not grow, this method keeps at the same h. As a
// tableau:
//
//	 0  |
//	 1  |  1
//	1/2 | 1/4 1/4
//	----+-------------
//	    | 1/6 1/6 2/3
const SSPRK3 RungeKutta = "SSPRK3"

var ssprk3 = butcher(SSPRK3, `
 0  |
 1  |  1
1/2 | 1/4 1/4
----+-------------
    | 1/6 1/6 2/3
`)
