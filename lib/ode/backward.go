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
func backward(f Func, t, w float64, known, guess []float64) ([]float64, error) {
	u := append([]float64(nil), guess...)
	last := math.Inf(1)
	for range newtonSteps {
		g, err := f.at(t, u)
		if err != nil {
			return nil, err
		}
		slope := append([]float64(nil), g...)
		residual := make([]float64, len(u))
		for i := range u {
			residual[i] = known[i] + w*slope[i] - u[i]
		}
		delta, err := newtonStep(f, t, w, u, slope, residual)
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

// newtonStep returns δ. The derivative of f is taken by differences, one more
// evaluation for each component of the state.
func newtonStep(f Func, t, w float64, u, slope, residual []float64) ([]float64, error) {
	d := len(u)
	matrix := mat.NewDense(d, d, nil)
	moved := append([]float64(nil), u...)
	for j := range u {
		moved[j] += 1.5e-8 * max(1, math.Abs(u[j])) // half of the digits
		eps := moved[j] - u[j]
		g, err := f.at(t, moved)
		if err != nil {
			return nil, err
		}
		for i := range u {
			matrix.Set(i, j, -w*(g[i]-slope[i])/eps)
		}
		matrix.Set(j, j, matrix.At(j, j)+1)
		moved[j] = u[j]
	}
	delta := mat.NewVecDense(d, nil)
	err := delta.SolveVec(matrix, mat.NewVecDense(d, residual))
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
