package ode

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// StochasticDepth is the equation that a residual network with stochastic depth
// (Huang et al. 2016) is a scheme for. A block takes part with the probability
// p(t), and otherwise hands on what it gets:
//
//	X[n+1] = X[n] + h·η·f(X[n]),   η = 1 with probability p, else 0
//
// η has the mean p and the variance p(1−p), and so a step of size h is one of
//
//	dX = p(t)·f dt + √(h·p(t)·(1−p(t)))·f dW
//
// by [EulerMaruyama], up to the distribution of η: in mean and variance they are
// the same. Lu et al. (2018, section 3) write h = 1: the step is absorbed into f
// and time counts blocks. The gate is the block's, so one motion drives all
// components, whether it is drawn for a batch or, as drop-path has it, for each
// image.
//
// With inverted scaling the branch is f/p: hand that over as f.
//
// StochasticDepth returns an error without f or p, and unless h is positive and
// finite. Where p is no probability, the diffusion is NaN.
func StochasticDepth(f Func, p func(t float64) float64, h float64) (SDE, error) {
	if f == nil || p == nil {
		return SDE{}, errors.New("ode: StochasticDepth: got no branch or no probability, want both")
	}
	if err := checkNoiseStep("StochasticDepth", h); err != nil {
		return SDE{}, err
	}
	return SDE{
		Drift:     f.scaled(p),
		Diffusion: f.scaled(func(t float64) float64 { return math.Sqrt(h * p(t) * (1 - p(t))) }),
		Shared:    true,
	}, nil
}

// checkNoiseStep returns what is wrong with the step size of a network with noise.
func checkNoiseStep(name string, h float64) error {
	if !(h > 0) || math.IsInf(h, 1) {
		return fmt.Errorf("ode: %s: got the step size %v, want a positive number", name, h)
	}
	return nil
}

// scaled is f times a function of time.
func (f Func) scaled(c func(t float64) float64) Func {
	return func(t float64, u []float64) []float64 {
		g := slices.Clone(f(t, u))
		factor := c(t)
		for i := range g {
			g[i] *= factor
		}
		return g
	}
}
