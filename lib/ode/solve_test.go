package ode_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

func decay(_ float64, u []float64) []float64 { return []float64{-u[0]} }

// forced has the solution u(t) = 1 + sin t, from u(0) = 1.
func forced(t float64, u []float64) []float64 {
	return []float64{math.Cos(t) - u[0] + 1 + math.Sin(t)}
}

// logistic is not linear; from u(0) = 1/2 its solution is 1/(1+exp(−t)).
func logistic(_ float64, u []float64) []float64 { return []float64{u[0] * (1 - u[0])} }

// TestOrder measures each scheme's order from its errors at two step sizes.
func TestOrder(t *testing.T) {
	sigmoid := 1 / (1 + math.Exp(-1))
	tests := []struct {
		name   string
		scheme ode.Scheme
		f      ode.Func
		u0     float64
		exact  float64 // u(1)
	}{
		{"forward Euler on decay", ode.ForwardEuler, decay, 1, math.Exp(-1)},
		{"forward Euler on forced", ode.ForwardEuler, forced, 1, 1 + math.Sin(1)},
		{"midpoint on logistic", ode.Midpoint, logistic, .5, sigmoid},
		{"midpoint on forced", ode.Midpoint, forced, 1, 1 + math.Sin(1)},
		{"Heun on forced", ode.Heun, forced, 1, 1 + math.Sin(1)},
		{"Heun on logistic", ode.Heun, logistic, .5, sigmoid},
		{"RK4 on decay", ode.RK4, decay, 1, math.Exp(-1)},
		{"RK4 on forced", ode.RK4, forced, 1, 1 + math.Sin(1)},
		{"RK4 on logistic", ode.RK4, logistic, .5, sigmoid},
		{"leapfrog on decay", ode.LM(1).Consistent(), decay, 1, math.Exp(-1)},
		{"consistent LM(0.5) on decay", ode.LM(.5).Consistent(), decay, 1, math.Exp(-1)},
		{"consistent LM(-0.5) on logistic", ode.LM(-.5).Consistent(), logistic, .5, sigmoid},
		{"LM(0.5) on decay, slowed down", ode.LM(.5), decay, 1, math.Exp(-1 / 1.5)},
		{"LM(-0.5) on decay, sped up", ode.LM(-.5), decay, 1, math.Exp(-1 / .5)},
		{"LM(-0.1) on logistic, sped up", ode.LM(-.1), logistic, .5, 1 / (1 + math.Exp(-1/.9))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			globalError := func(n int) float64 {
				us, err := ode.Solve(tt.scheme, tt.f, []float64{tt.u0}, 0, 1, n)
				if err != nil {
					t.Fatal(err)
				}
				return math.Abs(us[n][0] - tt.exact)
			}
			n := 256
			if tt.scheme.Order() > 2 {
				n = 32 // before rounding is all that is left
			}
			got := math.Log2(globalError(n) / globalError(2*n))
			if want := float64(tt.scheme.Order()); math.Abs(got-want) > 0.05 {
				t.Errorf("observed order %.3f, want %v ± 0.05", got, want)
			}
		})
	}
}

func TestSolveNamesWhatIsWrong(t *testing.T) {
	three := func(float64, []float64) []float64 { return make([]float64, 3) }
	loose := &ode.Tableau{Label: "loose", C: []float64{0}, A: [][]float64{{}}, B: []float64{.5}}
	tests := []struct {
		name   string
		scheme ode.Scheme
		f      ode.Func
		u0     []float64
		n      int
		want   string
	}{
		{"no steps", ode.RK4, decay, []float64{1}, 0, "ode: Solve with RK4: got 0 steps, want at least 1"},
		{"empty state", ode.RK4, decay, nil, 1, "ode: Solve with RK4: got an empty state, want at least 1 value"},
		{"wrong length", ode.Heun, three, []float64{1}, 1, "ode: Solve with Heun: f returned 3 values for a state of 1"},
		{"wrong length in the first step of two", ode.LM(.5), three, []float64{1}, 1, "ode: Solve with LM(0.5): f returned 3 values for a state of 1"},
		{"no scheme", loose, decay, []float64{1}, 1, `ode: tableau "loose": got 0.5 as the sum of B, want 1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ode.Solve(tt.scheme, tt.f, tt.u0, 0, 1, tt.n)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestStepNamesWhatIsWrong(t *testing.T) {
	tests := []struct {
		name   string
		scheme ode.Scheme
		past   [][]float64
		want   string
	}{
		{"nothing known, one step", ode.RK4, nil, "ode: Step with RK4: got no known states"},
		{"nothing known, two steps", ode.LM(1), nil, "ode: Step with LM(1): got no known states"},
		{"states of two lengths", ode.LM(1), [][]float64{{1}, {1, 2}}, "got 2 values in known state 1, want 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.scheme.Step(decay, 0, .1, tt.past); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// A step of every one-step scheme on u' = λu multiplies by its polynomial.
func TestSolveOfLinearProblemIsPowersOfR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]ode.RungeKutta{ode.ForwardEuler, ode.Midpoint, ode.Heun, ode.RK4}).Draw(t, "scheme")
		lambda := rapid.Float64Range(-3, 1).Draw(t, "lambda")
		n := rapid.IntRange(1, 20).Draw(t, "steps")
		us, err := ode.Solve(s, func(_ float64, u []float64) []float64 { return []float64{lambda * u[0]} }, []float64{1}, 0, 1, n)
		if err != nil {
			t.Fatal(err)
		}
		r := real(s.Amplification(complex(lambda/float64(n), 0)))
		if want := math.Pow(r, float64(n)); math.Abs(us[n][0]-want) > 1e-12*max(1, math.Abs(want)) {
			t.Errorf("got %v after %d steps of %s, want R(hλ)ⁿ = %v", us[n][0], n, s.Name(), want)
		}
	})
}

// Solve modifies neither the initial state nor f's view of it.
func TestSolveLeavesItsArgumentsAlone(t *testing.T) {
	u0 := []float64{1, 2}
	shared := make([]float64, 2) // f may return the same memory each time
	f := func(_ float64, u []float64) []float64 {
		shared[0], shared[1] = u[1], -u[0]
		return shared
	}
	reused, err := ode.Solve(ode.RK4, f, u0, 0, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := ode.Solve(ode.RK4, func(_ float64, u []float64) []float64 { return []float64{u[1], -u[0]} }, u0, 0, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	if u0[0] != 1 || u0[1] != 2 {
		t.Errorf("got initial state %v afterwards, want [1 2]", u0)
	}
	if reused[10][0] != fresh[10][0] || reused[10][1] != fresh[10][1] {
		t.Errorf("got %v from an f that reuses its result, want %v", reused[10], fresh[10])
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.Heun, ode.RK4, ode.LM(-.5)} {
		b.Run("scheme="+strings.ReplaceAll(s.Name(), " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			const steps = 1000
			u0 := []float64{1}
			for b.Loop() {
				if _, err := ode.Solve(s, decay, u0, 0, 1, steps); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*steps), "ns/step")
		})
	}
}
