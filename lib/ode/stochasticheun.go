package ode

import "slices"

// StochasticHeun is Heun's scheme with noise: a step of forward Euler, and then the
// mean of what is seen at its start and at its end (Rümelin 1982).
//
//	V      = X[n] + h·a(X[n]) + b(X[n])·ΔW
//	X[n+1] = X[n] + h/2·(a(X[n]) + a(V)) + ½·(b(X[n]) + b(V))·ΔW
//
// Strong order 1, weak order 1, and order 2 where there is no noise. Taking b in
// the middle, it works in the sense of Stratonovich; for an Itô equation the drift
// is changed by −½·b'·b, as it must be.
const StochasticHeun Stochastic = "stochastic Heun"

func stochasticHeun(e SDE, t, h float64, dw, u []float64) ([]float64, error) {
	a, b, err := e.coefficients(t, u, true)
	if err != nil {
		return nil, err
	}
	predicted := slices.Clone(u)
	for i := range predicted {
		predicted[i] += h*a[i] + b[i]*e.kick(dw, i)
	}
	a1, b1, err := e.coefficients(t+h, predicted, true)
	if err != nil {
		return nil, err
	}
	next := slices.Clone(u)
	for i := range next {
		next[i] += h*(a[i]+a1[i])/2 + (b[i]+b1[i])*e.kick(dw, i)/2
	}
	return next, nil
}
