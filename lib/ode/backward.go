package ode

import (
	"fmt"
	"math"
	"slices"
)

// newtonSteps is how many iterations backward takes before it gives up.
const newtonSteps = 50

// backward solves u = known + w·f(t, u), the equation of every implicit linear
// multi-step scheme, in memory of its own.
//
// Newton's iteration solves the linear equation (I − w·f')·δ = known + w·f(u) − u
// and moves by δ, until δ is rounding. Fixed-point iteration, which just repeats
// u ← known + w·f(u), would need no derivatives, but converges only for small
// w·f': then an explicit scheme would do as well.
type backward struct {
	jacobian jacobian
	rows     [][]float64 // f' at u
	slope    []float64   // f at u
	delta    []float64
	factors  factors // of I − w·f'
}

func newBackward(given Jacobian, d int) *backward {
	return &backward{
		jacobian: newJacobian(given, nil, d),
		rows:     square(d), slope: make([]float64, d), delta: make([]float64, d),
	}
}

// solve makes u, which is near it, the solution.
func (b *backward) solve(f slopeFunc, t, w float64, known, u []float64) error {
	if len(u) == 0 {
		return nil // gonum has no matrix without rows
	}
	last := math.Inf(1)
	for range newtonSteps {
		if err := b.turn(f, t, w, known, u); err != nil {
			return err
		}
		axpy(u, 1, b.delta)
		moved := relativeNorm(b.delta, u)
		if moved <= 1e-15 || (moved <= 1e-10 && moved >= last) {
			return nil
		}
		last = moved
	}
	return fmt.Errorf("got no solution of the implicit step to t = %v after %d Newton iterations, the last moved %.2g of the state: want a smaller h", t, newtonSteps, last)
}

// turn computes δ at u.
func (b *backward) turn(f slopeFunc, t, w float64, known, u []float64) error {
	if err := f(t, u, b.slope); err != nil {
		return err
	}
	if err := b.jacobian.at(f, t, w, u, b.slope, b.rows); err != nil {
		return err
	}
	b.factors.zero(len(u))
	for i := range u {
		b.delta[i] = known[i] + w*b.slope[i] - u[i]
		axpy(b.factors.row(i), -w, b.rows[i])
		b.factors.row(i)[i]++
	}
	b.factors.decompose()
	b.factors.solve(b.delta)
	if math.IsInf(b.factors.cond, 1) || slices.ContainsFunc(b.delta, math.IsNaN) {
		return fmt.Errorf("got a singular or infinite derivative of f at t = %v, want one that Newton's iteration can use", t)
	}
	return nil
}

// relativeNorm returns the largest |δ[i]| relative to max(1e-300, ‖u‖).
func relativeNorm(delta, u []float64) float64 {
	size, moved := 1e-300, 0.0
	for i := range u {
		size = max(size, math.Abs(u[i]))
		moved = max(moved, math.Abs(delta[i]))
	}
	return moved / size
}
