package ode

// BogackiShampine is the pair of the orders 3 and 2 of P. Bogacki and
// L. F. Shampine (1989), for tolerances of a percent or so. Other names: bosh3,
// RK23, ode23.
//
//	 0  |
//	1/2 | 1/2
//	3/4 |  0   3/4
//	 1  | 2/9  1/3 4/9
//	----+-----------------
//	    | 2/9  1/3 4/9  0     order 3
//	    | 7/24 1/4 1/3 1/8    order 2
//
// The result is that of [Ralston3]. The last stage looks there, so its slope is
// the first one of the next step and costs nothing: first same as last.
const BogackiShampine RungeKutta = "Bogacki–Shampine 3(2)"

var bogackiShampine = butcher(BogackiShampine, `
 0  |
1/2 | 1/2
3/4 |  0   3/4
 1  | 2/9  1/3 4/9
----+-----------------
    | 2/9  1/3 4/9  0
    | 7/24 1/4 1/3 1/8
`)
