package ode_test

import (
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// What LM-ResNet follows for any f: the speed 1/(1+k), and then terms that bend the
// way.
func ExampleModifiedEquation_Field() {
	e, err := ode.LMFamily().ModifiedEquation(3)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range e.Field() {
		fmt.Printf("h^%d  %-10s %s\n", t.Power, t.Differential, t.Coefficient())
	}
	// Output:
	// h^0  f          1/(1 + k)
	// h^1  f'f        −(1 − k)/(2·(1 + k)³)
	// h^2  f'f'f      (1 − 4·k + k²)/(3·(1 + k)⁵)
	// h^2  f''(f, f)  (1 − 10·k + k²)/(12·(1 + k)⁵)
}

// Forward Euler's is in the books (Hairer, Lubich, Wanner, section IX.1).
func TestFieldInClosedForm(t *testing.T) {
	tests := []struct {
		scheme *ode.Multistep
		want   string
	}{
		{ode.LM(0), "u' = f − 1/2·h·f'f + 1/3·h²·f'f'f + 1/12·h²·f''(f, f) + O(h³)"},
		{ode.BDF(1), "u' = f + 1/2·h·f'f + 1/3·h²·f'f'f + 1/12·h²·f''(f, f) + O(h³)"},
		{trapezoid(), "u' = f + 1/12·h²·f'f'f + 1/12·h²·f''(f, f) + O(h³)"},
	}
	for _, tt := range tests {
		e, err := tt.scheme.ModifiedEquation(3)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.FieldString(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.scheme.Name(), got, tt.want)
		}
	}
}

// For linear f only the chains f'f'…f remain, and their coefficients are those of
// the rate. Trees of n nodes stand with h^(n−1).
func TestChainsOfTheFieldAreTheRate(t *testing.T) {
	e, err := ode.LMFamily().ModifiedEquation(5)
	if err != nil {
		t.Fatal(err)
	}
	chains := 0
	for _, term := range e.Field() {
		if got := strings.Count(term.Differential, "f"); got != term.Power+1 {
			t.Errorf("got %s with h^%d", term.Differential, term.Power)
		}
		if term.Differential == strings.Repeat("f'", term.Power)+"f" {
			chains++
			if term.Coefficient() != e.Right(term.Power+1) {
				t.Errorf("got %s for %s, want %s", term.Coefficient(), term.Differential, e.Right(term.Power+1))
			}
		}
	}
	if chains != 5 {
		t.Errorf("got %d chains, want 5", chains)
	}
}

// Each term of the field brings its solutions one order of h closer to the numbers
// of the scheme, here for the logistic equation, which is not linear: one step of
// LM(k) from two states on a solution of u' = F is off the third by O(h^(n+1)).
func TestSchemeFollowsTheField(t *testing.T) {
	for _, k := range []float64{-.3, 0, .4} {
		for terms := 1; terms <= 3; terms++ {
			e, err := ode.LM(k).ModifiedEquation(terms)
			if err != nil {
				t.Fatal(err)
			}
			series := e.Field()
			gap := func(h float64) float64 {
				field := func(_ float64, u []float64) []float64 {
					f, f1, f2 := u[0]*(1-u[0]), 1-2*u[0], -2.
					values := map[string]float64{"f": f, "f'f": f1 * f, "f'f'f": f1 * f1 * f, "f''(f, f)": f2 * f * f}
					var slope float64
					for _, term := range series {
						slope += term.At(0) * math.Pow(h, float64(term.Power)) * values[term.Differential]
					}
					return []float64{slope}
				}
				us, err := ode.Solve(ode.RK4, field, []float64{.2}, 0, 2*h, 40)
				if err != nil {
					t.Fatal(err)
				}
				next, err := ode.LM(k).Step(logistic, 0, h, [][]float64{us[20], us[0]})
				if err != nil {
					t.Fatal(err)
				}
				return math.Abs(next[0] - us[40][0])
			}
			if got := math.Log2(gap(.01) / gap(.005)); math.Abs(got-float64(terms+1)) > .1 {
				t.Errorf("k = %v, %d terms: got a gap of order %.3f, want %d", k, terms, got, terms+1)
			}
		}
	}
}

func TestFieldOfNoSpeed(t *testing.T) {
	e, err := ode.LM(-1).ModifiedEquation(3)
	if err != nil {
		t.Fatal(err)
	}
	var none *ode.ModifiedEquation
	if e.Field() != nil || !strings.Contains(e.FieldString(), "no field") || none.Field() != nil {
		t.Errorf("got the field %s of a scheme without speed", e.FieldString())
	}
}
