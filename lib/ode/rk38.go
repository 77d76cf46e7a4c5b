package ode

// RK38 is W. Kutta's other method of order 4 (1901). Where [RK4] integrates by
// Simpson's rule, it does so by Newton's 3/8 rule, from four different places:
//
//	 0  |
//	1/3 |  1/3
//	2/3 | −1/3  1
//	 1  |   1  −1   1
//	----+-------------------
//	    |  1/8 3/8 3/8 1/8
//
// It is somewhat more accurate than RK4 and has the same R(z). Some libraries
// mean this one by rk4.
const RK38 RungeKutta = "RK4 3/8"

var rk38 = butcher(RK38, `
 0  |
1/3 |  1/3
2/3 | -1/3  1
 1  |   1  -1   1
----+-------------------
    |  1/8 3/8 3/8 1/8
`)
