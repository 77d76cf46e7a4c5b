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
	given     Jacobian
	tolerance *Options  // what is small for a value of the state, or nil
	shifted   []float64 // u with one value moved
	there     []float64 // f there
	taken     int       // how often it was asked for
}

func newJacobian(given Jacobian, tolerance *Options, d int) jacobian {
	return jacobian{given: given, tolerance: tolerance, shifted: make([]float64, d), there: make([]float64, d)}
}

// at writes the Jacobian at u into j, for a step of the size h. slope is f(t, u).
func (q *jacobian) at(f slopeFunc, t, h float64, u, slope []float64, j [][]float64) error {
	q.taken++
	if q.given == nil {
		return q.differences(f, t, h, u, slope, j)
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

// differences moves one value after the other.
func (q *jacobian) differences(f slopeFunc, t, h float64, u, slope []float64, j [][]float64) error {
	copy(q.shifted, u)
	noise := q.noise(h, u, slope)
	for column, x := range u {
		q.shifted[column] = x + q.shift(x, noise)
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

// halfTheDigits of a value is by how much to move it: there the error of the
// difference and that of its rounding meet.
const halfTheDigits = 1.5e-8

// shift returns by how much to move a value. A small one needs more than half of
// its digits, so that f does not drown the move: as much as its tolerance and the
// noise of f ask for, and where nobody knows a tolerance, half the digits of its
// root.
func (q *jacobian) shift(x, noise float64) float64 {
	x = math.Abs(x)
	if q.tolerance == nil {
		return halfTheDigits * max(x, math.Sqrt(max(1e-5, x)))
	}
	return max(halfTheDigits*x, max(halfTheDigits, noise)*(q.tolerance.AbsTol+q.tolerance.RelTol*x))
}

// noise returns the move, relative to the tolerance, of which a step of the size h
// sees the rounding of f as a thousandth.
func (q *jacobian) noise(h float64, u, slope []float64) float64 {
	if q.tolerance == nil {
		return 0
	}
	const rounding = 0x1p-52
	return min(1, 1000*rounding*float64(len(u))*math.Abs(h)*q.tolerance.scaled(slope, u, u))
}

func square(d int) [][]float64 {
	values := make([]float64, d*d)
	rows := make([][]float64, d)
	for i := range rows {
		rows[i] = values[i*d : (i+1)*d : (i+1)*d]
	}
	return rows
}
