package ode_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// work is what an integration cost and how far it was off.
type work struct {
	Tolerance   float64
	Evaluations int
	Error       float64
}

// scipy holds what testdata/workprecision.py wrote.
type scipy struct {
	Problems, Stiff []struct {
		Name      string
		U0, Exact []float64
		T1        float64
		Curves    map[string][]work
	}
}

func readSciPy(t *testing.T) (s scipy) {
	t.Helper()
	text, err := os.ReadFile("testdata/workprecision.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func scipyProblems() map[string]ode.InPlace {
	return map[string]ode.InPlace{
		"Lorenz":      lorenz,
		"van der Pol": func(_ float64, u, du []float64) { du[0], du[1] = u[1], (1-u[0]*u[0])*u[1]-u[0] },
		"Brusselator": func(_ float64, u, du []float64) {
			du[0], du[1] = 1+u[0]*u[0]*u[1]-4*u[0], 3*u[0]-u[0]*u[0]*u[1]
		},
		"hares and lynxes":         func(_ float64, u, du []float64) { du[0], du[1] = u[0]*(1-u[1]), u[1]*(u[0]-1) },
		"Kepler, eccentricity 1/2": twoBodies,
		"Robertson's reaction": func(_ float64, u, du []float64) {
			slow, fast := -0.04*u[0]+1e4*u[1]*u[2], 3e7*u[1]*u[1]
			du[0], du[1], du[2] = slow, -slow-fast, fast
		},
		"van der Pol, mu = 100": func(_ float64, u, du []float64) { du[0], du[1] = u[1], 100*(1-u[0]*u[0])*u[1]-u[0] },
	}
}

// For the same accuracy our solver evaluates the right side about as often as
// SciPy's does with the same pair of methods: on the mean over the tolerances not
// more than a fifth more often.
func TestWorkForAccuracyBesideSciPy(t *testing.T) {
	methods := map[string]ode.Scheme{"RK45": ode.DormandPrince, "RK23": ode.BogackiShampine}
	for _, p := range readSciPy(t).Problems {
		for name, curve := range p.Curves {
			t.Run(p.Name+" "+name, func(t *testing.T) {
				var logs []float64
				for _, theirs := range curve {
					sol := integrate(t, ode.Problem{InPlace: scipyProblems()[p.Name], U0: p.U0, T1: p.T1},
						ode.Options{Method: methods[name], RelTol: theirs.Tolerance, AbsTol: theirs.Tolerance, Save: ode.LastOnly})
					off := distance(sol.Last(), p.Exact)
					if off > 20*theirs.Error {
						t.Errorf("tolerance %v: got an error of %.2g, want about SciPy's %.2g", theirs.Tolerance, off, theirs.Error)
					}
					logs = append(logs, math.Log(float64(sol.Stats.Evaluations))-math.Log(evaluationsFor(off, curve)))
				}
				ratio := math.Exp(mean(logs))
				t.Logf("%.2f times SciPy's evaluations", ratio)
				if ratio > 1.2 {
					t.Errorf("got %.2f times SciPy's evaluations for the same accuracy, want at most 1.2", ratio)
				}
			})
		}
	}
}

// Implicit schemes solve stiff problems as SciPy's Radau does, in few steps; the
// pairs of order 4 and 5 with at most four times its evaluations. Neither count
// holds those for differences.
func TestStiffProblemsBesideSciPy(t *testing.T) {
	for _, p := range readSciPy(t).Stiff {
		for _, m := range pairs(false) {
			t.Run(p.Name+" with "+m.Name(), func(t *testing.T) {
				sol := integrate(t, ode.Problem{InPlace: scipyProblems()[p.Name], U0: p.U0, T1: p.T1},
					ode.Options{Method: m, RelTol: 1e-5, AbsTol: 1e-9, Save: ode.LastOnly})
				if off := distance(sol.Last(), p.Exact); off > 1e-3 || sol.Stats.Accepted > 2000 {
					t.Errorf("got an error of %.2g after %+v, want 1e-3 in at most 2,000 steps", off, sol.Stats)
				}
				ratio := float64(sol.Stats.Evaluations-len(p.U0)*sol.Stats.Jacobians) / float64(p.Curves["Radau"][0].Evaluations)
				t.Logf("error %.2g, %+v, %.2f times Radau's evaluations", distance(sol.Last(), p.Exact), sol.Stats, ratio)
				if m.Order() >= 4 && ratio > 4 {
					t.Errorf("got %.2f times the evaluations of SciPy's Radau, want at most 4", ratio)
				}
			})
		}
	}
}

// evaluationsFor returns how many evaluations the curve needs for an error: a line
// through the logarithms of both.
func evaluationsFor(off float64, curve []work) float64 {
	var x, y, xx, xy float64
	for _, w := range curve {
		lx, ly := math.Log(w.Error), math.Log(float64(w.Evaluations))
		x, y, xx, xy = x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	n := float64(len(curve))
	slope := (n*xy - x*y) / (n*xx - x*x)
	return math.Exp(y/n + slope*(math.Log(off)-x/n))
}

func mean(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total / float64(len(values))
}
