package ode

import "math"

// GaussLegendre4 is the method of collocation at the two points of Gauss' (and
// Legendre's) quadrature (J. C. Butcher, 1964), symmetric about the middle of the
// step:
//
//	1/2 − √3/6 |    1/4     1/4 − √3/6
//	1/2 + √3/6 | 1/4 + √3/6    1/4
//	-----------+------------------------
//	           |    1/2        1/2
//
// No method of s stages exceeds the order 2s of this family. Its
//
//	R(z) = (1 + z/2 + z²/12) / (1 − z/2 + z²/12)
//
// is 1 in size on the imaginary axis and at infinity: A-stable, not L-stable. Like
// [ImplicitMidpoint], its member of one stage, it keeps quadratic invariants and
// is symplectic. Stage order 2.
const GaussLegendre4 RungeKutta = "Gauss–Legendre 4"

// GaussLegendre6 is the member of three stages, of order 6 and stage order 3:
//
//	1/2 − √15/10 |     5/36       2/9 − √15/15  5/36 − √15/30
//	     1/2     | 5/36 + √15/24      2/9       5/36 − √15/24
//	1/2 + √15/10 | 5/36 + √15/30  2/9 + √15/15      5/36
//	-------------+--------------------------------------------
//	             |     5/18           4/9           5/18
const GaussLegendre6 RungeKutta = "Gauss–Legendre 6"

var (
	gaussLegendre4 = gaussLegendre4Tableau(math.Sqrt(3))
	gaussLegendre6 = gaussLegendre6Tableau(math.Sqrt(15))
)

func gaussLegendre4Tableau(root float64) *Tableau {
	return &Tableau{
		Label: string(GaussLegendre4),
		C:     []float64{1./2 - root/6, 1./2 + root/6},
		A: [][]float64{
			{1. / 4, 1./4 - root/6},
			{1./4 + root/6, 1. / 4},
		},
		B: []float64{1. / 2, 1. / 2},
	}
}

func gaussLegendre6Tableau(root float64) *Tableau {
	return &Tableau{
		Label: string(GaussLegendre6),
		C:     []float64{1./2 - root/10, 1. / 2, 1./2 + root/10},
		A: [][]float64{
			{5. / 36, 2./9 - root/15, 5./36 - root/30},
			{5./36 + root/24, 2. / 9, 5./36 - root/24},
			{5./36 + root/30, 2./9 + root/15, 5. / 36},
		},
		B: []float64{5. / 18, 4. / 9, 5. / 18},
	}
}
