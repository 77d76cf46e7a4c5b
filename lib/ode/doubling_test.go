package ode_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// oneStep are all schemes of one step: each chooses its own steps.
func oneStep() []ode.Scheme {
	schemes := []ode.Scheme{ode.Neumann(2), ode.Extrapolation(4), ode.SemiImplicitEuler{}, ode.RK4.Tableau()}
	for _, m := range ode.RungeKuttas() {
		schemes = append(schemes, m)
	}
	return schemes
}

// A tolerance 100 times as small gives an error at least 10 times as small, also of
// schemes that have no second weights.
func TestEverySchemeOfOneStepChoosesItsSteps(t *testing.T) {
	for _, s := range oneStep() {
		t.Run(s.Name(), func(t *testing.T) {
			globalError := func(tolerance float64) float64 {
				sol := integrate(t, ode.Problem{InPlace: circle, U0: []float64{1, 0}, T1: 3},
					ode.Options{Method: s, RelTol: tolerance, AbsTol: tolerance})
				return distance(sol.Last(), []float64{math.Cos(3), -math.Sin(3)})
			}
			large, small := 1e-3, 1e-5
			if s.Order() > 3 {
				large, small = 1e-6, 1e-8
			}
			if got := globalError(small); got > globalError(large)/10*1.1 || got > 3000*small {
				t.Errorf("got the errors %.2g and %.2g at %v and %v, want the second 10 times as small", globalError(large), got, large, small)
			}
		})
	}
}

// The difference of a whole step and its halves estimates the error of the halves:
// for R(z) = 1 + z, exactly as the formula says.
func ExampleIntegrate_halves() {
	sol, err := ode.Integrate(context.Background(), ode.Problem{F: decay, U0: []float64{1}, T1: 1},
		ode.Options{Method: ode.ForwardEuler, RelTol: 1, AbsTol: 1, FirstStep: 1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sol.Last(), sol.Stats.Accepted, "step")
	// Output:
	// [0.25] 1 step
}

// When the context ends, a step under way evaluates f no more, however much its
// iteration has still to do.
func TestContextEndsAnImplicitStep(t *testing.T) {
	for _, s := range []ode.Scheme{ode.KenCarp4, ode.RadauIIA5, ode.BDF(3), ode.AdamsPECE(3), ode.Extrapolation(4)} {
		for _, equal := range []int{0, 10} {
			if equal == 0 && s.Steps() > 1 {
				continue
			}
			ctx, cancel := context.WithCancel(t.Context())
			calls := 0
			f := func(_ float64, u, du []float64) {
				if calls++; calls == 10 {
					cancel()
				}
				for i, x := range u {
					du[i] = -x * x * x
				}
			}
			u0 := make([]float64, 50)
			for i := range u0 {
				u0[i] = float64(i) / 50
			}
			_, err := ode.Integrate(ctx, ode.Problem{InPlace: f, U0: u0, T1: 1}, ode.Options{Method: s, Steps: equal})
			if !errors.Is(err, context.Canceled) || calls > 12 {
				t.Errorf("%s: got %d evaluations after the end of the context and error %v, want at most 2 and that it was canceled", s.Name(), calls-10, err)
			}
		}
	}
}
