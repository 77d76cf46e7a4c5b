package ode_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

func circle(_ float64, u, du []float64) { du[0], du[1] = u[1], -u[0] }

// The zeros of cos t, in both directions of both kinds, are where they are.
func TestEventsHappenAtTheirTimes(t *testing.T) {
	height := func(_ float64, u []float64) float64 { return u[0] }
	tests := []struct {
		name      string
		t1        float64
		direction int
		want      []float64
	}{
		{"all", 10, 0, []float64{math.Pi / 2, 3 * math.Pi / 2, 5 * math.Pi / 2}},
		{"rising", 10, 1, []float64{3 * math.Pi / 2}},
		{"falling", 10, -1, []float64{math.Pi / 2, 5 * math.Pi / 2}},
		{"backward, falling as time goes back", -5, -1, []float64{-math.Pi / 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := ode.Problem{InPlace: circle, U0: []float64{1, 0}, T1: tt.t1}
			sol := integrate(t, p, ode.Options{RelTol: 1e-10, AbsTol: 1e-12, Events: []ode.Event{{Name: "zero", G: height, Direction: tt.direction}}})
			if len(sol.Events) != len(tt.want) {
				t.Fatalf("got %d events, want %d", len(sol.Events), len(tt.want))
			}
			for i, e := range sol.Events {
				if math.Abs(e.T-tt.want[i]) > 1e-8 || math.Abs(e.U[0]) > 1e-12 || e.Event != "zero" {
					t.Errorf("got %+v, want a zero at %v", e, tt.want[i])
				}
			}
		})
	}
}

// A stone thrown up with speed 1 under gravity 2 lands at t = 1: its path is a
// parabola, which scheme and interpolant follow exactly.
func TestTerminalEventEndsTheIntegration(t *testing.T) {
	stone := func(_ float64, u, du []float64) { du[0], du[1] = u[1], -2 }
	events := []ode.Event{
		{Name: "ground", G: func(_ float64, u []float64) float64 { return u[0] }, Terminal: true, Direction: -1},
		{Name: "top", G: func(_ float64, u []float64) float64 { return u[1] }},
		{Name: "after the ground", G: func(t float64, _ []float64) float64 { return t - 1.001 }},
	}
	sol := integrate(t, ode.Problem{InPlace: stone, U0: []float64{0, 1}, T1: 10}, ode.Options{Events: events})
	if len(sol.Events) != 2 || sol.Events[0].Event != "top" || sol.Events[1].Index != 0 {
		t.Fatalf("got the events %+v, want the top and the ground", sol.Events)
	}
	if top, ground := sol.Events[0].T, sol.Events[1].T; math.Abs(top-0.5) > 1e-14 || math.Abs(ground-1) > 1e-14 {
		t.Errorf("got the top at %v and the ground at %v, want 1/2 and 1", top, ground)
	}
	if end := sol.T[len(sol.T)-1]; end != sol.Events[1].T || math.Abs(sol.Last()[1]+1) > 1e-13 {
		t.Errorf("got the end %v at %v, want the ground with speed −1", sol.Last(), end)
	}
	if _, err := sol.At(1.5); err == nil {
		t.Error("got a state after the end, want an error")
	}
}

// A g that is negative for a tenth of a second is seen though the steps are longer,
// and so is each of three zeros in one step.
func TestZerosWithinAStepAreSeen(t *testing.T) {
	line := func(_ float64, _, du []float64) { du[0] = 1 }
	tests := []struct {
		name      string
		g         func(x float64) float64
		direction int
		want      []float64
	}{
		{"down and up", func(x float64) float64 { return (x - .45) * (x - .55) }, 0, []float64{.45, .55}},
		{"down alone", func(x float64) float64 { return (x - .45) * (x - .55) }, -1, []float64{.45}},
		{"up alone", func(x float64) float64 { return (x - .45) * (x - .55) }, 1, []float64{.55}},
		{"three", func(x float64) float64 { return (x - .1) * (x - .4) * (x - .9) }, 0, []float64{.1, .4, .9}},
		{"a zero at the start", func(x float64) float64 { return x * (x - .6) }, 0, []float64{.6}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := func(_ float64, u []float64) float64 { return tt.g(u[0]) }
			sol := integrate(t, ode.Problem{InPlace: line, U0: []float64{0}, T1: 1}, ode.Options{FirstStep: 1, Events: []ode.Event{{G: g, Direction: tt.direction}}})
			if len(sol.Events) != len(tt.want) || len(sol.T) != 2 {
				t.Fatalf("got the events %+v in %d steps, want %v in one", sol.Events, len(sol.T)-1, tt.want)
			}
			for i, e := range sol.Events {
				if math.Abs(e.T-tt.want[i]) > 1e-14 {
					t.Errorf("got a zero at %v, want %v", e.T, tt.want[i])
				}
			}
		})
	}
}

// Events are as accurate as the steps, also where the steps are large and the
// interpolant between them is not.
func TestEventsAreAsAccurateAsTheSteps(t *testing.T) {
	height := func(_ float64, u []float64) float64 { return u[0] }
	for _, m := range append(pairs(true), ode.Kvaerno5, ode.KenCarp5, ode.GaussLegendre6) {
		if m.Order() < 3 {
			continue
		}
		const tolerance = 1e-7
		sol := integrate(t, ode.Problem{InPlace: circle, U0: []float64{1, 0}, T1: 10},
			ode.Options{Method: m, RelTol: tolerance, AbsTol: tolerance, Events: []ode.Event{{G: height}}})
		if len(sol.Events) != 3 {
			t.Errorf("%s: got the events %+v, want 3", m, sol.Events)
		}
		for i, e := range sol.Events {
			if off := math.Abs(e.T - math.Pi*(float64(i)+.5)); off > 100*tolerance {
				t.Errorf("%s: got a zero off by %.2g, want at most %v", m, off, 100*tolerance)
			}
		}
	}
}

// A root is found to the last bits also where the function is flat, steep or has
// a jump.
func TestEventsOfUnkindFunctions(t *testing.T) {
	const at = 0.7390851332151607
	still := func(_ float64, _, du []float64) { du[0] = 0 }
	tests := []struct {
		name string
		g    func(x float64) float64
		near float64
	}{
		{"flat", func(x float64) float64 { return math.Pow(x, 9) }, 1e-15},
		{"steep", math.Cbrt, 1e-15},
		{"a jump", func(x float64) float64 { return math.Copysign(1, x) }, 1e-15},
		{"lopsided", func(x float64) float64 { return math.Expm1(50 * x) }, 1e-15},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := func(x float64, _ []float64) float64 { return tt.g(x - at) }
			sol := integrate(t, ode.Problem{InPlace: still, U0: []float64{1}, T1: 2}, ode.Options{Events: []ode.Event{{G: g}}})
			if len(sol.Events) != 1 || math.Abs(sol.Events[0].T-at) > tt.near {
				t.Errorf("got the events %+v, want one at %v", sol.Events, at)
			}
		})
	}
}
