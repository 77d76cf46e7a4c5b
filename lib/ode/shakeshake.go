package ode

import (
	"errors"
	"math"
	"slices"
)

// ShakeShake is the equation that a residual network with Shake-Shake (Gastaldi
// 2017) is a scheme for. A block has two branches, mixed at random:
//
//	X[n+1] = X[n] + h·(η·f1(X[n]) + (1−η)·f2(X[n])),   η uniform on [0, 1]
//
// η has the mean ½ and the variance 1/12, and so a step of size h is one of
//
//	dX = ½·(f1 + f2) dt + √(h/12)·(f1 − f2) dW
//
// by [EulerMaruyama], in mean and variance. Lu et al. (2018, section 3) write h = 1.
// The noise vanishes where both branches agree.
//
// ShakeShake returns an error without two branches, and unless h is positive and
// finite.
func ShakeShake(f1, f2 Func, h float64) (SDE, error) {
	if f1 == nil || f2 == nil {
		return SDE{}, errors.New("ode: ShakeShake: got less than two branches, want two")
	}
	if err := checkNoiseStep("ShakeShake", h); err != nil {
		return SDE{}, err
	}
	deviation := math.Sqrt(h / 12)
	return SDE{
		Drift:     mixed(f1, f2, .5, .5),
		Diffusion: mixed(f1, f2, deviation, -deviation),
		Shared:    true,
	}, nil
}

// mixed is a1·f1 + a2·f2. If they return states of unlike length it returns that of
// f1, and the solver sees to the rest.
func mixed(f1, f2 Func, a1, a2 float64) Func {
	return func(t float64, u []float64) []float64 {
		g := slices.Clone(f1(t, u))
		for i := range g {
			g[i] *= a1
		}
		other := f2(t, u)
		if len(other) != len(g) {
			return other[:0] // of the wrong length whichever is right
		}
		axpy(g, a2, other)
		return g
	}
}
