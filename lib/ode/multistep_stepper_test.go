package ode_test

import (
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// multisteps are schemes of more than one step of every family.
func multisteps() []ode.Scheme {
	schemes := []ode.Scheme{ode.LM(-.5), ode.LM(.3).Consistent(), ode.MilneSimpson()}
	for p := 2; p <= 5; p++ {
		schemes = append(schemes, ode.AdamsBashforth(p), ode.AdamsMoulton(p), ode.AdamsPECE(p), ode.BDF(p), ode.Nystrom(p))
	}
	return append(schemes, ode.BDF(6))
}

// Integrate remembers slopes that Solve computes again, and takes the same steps.
func TestMultistepsWithMemoryAreThoseOfSolve(t *testing.T) {
	for _, s := range multisteps() {
		const n = 40
		want, err := ode.Solve(s, riccati.f, riccati.exact(0), 0, 1, n)
		if err != nil {
			t.Fatal(err)
		}
		sol := integrate(t, ode.Problem{F: riccati.f, U0: riccati.exact(0), T1: 1}, ode.Options{Method: s, Steps: n})
		for i := range want {
			if d := distance(sol.U[i], want[i]); d > 1e-12 {
				t.Errorf("%s, state %d: got %v, want %v", s.Name(), i, sol.U[i], want[i])
				break
			}
		}
	}
}

// One new evaluation a step whatever the order, and another for the corrector.
func TestExplicitMultistepsEvaluateOnce(t *testing.T) {
	for p := 1; p <= 5; p++ {
		for s, each := range map[ode.Scheme]int{ode.AdamsBashforth(p): 1, ode.AdamsPECE(p): 2} {
			evaluations := func(n int) int {
				return integrate(t, ode.Problem{InPlace: circle, U0: []float64{1, 0}, T1: 1}, ode.Options{Method: s, Steps: n}).Stats.Evaluations
			}
			if got := evaluations(60) - evaluations(50); got != 10*each {
				t.Errorf("%s: got %d evaluations in 10 steps, want %d for each", s.Name(), got, each)
			}
		}
	}
}

// The Jacobian of the problem serves a scheme that has none of its own, its first
// steps included.
func TestMultistepsUseTheJacobian(t *testing.T) {
	f := func(_ float64, u, du []float64) { du[0] = -1e4 * u[0] }
	for _, s := range []ode.Scheme{ode.BDF(1), ode.BDF(4), ode.AdamsMoulton(3), ode.Extrapolation(2)} {
		asked := 0
		given := func(float64, []float64) [][]float64 { asked++; return [][]float64{{-1e4}} }
		sol := integrate(t, ode.Problem{InPlace: f, U0: []float64{1}, T1: 1, Jacobian: given}, ode.Options{Method: s, Steps: 20})
		if asked == 0 || sol.Stats.Jacobians != asked {
			t.Errorf("%s: got %d Jacobians of which %d were asked for, want all and some", s.Name(), sol.Stats.Jacobians, asked)
		}
	}
}
