package ode_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

func TestLM(t *testing.T) {
	tests := []struct {
		k          float64
		zeroStable bool
		order      int
		limit      float64
	}{
		{-1.1, false, 0, 0},
		{-1, false, 0, 0}, // 1 is a double root of ρ
		{-.9, true, 1, -3.8},
		{-.5, true, 1, -3},
		{-.1, true, 1, -2.2},
		{0, true, 1, -2},
		{.1, true, 1, -1.8},
		{.5, true, 1, -1},
		{.9, true, 1, -.2},
		{1, true, 2, 0}, // leapfrog
		{1.1, false, 0, 0},
	}
	for _, tt := range tests {
		s := ode.LM(tt.k)
		t.Run(s.Name(), func(t *testing.T) {
			if err := s.Check(); err != nil {
				t.Error(err)
			}
			if got := s.ZeroStable(); got != tt.zeroStable {
				t.Errorf("got zero-stable %v, want %v", got, tt.zeroStable)
			}
			if got := s.Order(); got != tt.order {
				t.Errorf("got order %d, want %d", got, tt.order)
			}
			if got := s.RealStabilityLimit(); math.Abs(got-tt.limit) > 1e-9 {
				t.Errorf("got real stability limit %v, want %v", got, tt.limit)
			}
		})
	}
}

func TestLMLimitsForAnyCoefficient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.Float64Range(-.999, .999).Draw(t, "k")
		s := ode.LM(k)
		if got, want := s.RealStabilityLimit(), -2*(1-k); math.Abs(got-want) > 1e-9 {
			t.Errorf("got real stability limit %v, want −2(1−k) = %v", got, want)
		}
		if got, want := s.Consistent().RealStabilityLimit(), -2*(1-k)/(1+k); math.Abs(got-want) > 1e-9*max(1, -want) {
			t.Errorf("got real stability limit %v of the consistent form, want %v", got, want)
		}
		if got, want := s.Speed(), 1/(1+k); math.Abs(got-want) > 1e-9*want {
			t.Errorf("got speed %v, want 1/(1+k) = %v", got, want)
		}
		if got := s.Consistent().Speed(); math.Abs(got-1) > 1e-12 {
			t.Errorf("got speed %v of the consistent form, want 1", got)
		}
	})
}

// TestLMFollowsItsModifiedEquation compares the rate at which the numerical
// solution of u' = −u grows with the paper's modified equation, h = 0.01.
func TestLMFollowsItsModifiedEquation(t *testing.T) {
	const h = .01
	tests := []struct {
		k, numerical, modified float64
	}{
		{-.5, -2.063741187, -2.063894935},
		{-.1, -1.118736344, -1.118759923},
		{0, -1.005033585, -1.005050634},
		{.3, -.770822826, -.770830484},
		{1, -.499997917, -.5},
	}
	for _, tt := range tests {
		s := ode.LM(tt.k)
		t.Run(s.Name(), func(t *testing.T) {
			if got := s.GrowthRate(-1, h); math.Abs(got-tt.numerical) > 1e-9 {
				t.Errorf("got numerical rate %.9f, want %.9f", got, tt.numerical)
			}
			if got := s.ModifiedRate(-1, h); math.Abs(got-tt.modified) > 1e-9 {
				t.Errorf("got modified rate %.9f, want %.9f", got, tt.modified)
			}
			// The modified equation explains all but the second order.
			gap := func(h float64) float64 { return math.Abs(s.GrowthRate(-1, h) - s.ModifiedRate(-1, h)) }
			if got := math.Log2(gap(.002) / gap(.001)); math.Abs(got-2) > .05 {
				t.Errorf("got a gap of order %.3f in h, want 2 ± 0.05", got)
			}
		})
	}
}

// The published form in u' = −u with h = 0.05, started with the exact solution
// of (1+k)·u' = −u: after 40 steps it is still near it.
func TestLMAfterFortySteps(t *testing.T) {
	const h = .05
	tests := []struct {
		k, want, exact float64
	}{
		{.5, .261727, .263597},
		{-.5, .008040, .018316},
	}
	for _, tt := range tests {
		s := ode.LM(tt.k)
		exact := func(t float64) float64 { return math.Exp(-s.Speed() * t) }
		before, u := exact(0), exact(h)
		for n := 1; n < 40; n++ {
			next, err := s.Step(decay, 0, h, [][]float64{{u}, {before}})
			if err != nil {
				t.Fatal(err)
			}
			before, u = u, next[0]
		}
		if math.Abs(u-tt.want) > 1e-6 || math.Abs(exact(40*h)-tt.exact) > 1e-6 {
			t.Errorf("k = %v: got u[40] = %.6f near %.6f, want %.6f near %.6f", tt.k, u, exact(40*h), tt.want, tt.exact)
		}
	}
}

func TestLMZeroIsForwardEuler(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u0 := []float64{rapid.Float64Range(-2, 2).Draw(t, "u0")}
		n := rapid.IntRange(1, 30).Draw(t, "steps")
		lm, err := ode.Solve(ode.LM(0), forced, u0, 0, 1, n)
		if err != nil {
			t.Fatal(err)
		}
		euler, err := ode.Solve(ode.ForwardEuler, forced, u0, 0, 1, n)
		if err != nil {
			t.Fatal(err)
		}
		for i := range lm {
			if math.Abs(lm[i][0]-euler[i][0]) > 1e-14*max(1, math.Abs(euler[i][0])) {
				t.Fatalf("step %d: got %v, want %v as forward Euler", i, lm[i][0], euler[i][0])
			}
		}
	})
}

// A momentum network, v ← γv + (1−γ)f(x), x ← x + v, is consistent LM(−γ) from a
// state at rest (Sander et al. 2021).
func TestMomentumIsLM(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gamma := rapid.Float64Range(0, .95).Draw(t, "gamma")
		s := ode.LM(-gamma).Consistent()
		x, v, before := 1.0, 0.0, 1.0
		for n := range 20 {
			got, err := s.Step(logistic, 0, 1, [][]float64{{x}, {before}})
			if err != nil {
				t.Fatal(err)
			}
			v = gamma*v + (1-gamma)*x*(1-x)
			x, before = x+v, x
			if math.Abs(got[0]-x) > 1e-12 {
				t.Fatalf("step %d: got %v, want %v", n, got[0], x)
			}
		}
	})
}

// Adams and Bashforth's three-step scheme checks what LM does not use: several
// slopes, three roots, a better start.
func TestThreeStepScheme(t *testing.T) {
	s := &ode.Multistep{
		Label: "Adams–Bashforth 3",
		Alpha: []float64{1, 0, 0},
		Beta:  []float64{23. / 12, -16. / 12, 5. / 12},
		Start: ode.RK4,
	}
	if s.Order() != 3 || math.Abs(s.Speed()-1) > 1e-15 || !s.ZeroStable() {
		t.Errorf("got order %d, speed %v, zero-stable %v, want 3, 1, true", s.Order(), s.Speed(), s.ZeroStable())
	}
	if got, want := s.RealStabilityLimit(), -6./11; math.Abs(got-want) > 1e-8 {
		t.Errorf("got real stability limit %v, want −6/11", got)
	}
	globalError := func(n int) float64 {
		us, err := ode.Solve(s, decay, []float64{1}, 0, 1, n)
		if err != nil {
			t.Fatal(err)
		}
		return math.Abs(us[n][0] - math.Exp(-1))
	}
	if got := math.Log2(globalError(256) / globalError(512)); math.Abs(got-3) > .05 {
		t.Errorf("observed order %.3f, want 3 ± 0.05", got)
	}
}
