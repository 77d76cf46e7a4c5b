package ode

// Ralston2 looks at two thirds of the step and gives that look three quarters of
// the weight (A. Ralston, 1962).
//
//	 0  |
//	2/3 | 2/3
//	----+---------
//	    | 1/4 3/4
//
// All methods of two stages and order 2 have b[1]·c[1] = 1/2 in common; they
// differ in the error that remains, of order h³, which has two parts: one they
// all have, and one proportional to 1/6 − c[1]/4. Ralston's choice of c[1] makes
// that 0. Not to be confused with [Heun], by whose name some call it.
const Ralston2 RungeKutta = "Ralston 2"

var ralston2 = butcher(Ralston2, `
 0  |
2/3 | 2/3
----+---------
    | 1/4 3/4
`)
