package ode_test

import (
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// fewAllocations are those that the runtime makes of its own.
const fewAllocations = 5

// A step that is not saved costs no memory: explicit or implicit, of equal size or
// chosen, by weights or in halves, and with a memory of past steps.
func TestNoAllocationForEachStep(t *testing.T) {
	// A rejected step may cost the error that says why.
	allocations := func(s ode.Scheme, t1 float64, steps int) (count, allowed float64) {
		p := ode.Problem{InPlace: lorenz, U0: []float64{1, 1, 1}, T1: t1}
		o := ode.Options{Method: s, Steps: steps, RelTol: 1e-4, Save: ode.LastOnly}
		var sol *ode.Solution
		count = testing.AllocsPerRun(1, func() { sol = integrate(t, p, o) })
		return count, float64(fewAllocations + sol.Stats.Rejected)
	}
	schemes := []ode.Scheme{ode.Extrapolation(2)}
	for _, m := range ode.RungeKuttas() {
		schemes = append(schemes, m)
	}
	for _, s := range schemes {
		if s.Order() == 1 {
			continue // takes too many steps
		}
		few, _ := allocations(s, .1, 0)
		if many, more := allocations(s, 2, 0); many > few+more {
			t.Errorf("%s: got %v allocations for 2 units of time and %v for 0.1, want about as many", s.Name(), many, few)
		}
	}
	schemes = append(schemes, ode.LM(-.5), ode.AdamsBashforth(4), ode.AdamsPECE(4), ode.Nystrom(3), ode.BDF(4), ode.AdamsMoulton(3))
	for _, s := range schemes {
		few, _ := allocations(s, .2, 200)
		if many, more := allocations(s, .2, 2000); many > few+more {
			t.Errorf("%s: got %v allocations in 2,000 equal steps and %v in 200, want about as many", s.Name(), many, few)
		}
	}
}

// Solve keeps every state, and nothing else of a step.
func TestSolveAllocatesStatesAlone(t *testing.T) {
	du := make([]float64, 2)
	f := func(_ float64, u []float64) []float64 {
		du[0], du[1] = u[1], -u[0]
		return du
	}
	for _, m := range ode.RungeKuttas() {
		allocations := func(n int) float64 {
			return testing.AllocsPerRun(1, func() {
				if _, err := ode.Solve(m, f, []float64{1, 0}, 0, 1, n); err != nil {
					t.Fatal(err)
				}
			})
		}
		if got := (allocations(300) - allocations(100)) / 200; got > 1.1 {
			t.Errorf("%s: got %v allocations a step, want 1", m, got)
		}
	}
}

// The steps of Solve are those of Step, to the bit, though they share memory.
func TestSolveRepeatsStep(t *testing.T) {
	for _, m := range ode.RungeKuttas() {
		us, err := ode.Solve(m, riccati.f, riccati.exact(0), 0, 1, 8)
		if err != nil {
			t.Fatal(err)
		}
		u := riccati.exact(0)
		for i := range 8 {
			if u, err = m.Step(riccati.f, float64(i)*.125, .125, [][]float64{u}); err != nil {
				t.Fatal(err)
			}
			if distance(u, us[i+1]) != 0 {
				t.Fatalf("%s: got %v after %d steps, want %v", m, us[i+1], i+1, u)
			}
		}
	}
}
