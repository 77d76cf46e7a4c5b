package ode_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// With equal steps Integrate computes what Solve computes, by any scheme.
func TestEqualStepsAreThoseOfSolve(t *testing.T) {
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.RK4, ode.DormandPrince, ode.Heun.Tableau(), ode.LM(-.5), bashforth(4, ode.RK4)} {
		t.Run(s.Name(), func(t *testing.T) {
			const n = 20
			want, err := ode.Solve(s, forced, []float64{1}, 0.5, -1, n)
			if err != nil {
				t.Fatal(err)
			}
			sol := integrate(t, ode.Problem{F: forced, U0: []float64{1}, T0: 0.5, T1: -1}, ode.Options{Method: s, Steps: n})
			if len(sol.U) != n+1 || sol.Stats.Accepted != n || sol.T[n] != -1 {
				t.Fatalf("got %d states after %d steps until %v, want %d after %d until -1", len(sol.U), sol.Stats.Accepted, sol.T[n], n+1, n)
			}
			for i := range want {
				if math.Abs(sol.U[i][0]-want[i][0]) > 1e-13 {
					t.Errorf("state %d: got %v, want %v", i, sol.U[i], want[i])
				}
			}
		})
	}
}

// Between equal steps there is an interpolant too, and events happen.
func TestEqualStepsHaveEvents(t *testing.T) {
	event := ode.Event{G: func(_ float64, u []float64) float64 { return u[0] }, Terminal: true}
	sol := integrate(t, ode.Problem{InPlace: circle, U0: []float64{1, 0}, T1: 3}, ode.Options{Method: ode.RK4, Steps: 300, Events: []ode.Event{event}})
	if end := sol.T[len(sol.T)-1]; math.Abs(end-math.Pi/2) > 1e-8 {
		t.Errorf("got the end at %v, want π/2", end)
	}
}

func TestEqualStepsThatBlowUpSayWhere(t *testing.T) {
	stiff := ode.Problem{F: func(_ float64, u []float64) []float64 { return []float64{-1e300 * u[0]} }, U0: []float64{1}, T1: 1}
	sol, err := ode.Integrate(context.Background(), stiff, ode.Options{Method: ode.RK4, Steps: 100})
	if !errors.Is(err, ode.ErrNotFinite) || len(sol.U) == 0 {
		t.Errorf("got error %v, want one that says that the values are not finite", err)
	}
}
