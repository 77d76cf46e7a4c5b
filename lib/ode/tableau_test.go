package ode_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// runge is a Runge–Kutta method, named or of one's own.
type runge interface {
	ode.Scheme
	Amplification(z complex128) complex128
}

// Textbook facts (Hairer, Nørsett, Wanner, chapter II); the limits are where
// R(x) = ±1, the last one for R = 1 + z + … + z⁵/120 + z⁶/2080.
func TestTableaus(t *testing.T) {
	third := &ode.Tableau{
		Label: "Kutta's third-order method",
		C:     []float64{0, 1. / 2, 1},
		A:     [][]float64{{}, {1. / 2}, {-1, 2}},
		B:     []float64{1. / 6, 2. / 3, 1. / 6},
	}
	fehlberg := &ode.Tableau{
		Label: "Fehlberg's fifth-order method",
		C:     []float64{0, 1. / 4, 3. / 8, 12. / 13, 1, 1. / 2},
		A: [][]float64{
			{},
			{1. / 4},
			{3. / 32, 9. / 32},
			{1932. / 2197, -7200. / 2197, 7296. / 2197},
			{439. / 216, -8, 3680. / 513, -845. / 4104},
			{-8. / 27, 2, -3544. / 2565, 1859. / 4104, -11. / 40},
		},
		B: []float64{16. / 135, 0, 6656. / 12825, 28561. / 56430, -9. / 50, 2. / 55},
	}
	tests := []struct {
		scheme runge
		order  int
		limit  float64 // on the real line
		half   float64 // R(−1/2)
	}{
		{ode.ForwardEuler, 1, -2, .5},
		{ode.Midpoint, 2, -2, .625},
		{ode.Heun, 2, -2, .625},
		{third, 3, -2.512745327, .604166667},
		{ode.RK4, 4, -2.785293563, .606770833},
		{fehlberg, 5, -3.677706621, .606517929},
	}
	for _, tt := range tests {
		t.Run(tt.scheme.Name(), func(t *testing.T) {
			if err := tt.scheme.Check(); err != nil {
				t.Error(err)
			}
			if got := tt.scheme.Order(); got != tt.order {
				t.Errorf("got order %d, want %d", got, tt.order)
			}
			if got := tt.scheme.RealStabilityLimit(); math.Abs(got-tt.limit) > 1e-8 {
				t.Errorf("got real stability limit %.9f, want %.9f", got, tt.limit)
			}
			if got := real(tt.scheme.Amplification(-.5)); math.Abs(got-tt.half) > 1e-8 {
				t.Errorf("got R(−1/2) = %.9f, want %.9f", got, tt.half)
			}
		})
	}
}

func TestCheckNamesTheCoefficient(t *testing.T) {
	tests := []struct {
		name    string
		tableau ode.Tableau
		want    string
	}{
		{"empty", ode.Tableau{}, "got 0 rows in A, 0 values in B and 0 in C"},
		{"too long a row", ode.Tableau{A: [][]float64{{1, 0}}, B: []float64{1}, C: []float64{1}}, "got 2 coefficients in row 0 of A, want 1 at most"},
		{"embedded of another length", ode.Tableau{A: [][]float64{{}}, B: []float64{1}, C: []float64{0}, Embedded: []float64{.5, .5}}, "got 2 values in Embedded, want 1"},
		{"embedded weights", ode.Tableau{A: [][]float64{{}}, B: []float64{1}, C: []float64{0}, Embedded: []float64{.5}}, "got 0.5 as the sum of Embedded, want 1"},
		{"dense of another length", ode.Tableau{A: [][]float64{{}}, B: []float64{1}, C: []float64{0}, Dense: [][]float64{}}, "got 0 rows in Dense, want 1"},
		{"dense weights", ode.Tableau{A: [][]float64{{}}, B: []float64{1}, C: []float64{0}, Dense: [][]float64{{1, 1}}}, "got 2 as the sum of row 0 of Dense, want b[0] = 1"},
		{"wrong place", ode.Tableau{A: [][]float64{{}, {.5}}, B: []float64{0, 1}, C: []float64{0, 1}}, "got c[1] = 1, want 0.5"},
		{"nowhere", ode.Tableau{A: [][]float64{{}, {.5}}, B: []float64{0, 1}, C: []float64{0, math.Inf(1)}}, "got c[1] = +Inf, want 0.5"},
		{"wrong weights", ode.Tableau{A: [][]float64{{}}, B: []float64{2}, C: []float64{0}}, "got 2 as the sum of B, want 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.tableau.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
			if got := tt.tableau.Order(); got != 0 {
				t.Errorf("got order %d for no scheme, want 0", got)
			}
		})
	}
}

// Every two-stage method with b[1]·c[1] = 1/2 has order 2 and the same
// polynomial; any other has order 1.
func TestTwoStageFamily(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.Float64Range(.1, 2).Draw(t, "c")
		b := rapid.OneOf(rapid.Just(1/(2*c)), rapid.Float64Range(.1, 2)).Draw(t, "b")
		s := &ode.Tableau{Label: "two stages", C: []float64{0, c}, A: [][]float64{{}, {c}}, B: []float64{1 - b, b}}
		want := 1
		if math.Abs(b*c-.5) < 1e-13 {
			want = 2
		} else if math.Abs(b*c-.5) < 1e-11 {
			t.Skip("too close to tell")
		}
		if got := s.Order(); got != want {
			t.Errorf("got order %d for b·c = %v, want %d", got, b*c, want)
		}
	})
}

// A method of order p agrees with exp up to z^p.
func TestStabilityPolynomialStartsLikeExp(t *testing.T) {
	for _, s := range []ode.RungeKutta{ode.ForwardEuler, ode.Midpoint, ode.Heun, ode.RK4} {
		factorial := 1.0
		for i, got := range s.StabilityPolynomial()[:s.Order()+1] {
			factorial *= float64(max(i, 1))
			if math.Abs(got-1/factorial) > 1e-15 {
				t.Errorf("%s: got %v as coefficient of z^%d, want 1/%v", s.Name(), got, i, factorial)
			}
		}
	}
	if got, want := ode.Heun.StabilityPolynomial(), []float64{1, 1, .5}; !slices.Equal(got, want) {
		t.Errorf("got %v for Heun, want %v", got, want)
	}
}

func TestStableInTheComplexPlane(t *testing.T) {
	tests := []struct {
		name   string
		scheme ode.Scheme
		z      complex128
		want   bool
	}{
		{"forward Euler in its disk", ode.ForwardEuler, complex(-1, .99), true},
		{"forward Euler above its disk", ode.ForwardEuler, complex(-1, 1.01), false},
		{"forward Euler on the imaginary axis", ode.ForwardEuler, .1i, false},
		{"RK4 on the imaginary axis", ode.RK4, 2.8i, true},
		{"RK4 too far up the imaginary axis", ode.RK4, 2.83i, false},
		{"leapfrog on its segment", ode.LM(1).Consistent(), .99i, true},
		{"leapfrog above its segment", ode.LM(1).Consistent(), 1.01i, false},
		{"leapfrog left of it", ode.LM(1).Consistent(), -.01, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.scheme.Stable(tt.z); got != tt.want {
				t.Errorf("got stable %v at %v, want %v", got, tt.z, tt.want)
			}
		})
	}
}
