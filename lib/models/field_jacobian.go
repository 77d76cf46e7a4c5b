package models

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// maxJacobian bounds the values of a state that has a Jacobian: a matrix of 128 MiB.
const maxJacobian = 1 << 12

// Jacobian is the derivative of the right side by the state at a time, row i for the
// slope's component i, by central differences. Its eigenvalues say what becomes of a
// small change of the state: it grows where their real part is positive, decays where it
// is negative and turns where they are imaginary.
//
// It is dense, so ask a field of one sample. In float32 ([Config.Float64] is false) about
// three digits are right.
func (f *Field) Jacobian(t float64, u []float64) (*mat.Dense, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if len(u) != len(f.U0) || len(u) > maxJacobian {
		return nil, fmt.Errorf("models: Jacobian of %s: got a state of %d values, want %d, and at most %d: a field of one sample", f.net.name, len(u), len(f.U0), maxJacobian)
	}
	rounding := 0x1p-52
	if !f.net.config.Float64 {
		rounding = 0x1p-23
	}
	block := f.block(t)
	j, at := mat.NewDense(len(u), len(u), nil), append([]float64(nil), u...)
	for k, x := range u {
		h := math.Cbrt(rounding) * max(1, math.Abs(x)) // where the error of the formula is about that of rounding
		at[k] = x + h
		after, err := f.evaluate(block, at)
		if err != nil {
			return nil, fmt.Errorf("models: Jacobian of %s: %w", f.net.name, err)
		}
		at[k] = x - h
		before, err := f.evaluate(block, at)
		if err != nil {
			return nil, fmt.Errorf("models: Jacobian of %s: %w", f.net.name, err)
		}
		at[k] = x
		for i := range after {
			j.Set(i, k, (after[i]-before[i])/(2*h))
		}
	}
	return j, nil
}
