package ode

import "slices"

// Milstein adds to [EulerMaruyama] what b changes by within the step (Milstein
// 1974):
//
//	X[n+1] = X[n] + h·a + b·ΔW + ½·b'·b·(ΔW² − h)
//
// Strong order 1, weak order 1. The derivative b'·b is taken by differences, two
// more evaluations of b.
const Milstein Stochastic = "Milstein"

func milstein(e SDE, t, h float64, dw, u []float64) ([]float64, error) {
	a, b, err := e.coefficients(t, u, false)
	if err != nil {
		return nil, err
	}
	slope, err := e.diffusionSlope(t, u, b)
	if err != nil {
		return nil, err
	}
	next := slices.Clone(u)
	for i := range next {
		kick := e.kick(dw, i)
		next[i] += h*a[i] + b[i]*kick + slope[i]*(kick*kick-h)/2
	}
	return next, nil
}
