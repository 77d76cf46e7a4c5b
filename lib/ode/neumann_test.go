package ode_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

func TestNeumann(t *testing.T) {
	tests := []struct {
		degree int
		half   float64 // R(−1/2), on the way to 2/3
		limit  float64
	}{
		{1, .5, -2},
		{2, .75, -1},
		{3, .625, -1.3532099642}, // the real root of x³ + x² + x + 2
		{4, .6875, -1},
		{64, 2. / 3, -1},
	}
	for _, tt := range tests {
		s := ode.Neumann(tt.degree)
		if got := real(s.Amplification(-.5)); math.Abs(got-tt.half) > 1e-12 {
			t.Errorf("%s: got R(−1/2) = %v, want %v", s.Name(), got, tt.half)
		}
		if got := s.RealStabilityLimit(); math.Abs(got-tt.limit) > 1e-9 {
			t.Errorf("%s: got real stability limit %.10f, want %v", s.Name(), got, tt.limit)
		}
	}
	for _, k := range []ode.Neumann{-1, 0, 65} {
		if k.Check() == nil || k.Order() != 0 || k.Stable(0) || k.RealStabilityLimit() != 0 || !math.IsNaN(k.Speed()) || k.StabilityPolynomial() != nil {
			t.Errorf("%s: got a scheme, want none", k.Name())
		}
	}
}

// A step is the polynomial of the blocks: poly-2 is u + F(u) + F(F(u)), for any F,
// and for a linear one it multiplies by R.
func TestNeumannIsPolyNet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.Float64Range(-2, 2).Draw(t, "u")
		h := rapid.Float64Range(.01, 1).Draw(t, "h")
		block := func(u float64) float64 { return h * math.Tanh(u-.3) }
		f := func(_ float64, u []float64) []float64 { return []float64{math.Tanh(u[0] - .3)} }
		got, err := ode.Neumann(2).Step(f, 0, h, [][]float64{{u}})
		if err != nil {
			t.Fatal(err)
		}
		if want := u + block(u) + block(block(u)); math.Abs(got[0]-want) > 1e-14 {
			t.Errorf("got %v, want u + F(u) + F(F(u)) = %v", got[0], want)
		}
		k := ode.Neumann(rapid.IntRange(1, 9).Draw(t, "degree"))
		if got, err = k.Step(decay, 0, h, [][]float64{{u}}); err != nil {
			t.Fatal(err)
		}
		if want := u * real(k.Amplification(complex(-h, 0))); math.Abs(got[0]-want) > 1e-14 {
			t.Errorf("%s: got %v, want R(−h)·u = %v", k.Name(), got[0], want)
		}
	})
}

// Cutting the series off makes no difference to the order: as for backward Euler
// it is 1 whatever the degree.
func TestNeumannHasOrderOne(t *testing.T) {
	for _, s := range []ode.Scheme{ode.Neumann(1), ode.Neumann(2), ode.Neumann(3), ode.BDF(1)} {
		if got := observedOrder(t, s, growth, 1, math.Exp(2), 512); math.Abs(got-1) > .05 || s.Order() != 1 {
			t.Errorf("%s: got order %d and observed order %.3f, want 1 ± 0.05", s.Name(), s.Order(), got)
		}
	}
}
