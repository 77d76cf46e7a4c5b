package ode_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// Where stability limits the steps, the last error alone makes them swing, and the
// part for the error itself calms them.
func TestPIControlRejectsFewerStepsThanElementary(t *testing.T) {
	stiff := func(t float64, u, du []float64) { du[0] = -1000 * (u[0] - math.Cos(t)) }
	rejected := func(m ode.Scheme, c ode.Controller) float64 {
		s := integrate(t, ode.Problem{InPlace: stiff, U0: []float64{1}, T1: 10}, ode.Options{Method: m, Controller: c, RelTol: 1e-4, AbsTol: 1e-4}).Stats
		return float64(s.Rejected) / float64(s.Accepted)
	}
	for _, m := range []ode.Scheme{ode.DormandPrince, ode.Tsitouras} {
		elementary, pi, pid := rejected(m, ode.Elementary()), rejected(m, ode.PI()), rejected(m, ode.PID())
		if elementary < 0.1 || pi > 0.01 || pid > 0.01 {
			t.Errorf("%s: got %.4f rejected steps for each accepted one with elementary control, %.4f with PI and %.4f with PID, want more than 0.1, less than 0.01, and less than 0.01", m.Name(), elementary, pi, pid)
		}
	}
}
