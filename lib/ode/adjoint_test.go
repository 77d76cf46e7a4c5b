package ode_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// oscillator is a driven pendulum with friction as a system, which is not linear,
// not autonomous and has two parameters.
func oscillator(p, q float64) (ode.InPlace, ode.Pullback) {
	f := func(t float64, u, du []float64) { du[0], du[1] = u[1], -p*math.Sin(u[0])-q*u[1]+math.Cos(t) }
	pull := func(_ float64, u, w, du, dp []float64) {
		du[0], du[1] = -w[1]*p*math.Cos(u[0]), w[0]-q*w[1]
		dp[0] -= w[1] * math.Sin(u[0])
		dp[1] -= w[1] * u[1]
	}
	return f, pull
}

func oscillatorGradient(t testing.TB, how ode.How, checkpoints int, o ode.Options) *ode.Gradient {
	f, pull := oscillator(2, 0.3)
	g, err := ode.Differentiate(context.Background(),
		ode.Problem{InPlace: f, U0: []float64{1, 0.5}, T1: 3},
		ode.Adjoint{Pullback: pull, Params: 2, Loss: func(u []float64) []float64 { return []float64{2 * u[0], 1} }, How: how, Checkpoints: checkpoints}, o)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The gradient of u(T)² + u'(T) equals the finite differences of what the same
// steps compute: exactly what the direct way claims, whatever their size.
func TestDirectGradientIsThatOfTheSteps(t *testing.T) {
	for _, m := range []ode.Scheme{ode.ForwardEuler, ode.Heun, ode.RK4, ode.DormandPrince, ode.Midpoint.Tableau()} {
		t.Run(m.Name(), func(t *testing.T) {
			o := ode.Options{Method: m, Steps: 7}
			loss := func(x []float64) float64 {
				f, _ := oscillator(x[2], x[3])
				u := integrate(t, ode.Problem{InPlace: f, U0: x[:2], T1: 3}, o).Last()
				return u[0]*u[0] + u[1]
			}
			g := oscillatorGradient(t, ode.Direct, 0, o)
			got := append(append([]float64(nil), g.U0...), g.Params...)
			x := []float64{1, 0.5, 2, 0.3}
			for i := range x {
				const h = 1e-5
				up, down := append([]float64(nil), x...), append([]float64(nil), x...)
				up[i] += h
				down[i] -= h
				if want := (loss(up) - loss(down)) / (2 * h); math.Abs(got[i]-want) > 1e-8*max(1, math.Abs(want)) {
					t.Errorf("derivative %d: got %v, want %v", i, got[i], want)
				}
			}
		})
	}
}

// Whatever is kept, the bits of the gradient are the same.
func TestCheckpointsDoNotChangeABit(t *testing.T) {
	for _, o := range []ode.Options{{}, {Method: ode.RK4, Steps: 53}, {Method: ode.BogackiShampine, RelTol: 1e-4}} {
		want := oscillatorGradient(t, ode.Direct, 0, o)
		for _, kept := range []int{0, 1, 2, 5, 1000} {
			got := oscillatorGradient(t, ode.Checkpointed, kept, o)
			for i := range 2 {
				if got.U0[i] != want.U0[i] || got.Params[i] != want.Params[i] || got.Last[i] != want.Last[i] {
					t.Errorf("%d checkpoints: got %v, want %v", kept, got, want)
				}
			}
		}
	}
}

func TestContinuousGradientApproachesTheDirectOne(t *testing.T) {
	o := ode.Options{RelTol: 1e-10, AbsTol: 1e-11}
	direct, continuous := oscillatorGradient(t, ode.Direct, 0, o), oscillatorGradient(t, ode.Continuous, 0, o)
	if d := max(distance(direct.U0, continuous.U0), distance(direct.Params, continuous.Params)); d > 1e-7 {
		t.Errorf("got %v continuous and %v direct, want them nearer than %.2g", continuous, direct, d)
	}
}

// For u' = p·u the last state is u0·exp(p·T), so its derivatives are exp(p·T) and
// T·u0·exp(p·T), also backwards in time.
func TestGradientsInClosedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, span := rapid.Float64Range(-1, 1).Draw(t, "p"), rapid.Float64Range(-2, 2).Draw(t, "T")
		how := rapid.SampledFrom([]ode.How{ode.Direct, ode.Checkpointed, ode.Continuous}).Draw(t, "how")
		f := func(_ float64, u, du []float64) { du[0] = p * u[0] }
		pull := func(_ float64, u, w, du, dp []float64) {
			du[0] = p * w[0]
			dp[0] += w[0] * u[0]
		}
		g, err := ode.Differentiate(context.Background(), ode.Problem{InPlace: f, U0: []float64{3}, T1: span},
			ode.Adjoint{Pullback: pull, Params: 1, Loss: func([]float64) []float64 { return []float64{1} }, How: how},
			ode.Options{RelTol: 1e-9, AbsTol: 1e-10})
		if err != nil {
			t.Fatal(err)
		}
		want := math.Exp(p * span)
		if math.Abs(g.U0[0]-want) > 1e-6 || math.Abs(g.Params[0]-3*span*want) > 1e-5 {
			t.Errorf("got %v and %v, want %v and %v", g.U0, g.Params, want, 3*span*want)
		}
	})
}

func TestDifferentiateNamesWhatIsWrong(t *testing.T) {
	f, pull := oscillator(1, 1)
	good := ode.Adjoint{Pullback: pull, Params: 2, Loss: func(u []float64) []float64 { return u }}
	change := func(f func(a *ode.Adjoint)) ode.Adjoint { a := good; f(&a); return a }
	event := []ode.Event{{G: func(float64, []float64) float64 { return 1 }}}
	tests := []struct {
		name string
		a    ode.Adjoint
		o    ode.Options
		want string
	}{
		{"no pullback", change(func(a *ode.Adjoint) { a.Pullback = nil }), ode.Options{}, "got no Pullback"},
		{"no loss", change(func(a *ode.Adjoint) { a.Loss = nil }), ode.Options{}, "got no Loss"},
		{"a loss of another state", change(func(a *ode.Adjoint) { a.Loss = func([]float64) []float64 { return nil } }), ode.Options{}, "got 0 values from Loss for a state of 2"},
		{"fewer than no parameters", change(func(a *ode.Adjoint) { a.Params = -1 }), ode.Options{}, "got -1 parameters"},
		{"an unknown way", change(func(a *ode.Adjoint) { a.How = 9 }), ode.Options{}, "got 9 as the way back"},
		{"events", good, ode.Options{Events: event}, "got 1 events, want none"},
		{"a multi-step scheme", good, ode.Options{Method: ode.LM(.5), Steps: 3}, "got LM(0.5), want an explicit Runge–Kutta method"},
		{"an implicit scheme", good, ode.Options{Method: ode.RadauIIA5, Steps: 3}, "want an explicit Runge–Kutta method"},
		{"no tableau", good, ode.Options{Method: (*ode.Tableau)(nil)}, "want an explicit Runge–Kutta method"},
		{"no steps of a multi-step scheme", change(func(a *ode.Adjoint) { a.How = ode.Continuous }), ode.Options{Method: ode.BDF(2)}, "cannot choose its steps"},
		{"a tolerance below zero", good, ode.Options{Steps: 5, RelTol: -1}, "got the tolerances"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ode.Differentiate(context.Background(), ode.Problem{InPlace: f, U0: []float64{1, 1}, T1: 1}, tt.a, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "ode: Differentiate: ") {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestContextEndsTheWayBack(t *testing.T) {
	for _, how := range []ode.How{ode.Direct, ode.Checkpointed, ode.Continuous} {
		ctx, cancel := context.WithCancel(context.Background())
		f, pull := oscillator(1, 1)
		stop := func(t float64, u, w, du, dp []float64) { cancel(); pull(t, u, w, du, dp) }
		_, err := ode.Differentiate(ctx, ode.Problem{InPlace: f, U0: []float64{1, 1}, T1: 5},
			ode.Adjoint{Pullback: stop, Params: 2, Loss: func(u []float64) []float64 { return u }, How: how}, ode.Options{})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v, want that the context was canceled", err)
		}
	}
}

// The derivative of a growing population with respect to its rate.
func ExampleDifferentiate() {
	grow := func(p float64) (ode.InPlace, ode.Pullback) {
		return func(_ float64, u, du []float64) { du[0] = p * u[0] },
			func(_ float64, u, w, du, dp []float64) {
				du[0] = w[0] * p
				dp[0] += w[0] * u[0]
			}
	}
	f, pull := grow(0.5)
	g, err := ode.Differentiate(context.Background(),
		ode.Problem{InPlace: f, U0: []float64{1}, T1: 2},
		ode.Adjoint{Pullback: pull, Params: 1, Loss: func([]float64) []float64 { return []float64{1} }},
		ode.Options{RelTol: 1e-9})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("u(2) = %.4f, by u0 %.4f, by p %.4f\n", g.Last[0], g.U0[0], g.Params[0])
	// Output:
	// u(2) = 2.7183, by u0 2.7183, by p 5.4366
}
