package ode

// Kvaerno5 is the pair of the orders 5 and 4 of A. Kværnø (2004), diagonally
// implicit with an explicit first stage and γ = 0.26 at every later one. As in
// [Kvaerno3] both results are stages: the last one that of order 5, the one before
// it that of order 4, so both satisfy the equation that was solved. The
// coefficients are printed as decimals.
const Kvaerno5 RungeKutta = "Kvaerno 5(4)"

var kvaerno5 = kvaerno5Tableau(0.26)

func kvaerno5Tableau(gamma float64) *Tableau {
	embedded := []float64{0.13855640231268224, 0, -0.04245337201752043, 0.02446657898003141, 0.61943039072480676, gamma, 0}
	b := []float64{0.13659751177640291, 0, -0.05496908796538376, -0.04118626728321046, 0.62993304899016403, 0.06962479448202728, gamma}
	return &Tableau{
		Label: string(Kvaerno5),
		C:     []float64{0, 0.52, 1.230333209967908, 0.8957659843500759, 0.43639360985864756, 1, 1},
		A: [][]float64{
			{},
			{gamma, gamma},
			{0.13, 0.84033320996790809, gamma},
			{0.22371961478320505, 0.47675532319799699, -0.06470895363112615, gamma},
			{0.16648564323248321, 0.10450018841591720, 0.03631482272098715, -0.13090704451073998, gamma},
			embedded,
			b,
		},
		B:        b,
		Embedded: embedded,
	}
}
