package ode

import (
	"fmt"
	"math"
)

// Jacobian is the derivative of the right side: row i of its result holds the
// derivatives of f[i] by each value of u. Like [Func] it must not modify or keep
// u. Where one may be given, nil stands for differences of f.
type Jacobian func(t float64, u []float64) [][]float64

// jacobian computes one in either way.
type jacobian struct {
	given   Jacobian
	shifted []float64 // u with one value moved
	there   []float64 // f there
	taken   int       // how often it was asked for
}

func newJacobian(given Jacobian, d int) jacobian {
	return jacobian{given: given, shifted: make([]float64, d), there: make([]float64, d)}
}

// at writes the Jacobian at u into j. slope is f(t, u).
func (q *jacobian) at(f slopeFunc, t float64, u, slope []float64, j [][]float64) error {
	q.taken++
	if q.given == nil {
		return q.differences(f, t, u, slope, j)
	}
	rows := q.given(t, u)
	if len(rows) != len(u) {
		return fmt.Errorf("the Jacobian returned %d rows for a state of %d", len(rows), len(u))
	}
	for i, row := range rows {
		if len(row) != len(u) {
			return fmt.Errorf("the Jacobian returned %d values in row %d for a state of %d", len(row), i, len(u))
		}
		copy(j[i], row)
	}
	return nil
}

// differences moves one value after the other by half of its digits, where the
// error of the difference and that of its rounding meet. Of a value below 1 the
// half is taken from its root too, so that f does not drown the move of a small
// one.
func (q *jacobian) differences(f slopeFunc, t float64, u, slope []float64, j [][]float64) error {
	copy(q.shifted, u)
	for column, x := range u {
		q.shifted[column] = x + 1.5e-8*max(math.Abs(x), math.Sqrt(max(1e-5, math.Abs(x))))
		by := q.shifted[column] - x // as rounded
		if err := f(t, q.shifted, q.there); err != nil {
			return err
		}
		for row := range u {
			j[row][column] = (q.there[row] - slope[row]) / by
		}
		q.shifted[column] = x
	}
	return nil
}

func square(d int) [][]float64 {
	values := make([]float64, d*d)
	rows := make([][]float64, d)
	for i := range rows {
		rows[i] = values[i*d : (i+1)*d : (i+1)*d]
	}
	return rows
}
