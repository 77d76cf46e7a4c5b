package ode

// Ralston3 is the method of three stages and order 3 whose remaining error is
// smallest (A. Ralston, 1962):
//
//	 0  |
//	1/2 | 1/2
//	3/4 |  0  3/4
//	----+-------------
//	    | 2/9 1/3 4/9
//
// [BogackiShampine] adds one stage to it, which estimates the error.
const Ralston3 RungeKutta = "Ralston 3"

var ralston3 = butcher(Ralston3, `
 0  |
1/2 | 1/2
3/4 |  0  3/4
----+-------------
    | 2/9 1/3 4/9
`)
