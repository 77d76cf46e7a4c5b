package ode

import "math"

// SDIRK2 is the L-stable method of two stages and order 2 (R. Alexander, 1977),
// with γ = 1 − √2/2:
//
//	γ |  γ
//	1 | 1−γ  γ
//	--+--------
//	  | 1−γ  γ
//
// Singly diagonally implicit: each stage solves an equation of the size of the
// state, and both have the same matrix I − hγ·f′, factored once. γ is a root of
// γ² − 2γ + 1/2, without which the order would be 1; with it R(∞) = 0.
const SDIRK2 RungeKutta = "SDIRK 2"

var sdirk2 = sdirk2Tableau(1 - math.Sqrt2/2)

func sdirk2Tableau(gamma float64) *Tableau {
	return &Tableau{
		Label: string(SDIRK2),
		C:     []float64{gamma, 1},
		A: [][]float64{
			{gamma},
			{1 - gamma, gamma},
		},
		B: []float64{1 - gamma, gamma},
	}
}
