package ode

// Heun3 is K. Heun's method of order 3 (1900):
//
//	 0  |
//	1/3 | 1/3
//	2/3 |  0  2/3
//	----+-------------
//	    | 1/4  0  3/4
//
// Its weights are the quadrature of Radau with a point at the start, which is
// exact for polynomials of degree 2: ∫ ≈ 1/4·(start) + 3/4·(at two thirds). Only
// the last look is used beside the first; the one between serves to get there.
const Heun3 RungeKutta = "Heun 3"

var heun3 = butcher(Heun3, `
 0  |
1/3 | 1/3
2/3 |  0  2/3
----+-------------
    | 1/4  0  3/4
`)
