package ode_test

import (
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// oregonator returns the stiff problem of testdata/detest.py that TR-BDF2 leaves
// furthest behind.
func oregonator(t *testing.T) (ode.InPlace, endOf) {
	t.Helper()
	_, problems := readDetest(t)
	i := slices.IndexFunc(problems, func(p endOf) bool { return p.Name == "Oregonator" })
	return stiffProblems()["Oregonator"].f, problems[i]
}

// Each step of TR-BDF2 errs by what it is allowed to, no more and not much less: its
// estimate is honest, stiff or not. A step's own error is the distance from what
// RadauIIA5 finds from the same state.
func TestTRBDF2ErrsByTheToleranceInEachStep(t *testing.T) {
	const tolerance = 1e-5
	f, p := oregonator(t)
	sol := integrate(t, ode.Problem{InPlace: f, U0: p.U0, T1: p.T1},
		ode.Options{Method: ode.TRBDF2, RelTol: tolerance, AbsTol: tolerance})
	var errs []float64 // relative to the tolerance
	for i := 0; i+1 < len(sol.T); i += 3 {
		exact := integrate(t, ode.Problem{InPlace: f, U0: sol.U[i], T0: sol.T[i], T1: sol.T[i+1]},
			ode.Options{Method: ode.RadauIIA5, RelTol: 1e-11, AbsTol: 1e-11, Save: ode.LastOnly}).Last()
		total := 0.
		for k, want := range exact {
			total += math.Pow((sol.U[i+1][k]-want)/(tolerance*(1+max(math.Abs(sol.U[i][k]), math.Abs(want)))), 2)
		}
		errs = append(errs, math.Sqrt(total/float64(len(exact))))
	}
	slices.Sort(errs)
	if worst, median := errs[len(errs)-1], errs[len(errs)/2]; worst > 1.2 || median < .4 {
		t.Errorf("got errors of %.2g times the tolerance in the worst of %d steps and %.2g in the middle, want at most 1.2 and at least 0.4", worst, len(errs), median)
	}
}

// The error at the end goes by the order of the weights that the state goes on from:
// like τ^(2/3) where those have order 2 and take τ^(−1/3) steps, like τ where they
// are of the higher order of a pair.
func TestErrorAtTheEndGoesByTheOrder(t *testing.T) {
	f, p := oregonator(t)
	for _, tt := range []struct {
		m    ode.RungeKutta
		want float64
	}{
		{ode.TRBDF2, 2. / 3},
		{ode.Kvaerno3, 1},
	} {
		before := 0.
		for _, tolerance := range []float64{1e-5, 1e-6, 1e-7, 1e-8} {
			sol := integrate(t, ode.Problem{InPlace: f, U0: p.U0, T1: p.T1},
				ode.Options{Method: tt.m, RelTol: tolerance, AbsTol: tolerance, Save: ode.LastOnly})
			off := distance(sol.Last(), p.Exact)
			if power := math.Log10(before / off); before > 0 && math.Abs(power-tt.want) > .03 {
				t.Errorf("%s: got errors like the tolerance to the power of %.3f at %v, want %.3f ± 0.03", tt.m, power, tolerance, tt.want)
			}
			before = off
		}
	}
}
