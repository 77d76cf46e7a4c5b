package ode

import "math"

// TRBDF2 is a step of the trapezoidal rule to the point γ = 2 − √2, then one of
// the two-step backward differentiation formula from both known points to the end
// (R. E. Bank and others, 1985). As a tableau, with d = γ/2 and w = √2/4:
//
//	0 |
//	γ | d  d
//	1 | w  w  d
//	--+-------------------------
//	  |    w        w       d     order 2
//	  | (1−w)/3 (1+3w)/3   d/3    order 3
//
// Only this γ gives both parts the same matrix I − hd·f′. L-stable, and the first
// stage costs no equation. The embedded weights are of the higher order, but not
// stable: they estimate the error and nothing else (M. Hosea and L. Shampine,
// 1996, who divide the estimate by that matrix as [Integrate] does).
//
// So the state goes on from the lower order, and each step errs by nearly as much as
// it may: a tolerance τ takes some τ^(−1/3) steps, and the error at the end goes like
// τ^(2/3). A pair that goes on from its higher order errs by much less in a step, and
// by some multiple of τ at the end. Where a problem amplifies errors that shows: after
// one and a bit turns of the Oregonator it is 1,400 τ for τ = 1e-6, and 2.15 times as
// many for each further digit; of [Kvaerno3], 12 τ for any. Whoever wants some digits at
// the end asks for more in each step, or takes a method of higher order.
const TRBDF2 RungeKutta = "TR-BDF2"

var trbdf2 = trbdf2Tableau(2-math.Sqrt2, math.Sqrt2/4)

func trbdf2Tableau(gamma, w float64) *Tableau {
	d := gamma / 2
	return &Tableau{
		Label: string(TRBDF2),
		C:     []float64{0, gamma, 1},
		A: [][]float64{
			{},
			{d, d},
			{w, w, d},
		},
		B:        []float64{w, w, d},
		Embedded: []float64{(1 - w) / 3, (1 + 3*w) / 3, d / 3},
	}
}
