package ode

import "math"

// RadauIIA5 is the method of collocation at Radau's three points, the last of
// them the end of the step (B. L. Ehle, 1969). The solver RADAU5 of E. Hairer and
// G. Wanner is built on it; c and the weights, which are its last row, are
//
//	(4−√6)/10    (4+√6)/10    1
//	(16−√6)/36   (16+√6)/36  1/9
//
// Order 5, stage order 3, L-stable: the method to try first where an explicit one
// takes steps too small to end. Each step solves one equation of three times the
// size of the state.
const RadauIIA5 RungeKutta = "Radau IIA 5"

var radauIIA5 = radauIIA5Tableau(math.Sqrt(6))

func radauIIA5Tableau(root float64) *Tableau {
	return &Tableau{
		Label: string(RadauIIA5),
		C:     []float64{(4 - root) / 10, (4 + root) / 10, 1},
		A: [][]float64{
			{(88 - 7*root) / 360, (296 - 169*root) / 1800, (-2 + 3*root) / 225},
			{(296 + 169*root) / 1800, (88 + 7*root) / 360, (-2 - 3*root) / 225},
			{(16 - root) / 36, (16 + root) / 36, 1. / 9},
		},
		B: []float64{(16 - root) / 36, (16 + root) / 36, 1. / 9},
	}
}
