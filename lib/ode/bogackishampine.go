package ode

// BogackiShampine is the pair of orders 3 and 2 of P. Bogacki and L. F. Shampine
// (1989), for tolerances of a percent or so. Other names: bosh3, RK23, ode23.
//
//	 0  |
//	1/2 | 1/2
//	3/4 |  0   3/4
//	 1  | 2/9  1/3 4/9
//	----+--------------------
//	    | 2/9  1/3 4/9  0
//	    | 7/24 1/4 1/3 1/8
//
// The first line of weights is the result, the second estimates its error. The
// last stage is the first of the next step: three evaluations for each.
const BogackiShampine RungeKutta = "Bogacki–Shampine 3(2)"

var bogackiShampine = &Tableau{
	Label: string(BogackiShampine),
	C:     []float64{0, 1. / 2, 3. / 4, 1},
	A:     [][]float64{{}, {1. / 2}, {0, 3. / 4}, {2. / 9, 1. / 3, 4. / 9}},
	B:     []float64{2. / 9, 1. / 3, 4. / 9, 0},
}

var bogackiShampineSecond = []float64{7. / 24, 1. / 4, 1. / 3, 1. / 8}
