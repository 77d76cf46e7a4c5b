package ode

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// SDE is a stochastic differential equation: f with noise added whose size depends
// on the state,
//
//	dX = a(t, X)·dt + b(t, X)·dW
//
// Each component of W is a Brownian motion of its own, and then b[i] may depend on
// X[i] only; or, if Shared, one Brownian motion drives all components and b may be
// anything. Both are what noise in a residual network comes to (Lu et al. 2018,
// section 3): a gate for a whole block is shared, noise on each feature is not.
//
// # Two meanings of one formula
//
// The noise of a step multiplies b at the start of the step (Itô) or in its middle
// (Stratonovich). The limits differ by a drift of ½·b'·b, so an SDE says which is
// meant, and every scheme solves what is meant.
type SDE struct {
	Drift        Func // a
	Diffusion    Func // b
	Shared       bool // one Brownian motion for all components
	Stratonovich bool // false is Itô
}

var errNoDrift = errors.New("got an SDE without drift or diffusion, want both")

func (e SDE) check() error {
	if e.Drift == nil || e.Diffusion == nil {
		return errNoDrift
	}
	return nil
}

// noise returns how many Brownian motions drive a state of d values.
func (e SDE) noise(d int) int {
	if e.Shared {
		return 1
	}
	return d
}

// kick returns dW for component i.
func (e SDE) kick(dw []float64, i int) float64 {
	if e.Shared {
		return dw[0]
	}
	return dw[i]
}

// diffusionSlope returns b'·b, the derivative of b in the direction of b, by
// central differences. With noise of its own for each component b' is diagonal, so
// this is ∂b[i]/∂X[i]·b[i] there.
func (e SDE) diffusionSlope(t float64, u, b []float64) ([]float64, error) {
	size, length := 1.0, 0.0
	for i := range u {
		size = max(size, math.Abs(u[i]))
		length = max(length, math.Abs(b[i]))
	}
	if length == 0 {
		return make([]float64, len(u)), nil
	}
	eps := 6e-6 * size / length // the cube root of the rounding
	ahead, behind := slices.Clone(u), slices.Clone(u)
	axpy(ahead, eps, b)
	axpy(behind, -eps, b)
	after, err := e.Diffusion.at(t, ahead)
	if err != nil {
		return nil, err
	}
	slope := slices.Clone(after)
	before, err := e.Diffusion.at(t, behind)
	if err != nil {
		return nil, err
	}
	axpy(slope, -1, before)
	for i := range slope {
		slope[i] /= 2 * eps
	}
	return slope, nil
}

// drift returns a as the meaning that a scheme works in sees it, which is a itself
// if the equation has the same.
func (e SDE) drift(t float64, u, b []float64, stratonovich bool) ([]float64, error) {
	g, err := e.Drift.at(t, u)
	if err != nil {
		return nil, err
	}
	a := slices.Clone(g)
	if stratonovich == e.Stratonovich {
		return a, nil
	}
	slope, err := e.diffusionSlope(t, u, b)
	if err != nil {
		return nil, err
	}
	half := .5
	if stratonovich {
		half = -.5
	}
	axpy(a, half, slope)
	return a, nil
}

// coefficients returns a and b at a state.
func (e SDE) coefficients(t float64, u []float64, stratonovich bool) (a, b []float64, err error) {
	g, err := e.Diffusion.at(t, u)
	if err != nil {
		return nil, nil, fmt.Errorf("diffusion: %w", err)
	}
	b = slices.Clone(g)
	a, err = e.drift(t, u, b, stratonovich)
	return a, b, err
}
