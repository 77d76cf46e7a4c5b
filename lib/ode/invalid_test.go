package ode_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// What is no scheme says so in each method and panics in none.
func TestWhatIsNoSchemeSaysSo(t *testing.T) {
	tests := []struct {
		name   string
		scheme ode.Scheme
		want   string
	}{
		{"an unknown name", ode.RungeKutta("RK5"), `got the Runge–Kutta method "RK5", want "forward Euler"`},
		{"a nil tableau", (*ode.Tableau)(nil), "got a nil tableau"},
		{"an empty tableau", &ode.Tableau{}, "got 0 rows in A"},
		{"a tableau without rows", &ode.Tableau{B: []float64{1}}, "got 0 rows in A, 1 values in B"},
		{"a nil multi-step scheme", (*ode.Multistep)(nil), "got a nil multi-step scheme"},
		{"an empty multi-step scheme", &ode.Multistep{}, "got 0 values in Alpha"},
		{"too few slopes", &ode.Multistep{Alpha: []float64{1, 0}, Beta: []float64{1}}, "got 2 values in Alpha and 1 in Beta"},
		{"LM(NaN)", ode.LM(math.NaN()), "got the coefficient NaN"},
		{"an invalid start", bashforth(3, &ode.Tableau{}), "start: ode: tableau"},
		{"a start of two steps", bashforth(3, ode.LM(.5)), "got LM(0.5) with 2 steps to start with"},
		{"a start that is nil", bashforth(3, (*ode.Tableau)(nil)), "start: ode: got a nil tableau"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.scheme
			for operation, err := range map[string]error{
				"Check": s.Check(),
				"Solve": solveErr(s, decay),
				"Step":  stepErr(s, decay),
			} {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: got error %v, want one with %q", operation, err, tt.want)
				}
			}
			if s.Order() != 0 || s.RealStabilityLimit() != 0 || s.Stable(0) || s.Stable(-1) {
				t.Errorf("got order %d, limit %v, stable %v, want 0, 0, false", s.Order(), s.RealStabilityLimit(), s.Stable(0))
			}
			if !math.IsNaN(s.Speed()) || !math.IsNaN(s.GrowthRate(-1, .1)) {
				t.Errorf("got speed %v and rate %v, want NaN", s.Speed(), s.GrowthRate(-1, .1))
			}
			_, _, _ = s.Name(), s.Steps(), s.Evaluations() // whatever they say
			if m, ok := s.(*ode.Multistep); ok && (m.Roots(0) != nil || m.ZeroStable() || m.Consistent() != m || !math.IsNaN(m.ModifiedRate(-1, .1))) {
				t.Error("got roots, stability, another form or a rate of no scheme")
			}
		})
	}
}

func solveErr(s ode.Scheme, f ode.Func) error {
	_, err := ode.Solve(s, f, []float64{1}, 0, 1, 3)
	return err
}

func stepErr(s ode.Scheme, f ode.Func) error {
	_, err := s.Step(f, 0, .1, [][]float64{{1}, {1}, {1}, {1}})
	return err
}

func TestMissingArgumentsAreErrors(t *testing.T) {
	if err := solveErr(nil, decay); err == nil || !strings.Contains(err.Error(), "ode: Solve: got no scheme") {
		t.Errorf("got error %v, want one that misses the scheme", err)
	}
	for _, s := range []ode.Scheme{ode.RK4, ode.LM(.5), ode.RK4.Tableau()} {
		for _, err := range []error{solveErr(s, nil), stepErr(s, nil)} {
			if err == nil || !strings.Contains(err.Error(), "got a nil function as the right side") {
				t.Errorf("%s: got error %v, want one that misses f", s.Name(), err)
			}
		}
	}
}

func TestNothingIsStableAtNaN(t *testing.T) {
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.LM(0), ode.LM(.5), bashforth(3, nil), ode.RK4} {
		for _, z := range []complex128{cmplx.NaN(), complex(math.NaN(), 0), cmplx.Inf()} {
			if s.Stable(z) {
				t.Errorf("%s: got stable at %v", s.Name(), z)
			}
		}
	}
}

// A scheme of one step may start itself: nothing asks it to.
func TestStartOfOneStepIsNotUsed(t *testing.T) {
	s := &ode.Multistep{Label: "Euler", Alpha: []float64{1}, Beta: []float64{1}}
	s.Start = s
	if err := solveErr(s, decay); err != nil {
		t.Errorf("got error %v, want none", err)
	}
}

// Whoever takes the coefficients of a method gets a copy.
func TestMethodsCannotBeChanged(t *testing.T) {
	own := ode.RK4.Tableau()
	own.B[0], own.A[1][0], own.C[1] = 2, 7, 7
	ode.RK4.StabilityPolynomial()[0] = 9
	if err := ode.RK4.Check(); err != nil || ode.RK4.Order() != 4 || ode.RK4.StabilityPolynomial()[0] != 1 {
		t.Errorf("got order %d of RK4 and error %v after a copy was changed, want 4", ode.RK4.Order(), err)
	}
	if ode.RK4.Tableau().Check() != nil || own.Check() == nil {
		t.Error("got a changed tableau from RK4, or an unchanged copy")
	}
}
