package ode_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// endOf is where a problem of testdata/detest.py starts and ends.
type endOf struct {
	Name      string
	U0, Exact []float64
	T1        float64
	Off       float64 // what is not known of Exact
}

func readDetest(t *testing.T) (problems, stiff []endOf) {
	t.Helper()
	text, err := os.ReadFile("testdata/detest.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Problems, Stiff []endOf }
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all.Problems, all.Stiff
}

// detest are the right sides of DETEST (Hull, Enright, Fellen, Sedgwick 1972): A of
// one equation, B of small systems, C of larger ones, D of two bodies on orbits of
// growing eccentricity, E of second order. Grows is how much larger than the
// tolerance the error at t = 20 may be: what the problem itself does to errors.
func detest() map[string]struct {
	f     ode.InPlace
	grows float64
} {
	type problem = struct {
		f     ode.InPlace
		grows float64
	}
	return map[string]problem{
		"A1": {func(_ float64, u, du []float64) { du[0] = -u[0] }, 1},
		"A2": {func(_ float64, u, du []float64) { du[0] = -u[0] * u[0] * u[0] / 2 }, 10},
		"A3": {func(t float64, u, du []float64) { du[0] = u[0] * math.Cos(t) }, 300},
		"A4": {func(_ float64, u, du []float64) { du[0] = u[0] / 4 * (1 - u[0]/20) }, 300},
		"A5": {func(t float64, u, du []float64) { du[0] = (u[0] - t) / (u[0] + t) }, 500},
		"B1": {func(_ float64, u, du []float64) {
			du[0], du[1] = 2*(u[0]-u[0]*u[1]), -(u[1] - u[0]*u[1])
		}, 2000},
		"B2": {func(_ float64, u, du []float64) {
			du[0], du[1], du[2] = -u[0]+u[1], u[0]-2*u[1]+u[2], u[1]-u[2]
		}, 5},
		"B3": {func(_ float64, u, du []float64) {
			du[0], du[1], du[2] = -u[0], u[0]-u[1]*u[1], u[1]*u[1]
		}, 5},
		"B4": {func(_ float64, u, du []float64) {
			r := math.Hypot(u[0], u[1])
			du[0], du[1], du[2] = -u[1]-u[0]*u[2]/r, u[0]-u[1]*u[2]/r, u[0]/r
		}, 5000},
		"B5": {func(_ float64, u, du []float64) {
			du[0], du[1], du[2] = u[1]*u[2], -u[0]*u[2], -.51*u[0]*u[1]
		}, 200},
		"C1": {chain(func(int) float64 { return 1 }), 30},
		"C2": {chain(func(i int) float64 { return float64(i + 1) }), 5},
		"C3": {heat, 5},
		"C4": {heat, 10},
		"D1": {twoBodies, 4000},
		"D2": {twoBodies, 3000},
		"D3": {twoBodies, 3000},
		"D4": {twoBodies, 3000},
		"D5": {twoBodies, 5000},
		"E1": {func(t float64, u, du []float64) {
			du[0], du[1] = u[1], -(u[1]/(t+1) + (1-.25/((t+1)*(t+1)))*u[0])
		}, 200},
		"E2": {func(_ float64, u, du []float64) { du[0], du[1] = u[1], (1-u[0]*u[0])*u[1]-u[0] }, 500},
		"E3": {func(t float64, u, du []float64) {
			du[0], du[1] = u[1], u[0]*u[0]*u[0]/6-u[0]+2*math.Sin(2.78535*t)
		}, 300},
		"E4": {func(_ float64, u, du []float64) { du[0], du[1] = u[1], .032-.4*u[1]*u[1] }, 100},
		"E5": {func(t float64, u, du []float64) { du[0], du[1] = u[1], math.Sqrt(1+u[1]*u[1])/(25-t) }, 300},
	}
}

// chain is a decay of each value into the next.
func chain(rate func(i int) float64) ode.InPlace {
	return func(_ float64, u, du []float64) {
		clear(du)
		for i := range len(u) - 1 {
			out := rate(i) * u[i]
			du[i] -= out
			du[i+1] += out
		}
	}
}

// heat flows between neighbours, and out at both ends.
func heat(_ float64, u, du []float64) {
	for i, x := range u {
		du[i] = -2 * x
		if i > 0 {
			du[i] += u[i-1]
		}
		if i < len(u)-1 {
			du[i] += u[i+1]
		}
	}
}

// The error at the end of the problems of DETEST follows the tolerance, whichever
// explicit pair of order 3 or more, and by taking steps twice.
func TestDetest(t *testing.T) {
	problems, _ := readDetest(t)
	if len(problems) != len(detest()) {
		t.Fatalf("got %d problems, want %d", len(problems), len(detest()))
	}
	for _, p := range problems {
		for _, m := range append(pairs(true), ode.RK4) {
			if m.Order() < 3 {
				continue
			}
			t.Run(p.Name+" with "+m.Name(), func(t *testing.T) {
				for _, tolerance := range []float64{1e-3, 1e-5, 1e-7, 1e-9} {
					if m.Order() == 3 && tolerance < 1e-7 {
						continue // too many steps for what they deliver
					}
					sol := integrate(t, ode.Problem{InPlace: detest()[p.Name].f, U0: p.U0, T1: p.T1},
						ode.Options{Method: m, RelTol: tolerance, AbsTol: tolerance, Save: ode.LastOnly})
					if off := distance(sol.Last(), p.Exact); off > detest()[p.Name].grows*tolerance {
						t.Errorf("tolerance %v: got an error of %.2g, %.2g times the tolerance, want at most %v times", tolerance, off, off/tolerance, detest()[p.Name].grows)
					}
				}
			})
		}
	}
}

// stiffProblems are the right sides of the stiff problems of testdata/detest.py. A
// value counts as 0 below small.
func stiffProblems() map[string]struct {
	f     ode.InPlace
	small float64
} {
	type problem = struct {
		f     ode.InPlace
		small float64
	}
	return map[string]problem{
		"van der Pol, mu = 1000": {func(_ float64, u, du []float64) { du[0], du[1] = u[1], 1000*(1-u[0]*u[0])*u[1]-u[0] }, 1e-3},
		"Robertson, late":        {scipyProblems()["Robertson's reaction"], 1e-6},
		"HIRES":                  {hires, 1e-4},
		"Oregonator": {func(_ float64, u, du []float64) {
			du[0] = 77.27 * (u[1] + u[0]*(1-8.375e-6*u[0]-u[1]))
			du[1] = (u[2] - (1+u[0])*u[1]) / 77.27
			du[2] = .161 * (u[0] - u[2])
		}, 1},
	}
}

// hires is a reaction of plants to light: "high irradiance response" (Schäfer 1975).
func hires(_ float64, u, du []float64) {
	meet := 280 * u[5] * u[7]
	du[0] = -1.71*u[0] + .43*u[1] + 8.32*u[2] + .0007
	du[1] = 1.71*u[0] - 8.75*u[1]
	du[2] = -10.03*u[2] + .43*u[3] + .035*u[4]
	du[3] = 8.32*u[1] + 1.71*u[2] - 1.12*u[3]
	du[4] = -1.745*u[4] + .43*u[5] + .43*u[6]
	du[5] = -meet + .69*u[3] + 1.71*u[4] - .43*u[5] + .69*u[6]
	du[6] = meet - 1.81*u[6]
	du[7] = -du[6]
}

// Implicit methods, with weights for the error or without, end where stiff problems
// end, to some hundred times the tolerance of each value, and in a number of
// evaluations that only a working Newton's iteration stays below.
func TestStiffProblems(t *testing.T) {
	_, problems := readDetest(t)
	for _, p := range problems {
		for _, m := range append(pairs(false), ode.RadauIIA5, ode.LobattoIIIC4, ode.SDIRK3) {
			t.Run(p.Name+" with "+m.Name(), func(t *testing.T) {
				const tolerance = 1e-6
				stiff := stiffProblems()[p.Name]
				sol := integrate(t, ode.Problem{InPlace: stiff.f, U0: p.U0, T1: p.T1},
					ode.Options{Method: m, RelTol: tolerance, AbsTol: tolerance * stiff.small, Save: ode.LastOnly})
				var worst float64
				for i, want := range p.Exact {
					worst = max(worst, math.Abs(sol.Last()[i]-want)/(stiff.small+math.Abs(want)))
				}
				t.Logf("%.2g times the tolerance, %+v", worst/tolerance, sol.Stats)
				grows := 500.
				if m == ode.TRBDF2 {
					grows = 3000 // it goes on from its lower order
				}
				if worst > grows*tolerance || sol.Stats.Evaluations > 80_000 {
					t.Errorf("got %.2g times the tolerance after %+v, want at most %v times in 80,000 evaluations", worst/tolerance, sol.Stats, grows)
				}
			})
		}
	}
}
