package ode_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/ode"
)

// What a scheme is shows in a notebook and in fmt.Println.
func ExampleScheme() {
	for _, s := range []ode.Scheme{
		ode.ForwardEuler, ode.Neumann(2), ode.LM(-0.5), ode.BDF(2), ode.AdamsBashforth(2),
		ode.SemiImplicitEuler{},
		ode.AdamsPECE(3), ode.Heun.Tableau(),
	} {
		fmt.Println(s)
	}
	// Output:
	// forward Euler
	// poly-2
	// LM(-0.5): u[n+1] = 1.5·u[n] − 0.5·u[n−1] + h·f[n]
	// BDF 2: u[n+1] = 1.33333·u[n] − 0.333333·u[n−1] + 0.666667·h·f[n+1]
	// Adams–Bashforth 2: u[n+1] = u[n] + 1.5·h·f[n] − 0.5·h·f[n−1]
	// semi-implicit Euler
	// Adams PECE 3
	// Heun
	// 0 |
	// 1 | 1
	// --+--------
	//   | 1/2 1/2
}

// A solution shows what was computed, and what it cost.
func ExampleSolution() {
	fall := func(_ float64, u []float64) []float64 { return []float64{u[1], -10} }
	table := ode.Event{Name: "table", G: func(_ float64, u []float64) float64 { return u[0] - 1 }, Terminal: true}
	sol, err := ode.Integrate(context.Background(), ode.Problem{F: fall, U0: []float64{5, 0}, T1: 3},
		ode.Options{Events: []ode.Event{table}, Steps: 6})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sol)
	// Output:
	// Dormand–Prince 5(4): from t = 0 to 0.894427, 2 steps, 13 evaluations
	// u(0.894427) = [1 -8.94427]
	// table: u(0.894427) = [1 -8.94427]
}

// The text of a tableau is one that ParseTableau reads, to the same numbers.
func TestTableauTextReadsBack(t *testing.T) {
	for _, m := range ode.RungeKuttas() {
		s := m.Tableau()
		label, body, _ := strings.Cut(s.String(), "\n")
		again, err := ode.ParseTableau(label, body)
		if err != nil {
			t.Errorf("%s: %v in\n%s", m, err, s)
			continue
		}
		got := [][][]float64{again.A, {again.B, again.C, again.Embedded}}
		want := [][][]float64{s.A, {s.B, s.C, s.Embedded}}
		if diff := cmp.Diff(want, got); diff != "" || label != s.Name() {
			t.Errorf("%s: what the text says differs (-want +got):\n%s", m, diff)
		}
	}
}

func TestTextOfWhatIsNone(t *testing.T) {
	tests := []struct {
		name string
		of   fmt.Stringer
		want string
	}{
		{"no order of BDF", ode.BDF(0), "got order 0"},
		{"nil multi-step scheme", (*ode.Multistep)(nil), "multi-step"},
		{"nil tableau", (*ode.Tableau)(nil), "tableau"},
		{"empty tableau", &ode.Tableau{}, "tableau"},
		{"nil solution", (*ode.Solution)(nil), "no solution"},
		{"empty solution", &ode.Solution{}, "no solution"},
		{"many values", &ode.Solution{T: []float64{0}, U: [][]float64{make([]float64, 10)}}, "and 2 values more"},
		{"many events", &ode.Solution{T: []float64{0}, U: [][]float64{{1}}, Events: make([]ode.Occurrence, 10)}, "and 2 events more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.of.String(); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want it to contain %q", got, tt.want)
			}
		})
	}
}

// An event whose g is not a number would otherwise never happen, without a word.
func TestEventThatIsNoNumber(t *testing.T) {
	for name, at := range map[string]float64{"from the start": 0, "later": 0.5} {
		t.Run(name, func(t *testing.T) {
			g := func(s float64, _ []float64) float64 {
				if s >= at {
					return math.NaN()
				}
				return 1
			}
			decay := func(_ float64, u []float64) []float64 { return []float64{-u[0]} }
			_, err := ode.Integrate(context.Background(), ode.Problem{F: decay, U0: []float64{1}, T1: 1},
				ode.Options{Events: []ode.Event{{Name: "strange", G: g}}})
			if err == nil || !strings.Contains(err.Error(), `event 0 ("strange"): got NaN from G at t = `) {
				t.Errorf("got the error %v, want one that names the event", err)
			}
		})
	}
}

func TestNoContext(t *testing.T) {
	var none context.Context
	decay := func(_ float64, u []float64) []float64 { return []float64{-u[0]} }
	_, integrate := ode.Integrate(none, ode.Problem{F: decay, U0: []float64{1}, T1: 1}, ode.Options{})
	_, follow := ode.Ensemble{Paths: 1, Steps: 1, T1: 1}.Solve(none, ode.EulerMaruyama, ode.SDE{}, []float64{1})
	_, differentiate := ode.Differentiate(none, ode.Problem{F: decay, U0: []float64{1}, T1: 1}, ode.Adjoint{}, ode.Options{})
	for name, err := range map[string]error{"Integrate": integrate, "Ensemble.Solve": follow, "Differentiate": differentiate} {
		if err == nil || !strings.Contains(err.Error(), "got no context") {
			t.Errorf("%s: got the error %v, want one about the context", name, err)
		}
	}
}
