package ode

// Kvaerno4 is the pair of the orders 4 and 3 of A. Kværnø (2004), diagonally
// implicit with an explicit first stage. As in [Kvaerno3] both results are stages:
//
//	0    |
//	2γ   |   γ       γ
//	c[2] | a[2][0] a[2][1]    γ
//	1    | a[3][0] a[3][1] a[3][2]   γ
//	1    |  b[0]    b[1]    b[2]   b[3]  γ
//	-----+----------------------------------
//	     |  b[0]    b[1]    b[2]   b[3]  γ    order 4
//	     | a[3][0] a[3][1] a[3][2]   γ   0    order 3
//
// γ is the root of γ⁴ − 4γ³ + 3γ² − 2γ/3 + 1/24 near 0.57, which says R(∞) = 0;
// all else is a rational function of it. L-stable, stage order 2.
const Kvaerno4 RungeKutta = "Kvaerno 4(3)"

var kvaerno4 = kvaerno4Tableau(0.57281606248213485540800138)

func kvaerno4Tableau(g float64) *Tableau {
	p := func(descending ...float64) (value float64) {
		for _, c := range descending {
			value = value*g + c
		}
		return value
	}
	q, r, s := p(12, -6, 1), p(12, -9, 2), p(3, -1) // the factors in the denominators
	a2 := []float64{p(144, -180, 81, -15, 1) * g / (q * q), p(-36, 39, -15, 2) * g / (q * q), g}
	a3 := []float64{
		p(-144, 396, -330, 117, -18, 1) / (12 * g * g * r),
		p(72, -126, 69, -15, 1) / (12 * g * g * s),
		p(-6, 6, -1) * q * q / (12 * g * g * r * s),
		g, 0,
	}
	b := []float64{
		p(288, -312, 120, -18, 1) / (48 * g * g * r),
		p(24, -12, 1) / (48 * g * g * s),
		-q * q * q / (48 * g * g * r * s * p(6, -6, 1)),
		p(-24, 36, -12, 1) / p(24, -24, 4),
		g,
	}
	return &Tableau{
		Label:    string(Kvaerno4),
		C:        []float64{0, 2 * g, sum(a2), 1, 1},
		A:        [][]float64{{}, {g, g}, a2, a3, b},
		B:        b,
		Embedded: a3,
	}
}
