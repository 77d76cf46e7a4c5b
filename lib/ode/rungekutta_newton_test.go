package ode_test

import (
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// One step of a thousand times the time in which the solution decays: an explicit
// method explodes, an L-stable one is where it should be.
func ExampleTableau_StepWith() {
	stiff := func(_ float64, u []float64) []float64 { return []float64{-1000 * u[0]} }
	slope := func(float64, []float64) [][]float64 { return [][]float64{{-1000}} }
	for _, m := range []ode.RungeKutta{ode.Heun, ode.Trapezoidal, ode.RadauIIA5} {
		next, _, err := m.StepWith(stiff, slope, 0, 1, []float64{1})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%-11s %.3g\n", m, next[0])
	}
	// Output:
	// Heun        4.99e+05
	// trapezoidal -0.996
	// Radau IIA 5 0.00295
}

func implicitMethods() []ode.RungeKutta {
	var methods []ode.RungeKutta
	for _, m := range ode.RungeKuttas() {
		if !m.Tableau().Explicit() {
			methods = append(methods, m)
		}
	}
	return methods
}

// vanDerPol is stiff for a large mu.
func vanDerPol(mu float64) (ode.Func, ode.Jacobian) {
	f := func(_ float64, u []float64) []float64 {
		return []float64{u[1], mu*(1-u[0]*u[0])*u[1] - u[0]}
	}
	jacobian := func(_ float64, u []float64) [][]float64 {
		return [][]float64{{0, 1}, {-2*mu*u[0]*u[1] - 1, mu * (1 - u[0]*u[0])}}
	}
	return f, jacobian
}

// Differences serve as well as the Jacobian itself: both lead to the solution of
// the same equation.
func TestJacobianChangesTheWayNotTheResult(t *testing.T) {
	f, jacobian := vanDerPol(100)
	u := []float64{2, -2. / 3 / 100}
	for _, m := range implicitMethods() {
		given, _, err := m.StepWith(f, jacobian, 0, .1, u)
		if err != nil {
			t.Fatal(err)
		}
		differences, _, err := m.StepWith(f, nil, 0, .1, u)
		if err != nil {
			t.Fatal(err)
		}
		if d := farthest(given, differences); d > 1e-14 {
			t.Errorf("%s: got a difference of %v, want rounding", m, d)
		}
	}
}

// Prothero and Robinson's problem u' = λ(u − sin t) + cos t is solved by sin t for
// every λ. With λ = −1e6 a stiffly accurate method must not leave it.
func TestStifflyAccurateMethodsStayOnTheSolution(t *testing.T) {
	f := func(t float64, u []float64) []float64 {
		return []float64{-1e6*(u[0]-math.Sin(t)) + math.Cos(t)}
	}
	for _, m := range implicitMethods() {
		if !m.LStable() {
			continue
		}
		us, err := ode.Solve(m, f, []float64{0}, 0, 2, 20)
		if err != nil {
			t.Fatal(err)
		}
		if got := math.Abs(us[20][0] - math.Sin(2)); got > 1e-6 {
			t.Errorf("%s: got an error of %v, want less than 1e-6", m, got)
		}
	}
}

// Gauss' methods keep quadratic invariants, whatever the step: here the energy and
// the angular momentum of a free rigid body.
func TestGaussKeepsQuadraticInvariants(t *testing.T) {
	body := func(_ float64, u []float64) []float64 {
		return []float64{-2 * u[1] * u[2], 1.25 * u[2] * u[0], -.5 * u[0] * u[1]}
	}
	invariant := func(u []float64) float64 { return 1.25*u[0]*u[0] + 2*u[1]*u[1] }
	drift := func(m ode.RungeKutta) float64 {
		us, err := ode.Solve(m, body, []float64{1, .5, .25}, 0, 100, 200)
		if err != nil {
			t.Fatal(err)
		}
		return math.Abs(invariant(us[200]) - invariant(us[0]))
	}
	for _, m := range []ode.RungeKutta{ode.ImplicitMidpoint, ode.GaussLegendre4, ode.GaussLegendre6} {
		if got := drift(m); got > 1e-12 {
			t.Errorf("%s: got a drift of %v, want rounding", m, got)
		}
	}
	if got := drift(ode.RadauIIA3); got < 1e-6 {
		t.Errorf("Radau IIA 3: got a drift of %v, want one: the test would see nothing", got)
	}
}

// A step without a solution says where and why, and ends.
func TestImplicitStepSaysWhereAndWhyItFails(t *testing.T) {
	square := func(_ float64, u []float64) []float64 { return []float64{1 + u[0]*u[0]} }
	one := func(_ float64, u []float64) []float64 { return []float64{u[0]} }
	rows := func(n, columns int) ode.Jacobian {
		return func(float64, []float64) [][]float64 {
			j := make([][]float64, n)
			for i := range j {
				j[i] = make([]float64, columns)
			}
			return j
		}
	}
	infinite := func(float64, []float64) [][]float64 { return [][]float64{{math.Inf(1)}} }
	tests := []struct {
		name     string
		f        ode.Func
		jacobian ode.Jacobian
		want     string
	}{
		{"no real root", square, nil, "still moves by"},
		{"no number", func(float64, []float64) []float64 { return []float64{math.NaN()} }, nil, "is not finite"},
		{"a pole of R", one, nil, "is singular"},
		{"an infinite Jacobian", one, infinite, "is not finite"},
		{"no rows", one, rows(0, 0), "the Jacobian returned 0 rows for a state of 1"},
		{"long rows", one, rows(1, 2), "the Jacobian returned 2 values in row 0 for a state of 1"},
		{"a slope of another length", func(float64, []float64) []float64 { return nil }, nil, "f returned 0 values for a state of 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := ode.BackwardEuler.StepWith(tt.f, tt.jacobian, .25, 1, []float64{1})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "ode: Step with backward Euler: ") {
				t.Fatalf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	_, err := ode.GaussLegendre4.Step(square, .25, 10, [][]float64{{1}})
	if err == nil || !strings.Contains(err.Error(), "from t = 0.25 with h = 10") {
		t.Errorf("got error %v, want one that says at which t", err)
	}
}

// Evaluating f with the Jacobian at hand takes few iterations on a linear problem,
// however stiff and whatever the tableau: one that solves it and one that sees so.
func TestLinearProblemsTakeTwoIterations(t *testing.T) {
	for _, m := range implicitMethods() {
		evaluations := 0
		f := func(_ float64, u []float64) []float64 {
			evaluations++
			return []float64{-50*u[0] + u[1], u[0] - 3*u[1]}
		}
		j := func(float64, []float64) [][]float64 { return [][]float64{{-50, 1}, {1, -3}} }
		if _, _, err := m.StepWith(f, j, 0, 1, []float64{1, 1}); err != nil {
			t.Fatal(err)
		}
		if limit := 1 + 3*m.Evaluations(); evaluations > limit {
			t.Errorf("%s: got %d evaluations, want %d at most", m, evaluations, limit)
		}
	}
}

// The oscillator of van der Pol with μ = 1000 creeps for hundreds of units of time
// and then jumps. The reference at t = 2000, after two jumps, is that of KenCarp
// 5(4) with a relative tolerance of 1e-10.
func TestImplicitPairsOnVanDerPol(t *testing.T) {
	f, jacobian := vanDerPol(1000)
	reference := []float64{1.70616773, -8.9280970e-4}
	for _, m := range implicitMethods() {
		if m.Tableau().Embedded == nil {
			continue
		}
		sol, err := ode.Integrate(t.Context(), ode.Problem{F: f, Jacobian: jacobian, U0: []float64{2, 0}, T1: 2000},
			ode.Options{Method: m, RelTol: 1e-6, AbsTol: 1e-9})
		if err != nil {
			t.Fatal(err)
		}
		if d := farthest(sol.Last(), reference); d > 1e-4 {
			t.Errorf("%s: got %v, want %v", m, sol.Last(), reference)
		}
		if sol.Stats.Accepted > 5000 {
			t.Errorf("%s: got %d steps, want 5000 at most: an explicit method takes millions", m, sol.Stats.Accepted)
		}
	}
}
