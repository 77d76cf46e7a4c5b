package ode

// RadauIIA3 is the method of collocation at Radau's two points, of which the last
// is the end of the step (B. L. Ehle, 1969):
//
//	1/3 | 5/12 −1/12
//	 1  | 3/4   1/4
//	----+------------
//	    | 3/4   1/4
//
// Collocation: the polynomial through u whose slope is that of f at the points
// c[i] is followed to the end. Order 3, stage order 2, L-stable:
//
//	R(z) = (1 + z/3) / (1 − 2z/3 + z²/6)
const RadauIIA3 RungeKutta = "Radau IIA 3"

var radauIIA3 = butcher(RadauIIA3, `
1/3 | 5/12 -1/12
 1  | 3/4   1/4
----+------------
    | 3/4   1/4
`)
