package ode

// RK4 is the classical Runge–Kutta method (W. Kutta, 1901).
//
// Over one step the exact solution moves by the integral of its slope,
//
//	u(t+h) = u(t) + ∫ f(s, u(s)) ds,   s from t to t+h
//
// and Simpson's rule would give that integral with an error of order h⁵ from the
// slopes at the start, in the middle (four times) and at the end:
//
//	∫ ≈ h/6·(start + 4·middle + end)
//
// But the states in the middle and at the end are not known. So the method feels
// its way there, each time with the slope it found last:
//
//	g[0] = f(t,       u)                 the slope at the start
//	g[1] = f(t + h/2, u + h/2·g[0])      in the middle, reached with g[0]
//	g[2] = f(t + h/2, u + h/2·g[1])      in the middle again, reached with g[1]
//	g[3] = f(t + h,   u + h·g[2])        at the end, reached with g[2]
//
// and gives half of the middle's weight to each of the two looks at it:
//
//	u(t+h) ≈ u + h/6·(g[0] + 2·g[1] + 2·g[2] + g[3])
//
// Read the tableau line by line: the left column says where a stage looks, the
// row beside it how it gets there, the bottom row how much it counts.
//
//	 0  |
//	1/2 | 1/2
//	1/2 |  0  1/2
//	 1  |  0   0   1
//	----+-----------------
//	    | 1/6 1/3 1/3 1/6
//
// For u' = λu a step multiplies u by R(z), z = hλ: the first five terms of the
// series of exp(z), which is why the order is 4.
//
//	R(z) = 1 + z + z²/2 + z³/6 + z⁴/24
//
// On the real line |R(z)| < 1 for −2.7853 < z < 0.
const RK4 RungeKutta = "RK4"

var rk4 = butcher(RK4, `
 0  |
1/2 | 1/2
1/2 |  0  1/2
 1  |  0   0   1
----+-----------------
    | 1/6 1/3 1/3 1/6
`)
