package ode

// SDIRK3 is the L-stable method of three stages and order 3 (R. Alexander, 1977):
//
//	    γ     |    γ
//	(1+γ)/2   | (1−γ)/2  γ
//	    1     |   b[0]  b[1]  γ
//	----------+------------------
//	          |   b[0]  b[1]  γ
//
//	b[0] = −(6γ² − 16γ + 1)/4,   b[1] = (6γ² − 20γ + 5)/4
//
// with the same γ at every stage, the root of γ³ − 3γ² + 3γ/2 − 1/6 between 1/3
// and 1/2. That equation says R(∞) = 0.
const SDIRK3 RungeKutta = "SDIRK 3"

// alexander is the γ of SDIRK3, which [Kvaerno3] shares.
const alexander = 0.43586652150845899941601945

var sdirk3 = sdirk3Tableau(alexander)

func sdirk3Tableau(gamma float64) *Tableau {
	first, second := -(6*gamma*gamma-16*gamma+1)/4, (6*gamma*gamma-20*gamma+5)/4
	return &Tableau{
		Label: string(SDIRK3),
		C:     []float64{gamma, (1 + gamma) / 2, 1},
		A: [][]float64{
			{gamma},
			{(1 - gamma) / 2, gamma},
			{first, second, gamma},
		},
		B: []float64{first, second, gamma},
	}
}
