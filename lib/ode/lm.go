package ode

import "strconv"

// LM returns the linear two-step scheme of LM-ResNet with the coefficient k (Lu
// et al. 2018, section 2):
//
//	u[n+1] = (1−k)·u[n] + k·u[n−1] + h·f(u[n])
//
// A step keeps some of the last one: u[n+1] − u[n] = −k·(u[n] − u[n−1]) + h·f.
// So a negative k carries the motion on and a positive one holds it back.
//
//	k = 0         forward Euler, a residual network
//	−1 < k ≤ 1    zero-stable: the roots of ρ(z) = (z−1)(z+k) are 1 and −k
//	Speed         1/(1+k): the scheme follows (1+k)·u' = f
//	Order         1, but 2 for k = 1
//	real limit    −2(1−k) for |k| < 1: there one root of the scheme is −1
//
// k = 1 is the leapfrog scheme, u[n+1] = u[n−1] + 2h·f(u[n]) in its consistent
// form. Its recursion is of order 2 and stable for no hλ < 0.
//
// The first step has no u[n−1] and is one of forward Euler, as in the network. It
// moves at speed 1 and not 1/(1+k), so what Solve returns is of order 1 for every
// k; LM(1).Consistent() keeps its 2 (see [Multistep]).
func LM(k float64) *Multistep {
	return &Multistep{
		Label: "LM(" + strconv.FormatFloat(k, 'g', -1, 64) + ")",
		Alpha: []float64{1 - k, k},
		Beta:  []float64{1, 0},
	}
}
