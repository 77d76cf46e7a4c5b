package ode

import (
	"errors"
	"fmt"
	"math"
)

// NoiseInjection is the equation that a residual network with noise behind each
// block is a scheme for,
//
//	X[n+1] = X[n] + h·f(X[n]) + σ·ξ
//
// where the components of ξ are independent, of mean 0 and variance 1: a step of
// size h of
//
//	dX = f dt + σ/√h dW
//
// by [EulerMaruyama], for normal ξ exactly. Noise that is uniform between −b and b
// has the deviation σ = b/√3. Lu et al. (2018, section 3) write h = 1.
//
// NoiseInjection returns an error without f, and unless h is positive and σ at least
// 0, both finite.
func NoiseInjection(f Func, deviation, h float64) (SDE, error) {
	if f == nil {
		return SDE{}, errors.New("ode: NoiseInjection: got no branch, want one")
	}
	if err := checkNoiseStep("NoiseInjection", h); err != nil {
		return SDE{}, err
	}
	if !(deviation >= 0) || math.IsInf(deviation, 1) {
		return SDE{}, fmt.Errorf("ode: NoiseInjection: got the deviation %v, want a number of at least 0", deviation)
	}
	size := deviation / math.Sqrt(h)
	return SDE{Drift: f, Diffusion: func(_ float64, u []float64) []float64 {
		b := make([]float64, len(u))
		for i := range b {
			b[i] = size
		}
		return b
	}}, nil
}
