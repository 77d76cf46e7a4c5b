package ode

import "slices"

// EulerMaruyama is forward Euler with noise (Maruyama 1955):
//
//	X[n+1] = X[n] + h·a(X[n]) + b(X[n])·ΔW
//
// Strong order ½, or 1 if b does not depend on the state; weak order 1. It is a
// residual network whose branches are noisy, such as one with stochastic depth.
const EulerMaruyama Stochastic = "Euler–Maruyama"

func eulerMaruyama(e SDE, t, h float64, dw, u []float64) ([]float64, error) {
	a, b, err := e.coefficients(t, u, false)
	if err != nil {
		return nil, err
	}
	next := slices.Clone(u)
	for i := range next {
		next[i] += h*a[i] + b[i]*e.kick(dw, i)
	}
	return next, nil
}
