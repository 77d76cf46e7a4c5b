package ode

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"
)

// factors is a square matrix, and then its decomposition: to the bit what gonum's
// mat.LU makes of it, in memory that serves the next matrix again.
type factors struct {
	a       blas64.General
	swaps   []int
	work    []float64
	ints    []int
	regular bool    // no pivot is 0
	cond    float64 // the condition number, in the norm of the largest row
}

// zero makes it a matrix of n×n zeros, to be filled.
func (q *factors) zero(n int) {
	q.a = blas64.General{Rows: n, Cols: n, Stride: n, Data: slices.Grow(q.a.Data[:0], n*n)[:n*n]}
	q.swaps = slices.Grow(q.swaps[:0], n)[:n]
	q.work = slices.Grow(q.work[:0], 4*n)[:4*n]
	q.ints = slices.Grow(q.ints[:0], n)[:n]
	clear(q.a.Data)
}

// row returns row i of the matrix.
func (q *factors) row(i int) []float64 { return q.a.Data[i*q.a.Stride : (i+1)*q.a.Stride] }

// decompose puts the matrix's factors in its place.
func (q *factors) decompose() {
	norm := lapack64.Lange(mat.CondNorm, q.a, q.work)
	q.regular = lapack64.Getrf(q.a, q.swaps)
	q.cond = 1 / lapack64.Gecon(mat.CondNorm, q.a, norm, q.work, q.ints)
}

// solve puts the solution of A·x = b in the place of b, unless A is singular.
func (q *factors) solve(b []float64) {
	if q.regular {
		lapack64.Getrs(blas.NoTrans, q.a, blas64.General{Rows: len(b), Cols: 1, Stride: 1, Data: b}, q.swaps)
	}
}
