package ode

// Kvaerno3 is the pair of the orders 3 and 2 of A. Kværnø (2004), diagonally
// implicit with an explicit first stage:
//
//	0  |
//	2γ |  γ     γ
//	1  | a[0]  a[1]  γ
//	1  | b[0]  b[1] b[2]  γ
//	---+---------------------
//	   | b[0]  b[1] b[2]  γ    order 3
//	   | a[0]  a[1]  γ    0    order 2
//
// Both results are stages, and γ, that of [SDIRK3], makes the first of them
// L-stable: whichever is used satisfies the last equation solved.
const Kvaerno3 RungeKutta = "Kvaerno 3(2)"

var kvaerno3 = kvaerno3Tableau(alexander)

func kvaerno3Tableau(g float64) *Tableau {
	a := []float64{(-4*g*g + 6*g - 1) / (4 * g), (1 - 2*g) / (4 * g), g, 0}
	b := []float64{(6*g - 1) / (12 * g), -1 / ((24*g - 12) * g), (-6*g*g + 6*g - 1) / (6*g - 3), g}
	return &Tableau{
		Label:    string(Kvaerno3),
		C:        []float64{0, 2 * g, 1, 1},
		A:        [][]float64{{}, {g, g}, a, b},
		B:        b,
		Embedded: a,
	}
}
