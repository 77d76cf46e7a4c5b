package ode

// Fehlberg2 is the lowest of E. Fehlberg's pairs (1969), of the orders 2 and 1:
//
//	 0  |
//	1/2 |  1/2
//	 1  | 1/256 255/256
//	----+---------------------
//	    | 1/512 255/256 1/512    order 2
//	    | 1/256 255/256   0      order 1
//
// The second one is nearly [Midpoint]: its first weight keeps a small error of
// order h² on purpose, for without one there would be nothing to estimate. The
// last stage looks where the method of order 1 ends.
const Fehlberg2 RungeKutta = "Fehlberg 2(1)"

var fehlberg2 = butcher(Fehlberg2, `
 0  |
1/2 |  1/2
 1  | 1/256 255/256
----+---------------------
    | 1/512 255/256 1/512
    | 1/256 255/256   0
`)
