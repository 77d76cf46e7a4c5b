package ode_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// On a stiff problem the steps of implicit schemes follow the solution and not
// the fast decay towards it, whether f' is given or found by differences.
func TestImplicitSchemesTakeLargeStepsOnStiffProblems(t *testing.T) {
	const lambda = -1e6
	f := func(t float64, u, du []float64) { du[0] = lambda*(u[0]-math.Cos(t)) - math.Sin(t) }
	given := func(float64, []float64) [][]float64 { return [][]float64{{lambda}} }
	for _, m := range pairs(false) {
		for name, jacobian := range map[string]ode.Jacobian{"given": given, "by differences": nil} {
			t.Run(m.Name()+", f' "+name, func(t *testing.T) {
				p := ode.Problem{InPlace: f, Jacobian: jacobian, U0: []float64{1}, T1: 10}
				sol := integrate(t, p, ode.Options{Method: m, RelTol: 1e-4, AbsTol: 1e-4})
				if off := math.Abs(sol.Last()[0] - math.Cos(10)); off > 1e-3 || sol.Stats.Accepted > 1500 || sol.Stats.Jacobians == 0 {
					t.Errorf("got an error of %.2g after %+v, want 1e-3 in at most 1,500 steps", off, sol.Stats)
				}
			})
		}
	}
}
