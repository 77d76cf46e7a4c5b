package ode

// KenCarp3 is the implicit half of ARK3(2)4L[2]SA, the pair of the orders 3 and 2
// of C. A. Kennedy and M. H. Carpenter (2003): diagonally implicit with an
// explicit first stage, L-stable, and with the γ of [SDIRK3] at every later one.
// Its stages look at 0, 2γ, 3/5 and 1; the last of them is the result.
//
// The rest follows. Row 2 makes the stage order 2, Σⱼ a[2][j]·c[j] = c[2]²/2, and
// the weights with b[3] = γ integrate 1, t and t² exactly. The embedded weights
// are the authors' choice, printed as fractions of 13 digits.
const KenCarp3 RungeKutta = "KenCarp 3(2)"

var kenCarp3 = kenCarp3Tableau(alexander)

func kenCarp3Tableau(g float64) *Tableau {
	const c2 = 3. / 5
	c1 := 2 * g
	a := (c2*c2/2 - g*c2) / c1
	// b[1]·c1 + b[2]·c2 = 1/2 − γ and b[1]·c1² + b[2]·c2² = 1/3 − γ
	b1 := ((1./3 - g) - c2*(1./2-g)) / (c1 * (c1 - c2))
	b2 := ((1./3 - g) - c1*(1./2-g)) / (c2 * (c2 - c1))
	b := []float64{1 - b1 - b2 - g, b1, b2, g}
	return &Tableau{
		Label: string(KenCarp3),
		C:     []float64{0, c1, c2, 1},
		A:     [][]float64{{}, {g, g}, {c2 - a - g, a, g}, b},
		B:     b,
		Embedded: []float64{
			2756255671327. / 12835298489170, -10771552573575. / 22201958757719,
			9247589265047. / 10645013368117, 2193209047091. / 5459859503100,
		},
	}
}
