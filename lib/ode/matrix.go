package ode

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// MatrixProblem is a problem whose state is a matrix. Its right side writes the
// slope of u into du.
//
//	p, err := ode.MatrixProblem(f, u0, 0, 1)
//	sol, err := ode.Integrate(ctx, p, ode.Options{})
//	u := mat.NewDense(2, 2, sol.Last())
//
// A state is the matrix row after row. It returns an error for a nil f and for an
// empty u0.
func MatrixProblem(f func(t float64, u, du *mat.Dense), u0 *mat.Dense, t0, t1 float64) (Problem, error) {
	if f == nil {
		return Problem{}, fmt.Errorf("ode: MatrixProblem: %w", errNoFunc)
	}
	if u0 == nil || u0.IsEmpty() {
		return Problem{}, errors.New("ode: MatrixProblem: got an empty matrix, want at least 1 value")
	}
	rows, cols := u0.Dims()
	into := func(t float64, u, du []float64) {
		f(t, mat.NewDense(rows, cols, u), mat.NewDense(rows, cols, du))
	}
	state := mat.DenseCopyOf(u0).RawMatrix().Data
	return Problem{InPlace: into, U0: state, T0: t0, T1: t1}, nil
}
