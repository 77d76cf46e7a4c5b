package ode

// LobattoIIIC4 has Lobatto's three points, which are those of Simpson's rule, and
// coefficients that make it L-stable (F. H. Chipman, 1971):
//
//	 0  | 1/6 −1/3   1/6
//	1/2 | 1/6  5/12 −1/12
//	 1  | 1/6  2/3   1/6
//	----+-----------------
//	    | 1/6  2/3   1/6
//
// Order 4, stage order 2. The first column holds b[0] only, which is what the C
// stands for.
const LobattoIIIC4 RungeKutta = "Lobatto IIIC 4"

var lobattoIIIC4 = butcher(LobattoIIIC4, `
 0  | 1/6 -1/3   1/6
1/2 | 1/6  5/12 -1/12
 1  | 1/6  2/3   1/6
----+-----------------
    | 1/6  2/3   1/6
`)
