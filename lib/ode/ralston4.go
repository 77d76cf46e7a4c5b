package ode

import "math"

// Ralston4 is the method of four stages and order 4 with the smallest bound on
// the error that remains (A. Ralston, 1962). Its coefficients hold √5 and are
// therefore rounded:
//
//	   0    |
//	   0.4  |  0.4
//	 0.4557 |  0.2970  0.1588
//	   1    |  0.2181 −3.0510 3.8329
//	--------+--------------------------------
//	        |  0.1748 −0.5515 1.2055  0.1712
const Ralston4 RungeKutta = "Ralston 4"

var ralston4 = ralston4Tableau(math.Sqrt(5))

func ralston4Tableau(root float64) *Tableau {
	return &Tableau{
		Label: string(Ralston4),
		C:     []float64{0, 2. / 5, (14 - 3*root) / 16, 1},
		A: [][]float64{
			{},
			{2. / 5},
			{(-2889 + 1428*root) / 1024, (3785 - 1620*root) / 1024},
			{(-3365 + 2094*root) / 6040, (-975 - 3046*root) / 2552, (467040 + 203968*root) / 240845},
		},
		B: []float64{(263 + 24*root) / 1812, (125 - 1000*root) / 3828, 1024 * (3346 + 1623*root) / 5924787, (30 - 4*root) / 123},
	}
}
