package ode_test

import (
	"fmt"
	"log"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// The two-stage method of Radau IIA, from the book's page to its properties.
func ExampleParseTableau() {
	s, err := ode.ParseTableau("Radau IIA", `
		1/3 | 5/12 -1/12
		 1  | 3/4   1/4
		----+-----------
		    | 3/4   1/4`)
	if err != nil {
		log.Fatal(err)
	}
	p, q := s.StabilityFunction()
	fmt.Println("order", s.Order(), "of the stages", s.StageOrder())
	fmt.Printf("R(z) = %.3f / %.3f\n", p, q)
	fmt.Println("A-stable:", s.AStable(), "L-stable:", s.LStable())
	// Output:
	// order 3 of the stages 2
	// R(z) = [1.000 0.333] / [1.000 -0.667 0.167]
	// A-stable: true L-stable: true
}

func TestParseTableauNamesWhatIsWrong(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", "got 0 lines below the dashes"},
		{"no weights", "0 |\n--+--", "got 0 lines below the dashes"},
		{"three lines of weights", "0 |\n--+--\n|1\n|1\n|1", "got 3 lines below the dashes"},
		{"no bar", "0\n--+--\n|1", `got the line "0", want a bar`},
		{"no place", "|\n--+--\n|1", `got 0 numbers before the bar in "|", want 1`},
		{"two places", "0 1|\n--+--\n|1", `got 2 numbers before the bar in "0 1|", want 1`},
		{"a word", "0|\n--+--\n|one", `got "one", want a number`},
		{"a place that is a word", "x|\n--+--\n|1", `got "x", want a number`},
		{"division by zero", "0|\n--+--\n|1/0", `got "1/0", want a number`},
		{"a huge exponent", "0|\n--+--\n|1e999999999", `want a number`},
		{"weights that do not add up", "0|\n--+--\n|1/2", "got 0.5 as the sum of B, want 1"},
		{"too few weights", "0|\n1|1\n--+--\n|1", "got 2 rows in A, 1 values in B"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ode.ParseTableau("text", tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), `tableau "text"`) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// Fractions have an order or have not: an error of 1e-15, which float64 could not
// tell from rounding, is one.
func TestOrderOfFractionsIsExact(t *testing.T) {
	const heun = "0|\n1| 1\n--+--\n| %s %s"
	exact, err := ode.ParseTableau("exact", fmt.Sprintf(heun, "1/2", "1/2"))
	if err != nil {
		t.Fatal(err)
	}
	off, err := ode.ParseTableau("off", fmt.Sprintf(heun, "0.499999999999999", "0.500000000000001"))
	if err != nil {
		t.Fatal(err)
	}
	if exact.Order() != 2 || off.Order() != 1 {
		t.Errorf("got the orders %d and %d, want 2 and 1", exact.Order(), off.Order())
	}
	// Whoever changes a number leaves the fractions behind.
	exact.B = []float64{.25, .75}
	if got := exact.Order(); got != 1 {
		t.Errorf("got order %d after the weights were changed, want 1", got)
	}
}

// The family of three stages and order 3 (Kutta 1901) has two free places; Order
// finds 3, or more if the fourth order's conditions happen to hold.
func TestThreeStageFamily(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.IntRange(1, 20).Draw(t, "c1 in twentieths")
		y := rapid.IntRange(1, 20).Draw(t, "c2 in twentieths")
		if x == y || 3*x == 40 {
			t.Skip("no method of this form")
		}
		c, d := float64(x)/20, float64(y)/20
		a := d * (d - c) / (c * (2 - 3*c))
		b1, b2 := (3*d-2)/(6*c*(d-c)), (2-3*c)/(6*d*(d-c))
		s := &ode.Tableau{
			Label: "Kutta's family",
			C:     []float64{0, c, d},
			A:     [][]float64{{}, {c}, {d - a, a}},
			B:     []float64{1 - b1 - b2, b1, b2},
		}
		if got := s.Order(); got != 3 {
			t.Errorf("got order %d for c = %v, %v, want 3", got, c, d)
		}
	})
}
