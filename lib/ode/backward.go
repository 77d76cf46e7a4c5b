package ode

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// newtonSteps is how many iterations backward takes before it gives up.
const newtonSteps = 50

// backward solves u = known + w·f(t, u), the equation of every implicit linear
// multi-step scheme, from the guess u ≈ guess.
//
// Newton's iteration solves the linear equation (I − w·f')·δ = known + w·f(u) − u
// and moves by δ, until δ is rounding. Fixed-point iteration, which just repeats
// u ← known + w·f(u), would need no derivatives, but converges only for small
// w·f': then an explicit scheme would do as well.
func backward(f Func, q *jacobian, t, w float64, known, guess []float64) ([]float64, error) {
	u := append([]float64(nil), guess...)
	if len(u) == 0 {
		return u, nil // gonum has no matrix without rows
	}
	last := math.Inf(1)
	for range newtonSteps {
		delta, err := newtonStep(f, q, t, w, known, u)
		if err != nil {
			return nil, err
		}
		axpy(u, 1, delta)
		moved := relativeNorm(delta, u)
		if moved <= 1e-15 || (moved <= 1e-10 && moved >= last) {
			return u, nil
		}
		last = moved
	}
	return nil, fmt.Errorf("got no solution of the implicit step to t = %v after %d Newton iterations, the last moved %.2g of the state: want a smaller h", t, newtonSteps, last)
}

// newtonStep returns δ at u.
func newtonStep(f Func, q *jacobian, t, w float64, known, u []float64) ([]float64, error) {
	d := len(u)
	slope, rows := make([]float64, d), square(d)
	if err := f.into(t, u, slope); err != nil {
		return nil, err
	}
	if err := q.at(f.into, t, w, u, slope, rows); err != nil {
		return nil, err
	}
	matrix, residual := mat.NewDense(d, d, nil), mat.NewVecDense(d, nil)
	for i := range u {
		residual.SetVec(i, known[i]+w*slope[i]-u[i])
		for j := range u {
			matrix.Set(i, j, -w*rows[i][j])
		}
		matrix.Set(i, i, 1-w*rows[i][i])
	}
	delta := mat.NewVecDense(d, nil)
	err := delta.SolveVec(matrix, residual)
	if math.IsNaN(mat.Norm(delta, 2)) || (err != nil && math.IsInf(mat.Cond(matrix, 1), 1)) {
		return nil, fmt.Errorf("got a singular or infinite derivative of f at t = %v, want one that Newton's iteration can use", t)
	}
	return delta.RawVector().Data, nil
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
