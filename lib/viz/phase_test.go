package viz_test

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/viz"
)

func pendulum(_ float64, u []float64) []float64 { return []float64{u[1], -math.Sin(u[0])} }

func vanDerPol(_ float64, u []float64) []float64 {
	return []float64{u[1], (1-u[0]*u[0])*u[1] - u[0]}
}

func portraits(t *testing.T) map[string]*plot.Plot {
	t.Helper()
	var swings []viz.Orbit
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.Heun, ode.RK4} {
		us, err := ode.Solve(s, pendulum, []float64{1.5, 0}, 0, 12, 80)
		if err != nil {
			t.Fatal(err)
		}
		swings = append(swings, viz.Orbit{Name: s.Name(), U: us})
	}
	sol, err := ode.Integrate(context.Background(), ode.Problem{F: vanDerPol, U0: []float64{.1, 0}, T1: 20}, ode.Options{RelTol: 1e-8, AbsTol: 1e-8})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*plot.Plot{
		"phase":        viz.PhasePortrait("Pendulum: 80 steps of h = 0.15", pendulum, swings...),
		"phase_field":  viz.PhasePortrait("Directions of the pendulum", pendulum),
		"phase_orbit":  viz.PhasePortrait("Van der Pol's oscillator", vanDerPol, viz.Orbit{U: sol.U}),
		"phase_column": column(viz.PhasePortrait("Pendulum: 80 steps of h = 0.15", pendulum, swings...)),
	}
}
