package ode_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// hostile are right sides that blow up, end, jump, turn stiff or return no number.
func hostile(a float64) map[string]ode.InPlace {
	return map[string]ode.InPlace{
		"pole":      func(_ float64, u, du []float64) { du[0], du[1] = a*u[0]*u[0]+1, u[0]*u[1] },
		"end":       func(_ float64, u, du []float64) { du[0], du[1] = -math.Sqrt(u[0]), math.Log(u[1]+1) },
		"NaN":       func(t float64, u, du []float64) { du[0], du[1] = math.Sqrt(1-t), u[0] },
		"jumps":     func(t float64, u, du []float64) { du[0], du[1] = math.Copysign(a, math.Sin(9*t)), math.Floor(u[0]) },
		"infinite":  func(t float64, u, du []float64) { du[0], du[1] = 1/(t-a), u[1]/(t+a) },
		"overflows": func(_ float64, u, du []float64) { du[0], du[1] = math.Exp(u[0]*u[0]*9), u[0] },
		"stiff":     func(t float64, u, du []float64) { du[0], du[1] = 1e8*a*(math.Cos(t)-u[0]), u[0] },
		"unstable":  func(_ float64, u, du []float64) { du[0], du[1] = 1e5*u[0], -1e5*u[1] },
	}
}

// Whatever the right side does, an integration ends, by a failure if not at T1,
// and what it saved are finite states at times in order.
func TestHostileRightSidesEndInAFailure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := hostile(rapid.Float64Range(-3, 3).Draw(t, "a"))
		names := []string{"pole", "end", "NaN", "jumps", "infinite", "overflows", "stiff", "unstable"}
		name := rapid.SampledFrom(names).Draw(t, "right side")
		t1 := rapid.SampledFrom([]float64{2, -2, 1e-300, 1e12}).Draw(t, "T1")
		o := ode.Options{
			Method:   rapid.SampledFrom(append(pairs(true), pairs(false)...)).Draw(t, "method"),
			RelTol:   rapid.SampledFrom([]float64{1e-3, 1e-7, 1e-300}).Draw(t, "rtol"),
			AbsTol:   rapid.SampledFrom([]float64{1e-3, 1e-300}).Draw(t, "atol"),
			MaxSteps: 300,
			Steps:    rapid.SampledFrom([]int{0, 0, 0, 17}).Draw(t, "steps"),
			Events:   []ode.Event{{G: func(t float64, u []float64) float64 { return u[0] - 0.5 + t }}},
		}
		sol, err := ode.Integrate(context.Background(), ode.Problem{InPlace: f[name], U0: []float64{1, 1}, T1: t1}, o)
		var failure *ode.Failure
		if err != nil && !errors.As(err, &failure) {
			t.Fatalf("got error %v, want a failure", err)
		}
		if last := sol.T[len(sol.T)-1]; (err == nil) != (last == t1) || len(sol.T) != len(sol.U) {
			t.Fatalf("got error %v, %d times until %v and %d states", err, len(sol.T), last, len(sol.U))
		}
		for i, u := range sol.U {
			if i > 0 && !((sol.T[i]-sol.T[i-1])*t1 > 0) && t1 != 1e-300 {
				t.Fatalf("got %v after %v, want times on the way to %v", sol.T[i], sol.T[i-1], t1)
			}
			if distance(u, u) != 0 {
				t.Fatalf("got the state %v at %v, want finite ones", u, sol.T[i])
			}
		}
	})
}

// The line u = t crosses a height at that time, whichever way it is walked and
// whatever the steps.
func TestEventsOfALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		height := rapid.Float64Range(-1, 1).Draw(t, "height")
		side := rapid.SampledFrom([]float64{-1, 1}).Draw(t, "from")
		direction := rapid.IntRange(-1, 1).Draw(t, "direction")
		event := ode.Event{G: func(_ float64, u []float64) float64 { return u[0] - height }, Direction: direction, Terminal: true}
		line := func(_ float64, _, du []float64) { du[0] = 1 }
		p := ode.Problem{InPlace: line, U0: []float64{2 * side}, T0: 2 * side, T1: -2 * side}
		sol, err := ode.Integrate(context.Background(), p, ode.Options{Events: []ode.Event{event}})
		if err != nil {
			t.Fatal(err)
		}
		if seen := float64(direction) != side; seen != (len(sol.Events) == 1) {
			t.Fatalf("got the events %+v from %v with direction %d", sol.Events, 2*side, direction)
		}
		for _, e := range sol.Events {
			if math.Abs(e.T-height) > 1e-14 || sol.T[len(sol.T)-1] != e.T {
				t.Errorf("got the event at %v, want %v", e.T, height)
			}
		}
	})
}
