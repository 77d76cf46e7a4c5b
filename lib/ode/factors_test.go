package ode

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// In memory that held matrices of other sizes before, the solution is to the bit that
// of gonum's mat.LU; of a singular matrix it is what was there.
func TestFactorsAreThoseOfGonum(t *testing.T) {
	var q factors
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		values := rapid.OneOf(rapid.Float64Range(-1e3, 1e3), rapid.SampledFrom([]float64{0, 0, 1, -1, 1e-300, 1e300}))
		a := rapid.SliceOfN(values, n*n, n*n).Draw(t, "a")
		b := rapid.SliceOfN(values, n, n).Draw(t, "b")
		q.zero(n)
		for i := range n {
			copy(q.row(i), a[i*n:])
		}
		q.decompose()
		x := slices.Clone(b)
		q.solve(x)

		var lu mat.LU
		lu.Factorize(mat.NewDense(n, n, a))
		want := mat.NewVecDense(n, slices.Clone(b))
		_ = lu.SolveVecTo(want, false, want)
		for i := range x {
			if math.Float64bits(x[i]) != math.Float64bits(want.AtVec(i)) {
				t.Fatalf("got %v, want %v", x, want.RawVector().Data)
			}
		}
		if cond := lu.Cond(); math.Float64bits(q.cond) != math.Float64bits(cond) {
			t.Fatalf("got the condition number %v, want %v", q.cond, cond)
		}
	})
}
