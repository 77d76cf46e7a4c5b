package ode_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// The coefficients of the books (Hairer, Nørsett, Wanner, section III.1), over a
// common denominator: b first, then β; for BDF b and α.
func TestFamiliesHaveTheCoefficientsOfTheBooks(t *testing.T) {
	slopes := func(s *ode.Multistep) []float64 { return append([]float64{s.BetaNew}, s.Beta...) }
	states := func(s *ode.Multistep) []float64 { return append([]float64{s.BetaNew}, s.Alpha...) }
	tests := []struct {
		scheme *ode.Multistep
		of     func(*ode.Multistep) []float64
		over   float64
		want   []float64
	}{
		{ode.AdamsBashforth(1), slopes, 1, []float64{0, 1}},
		{ode.AdamsBashforth(2), slopes, 2, []float64{0, 3, -1}},
		{ode.AdamsBashforth(3), slopes, 12, []float64{0, 23, -16, 5}},
		{ode.AdamsBashforth(4), slopes, 24, []float64{0, 55, -59, 37, -9}},
		{ode.AdamsBashforth(5), slopes, 720, []float64{0, 1901, -2774, 2616, -1274, 251}},
		{ode.AdamsMoulton(1), slopes, 1, []float64{1, 0}},
		{ode.AdamsMoulton(2), slopes, 2, []float64{1, 1}},
		{ode.AdamsMoulton(3), slopes, 12, []float64{5, 8, -1}},
		{ode.AdamsMoulton(4), slopes, 24, []float64{9, 19, -5, 1}},
		{ode.AdamsMoulton(5), slopes, 720, []float64{251, 646, -264, 106, -19}},
		{ode.BDF(1), states, 1, []float64{1, 1}},
		{ode.BDF(2), states, 3, []float64{2, 4, -1}},
		{ode.BDF(3), states, 11, []float64{6, 18, -9, 2}},
		{ode.BDF(4), states, 25, []float64{12, 48, -36, 16, -3}},
		{ode.BDF(5), states, 137, []float64{60, 300, -300, 200, -75, 12}},
		{ode.BDF(6), states, 147, []float64{60, 360, -450, 400, -225, 72, -10}},
		{ode.Nystrom(2), slopes, 1, []float64{0, 2, 0}},
		{ode.Nystrom(3), slopes, 3, []float64{0, 7, -2, 1}},
		{ode.Nystrom(4), slopes, 3, []float64{0, 8, -5, 4, -1}},
		{ode.MilneSimpson(), slopes, 3, []float64{1, 4, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.scheme.Name(), func(t *testing.T) {
			if err := tt.scheme.Check(); err != nil {
				t.Fatal(err)
			}
			got := tt.of(tt.scheme)
			if len(got) != len(tt.want) {
				t.Fatalf("got coefficients %v, want %v/%v", got, tt.want, tt.over)
			}
			for j, want := range tt.want {
				if got[j] != want/tt.over {
					t.Errorf("got %v as coefficient %d, want %v/%v", got[j], j, want, tt.over)
				}
			}
		})
	}
}

// member is a scheme of a family, its order and its error constant.
type member struct {
	scheme   *ode.Multistep
	order    int
	constant float64
}

func members() []member {
	adams := []float64{1. / 2, 5. / 12, 3. / 8, 251. / 720, 95. / 288}
	moulton := []float64{-1. / 2, -1. / 12, -1. / 24, -19. / 720, -3. / 160}
	nystrom := []float64{1. / 6, 1. / 6, 29. / 180, 14. / 90}
	var all []member
	for p := 1; p <= 5; p++ {
		all = append(all, member{ode.AdamsBashforth(p), p, adams[p-1]}, member{ode.AdamsMoulton(p), p, moulton[p-1]})
	}
	for p := 1; p <= 6; p++ {
		all = append(all, member{ode.BDF(p), p, -1 / float64(p+1)})
	}
	for p := 2; p <= 5; p++ {
		all = append(all, member{ode.Nystrom(p), p, nystrom[p-2]})
	}
	return append(all, member{ode.MilneSimpson(), 4, -1. / 180})
}

func TestFamiliesHaveTheirOrder(t *testing.T) {
	for _, tt := range members() {
		t.Run(tt.scheme.Name(), func(t *testing.T) {
			if got := tt.scheme.Order(); got != tt.order {
				t.Errorf("got order %d, want %d", got, tt.order)
			}
			if got := tt.scheme.ErrorConstant(); math.Abs(got-tt.constant) > 1e-12 {
				t.Errorf("got error constant %v, want %v", got, tt.constant)
			}
		})
	}
}

// growth has the solution exp(t), from u(0) = 1.
func growth(_ float64, u []float64) []float64 { return []float64{u[0]} }

// observedOrder solves from 0 to 2 with n and 2n steps.
func observedOrder(t *testing.T, s ode.Scheme, f ode.Func, u0, exact float64, n int) float64 {
	t.Helper()
	globalError := func(n int) float64 {
		us, err := ode.Solve(s, f, []float64{u0}, 0, 2, n)
		if err != nil {
			t.Fatal(err)
		}
		return math.Abs(us[n][0] - exact)
	}
	return math.Log2(globalError(n) / globalError(2*n))
}

// The first steps are good enough: Solve delivers the order of every family.
//
// The logistic equation decays to its limit. Schemes with the root −1 do not
// follow a decaying solution for long, so they get the growing one. The step
// numbers lie where the leading error term rules and rounding does not yet.
func TestSolveDeliversTheOrderOfFamilies(t *testing.T) {
	observed := func(t *testing.T, s ode.Scheme) float64 {
		switch {
		case strings.HasPrefix(s.Name(), "Nyström"), s.Name() == "Milne–Simpson", s.Name() == "Adams–Bashforth 5":
			return observedOrder(t, s, growth, 1, math.Exp(2), 128)
		case s.Name() == "Adams PECE 4":
			return observedOrder(t, s, forced, 1, 1+math.Sin(2), 256)
		case s.Name() == "Adams PECE 5":
			return observedOrder(t, s, logistic, .5, 1/(1+math.Exp(-2)), 128)
		}
		return observedOrder(t, s, logistic, .5, 1/(1+math.Exp(-2)), 2048>>s.Order())
	}
	check := func(s ode.Scheme, want int) {
		t.Run(s.Name(), func(t *testing.T) {
			if got := observed(t, s); s.Order() != want || math.Abs(got-float64(want)) > .05 {
				t.Errorf("got order %d and observed order %.3f, want %d ± 0.05", s.Order(), got, want)
			}
		})
	}
	for _, tt := range members() {
		if tt.order < 6 { // of which rounding comes before the leading term rules
			check(tt.scheme, tt.order)
		}
	}
	for p := 1; p <= 5; p++ {
		check(ode.AdamsPECE(p), p)
	}
}

// BDF: A-stable up to 2, a narrowing sector up to 6 (Hairer, Wanner, section V.2),
// no convergence at 7.
func TestStabilityOfBDF(t *testing.T) {
	angles := []float64{90, 90, 86.03, 73.35, 51.84, 17.84}
	for i, want := range angles {
		s := ode.BDF(i + 1)
		if got := s.StabilityAngle(); math.Abs(got-want) > .01 || s.AStable() != (want == 90) {
			t.Errorf("%s: got an angle of %.3f° and A-stable %v, want %v°", s.Name(), got, s.AStable(), want)
		}
		if got := s.RealStabilityLimit(); !math.IsInf(got, -1) {
			t.Errorf("%s: got real stability limit %v, want −∞", s.Name(), got)
		}
		for _, z := range s.Roots(-1e12) {
			if cmplx.Abs(z) > 1e-1 {
				t.Errorf("%s: got the root %v far to the left, want one near 0", s.Name(), z)
			}
		}
	}
	seven := ode.BDF(7)
	if err := seven.Check(); err != nil || seven.ZeroStable() || seven.Order() != 0 {
		t.Errorf("BDF 7: got zero-stable %v, order %d, error %v, want false, 0 and none", seven.ZeroStable(), seven.Order(), err)
	}
}

// At a real limit −1 is a root, so that it is ρ(−1)/σ(−1).
func TestRealLimitsOfAdams(t *testing.T) {
	tests := []struct {
		scheme ode.Scheme
		want   float64
	}{
		{ode.AdamsBashforth(1), -2},
		{ode.AdamsBashforth(2), -1},
		{ode.AdamsBashforth(3), -6. / 11},
		{ode.AdamsBashforth(4), -3. / 10},
		{ode.AdamsBashforth(5), -90. / 551},
		{ode.AdamsMoulton(3), -6},
		{ode.AdamsMoulton(4), -3},
		{ode.AdamsMoulton(5), -90. / 49},
		{ode.AdamsPECE(2), -2}, // z² − (1 + μ + 3/4·μ²)·z + μ²/4 at z = 1
		{ode.Nystrom(3), 0},
		{ode.MilneSimpson(), 0},
	}
	for _, tt := range tests {
		if got := tt.scheme.RealStabilityLimit(); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: got real stability limit %v, want %v", tt.scheme.Name(), got, tt.want)
		}
	}
}

// The families meet each other and the schemes of one step.
func TestFamiliesMeet(t *testing.T) {
	tests := []struct {
		one, other *ode.Multistep
	}{
		{ode.AdamsBashforth(1), ode.LM(0)},
		{ode.AdamsMoulton(1), ode.BDF(1)},
		{ode.AdamsMoulton(2), trapezoid()},
		{ode.Nystrom(2), ode.LM(1).Consistent()},
		{ode.MilneSimpson(), milne(ode.RK4)},
	}
	for _, tt := range tests {
		past := [][]float64{{.3, 1}, {.2, 1.1}}
		f := func(_ float64, u []float64) []float64 { return []float64{u[1], -math.Sin(u[0])} }
		a, err := tt.one.Step(f, 0, .1, past)
		if err != nil {
			t.Fatal(err)
		}
		b, err := tt.other.Step(f, 0, .1, past)
		if err != nil {
			t.Fatal(err)
		}
		if math.Hypot(a[0]-b[0], a[1]-b[1]) > 1e-14 {
			t.Errorf("got %v from %s and %v from %s, want the same", a, tt.one.Name(), b, tt.other.Name())
		}
	}
}

// A state without values has a next one without values.
func TestImplicitStepOfAnEmptyState(t *testing.T) {
	for _, s := range []ode.Scheme{ode.BDF(1), ode.AdamsMoulton(2), ode.Extrapolation(3)} {
		next, err := s.Step(func(float64, []float64) []float64 { return nil }, 0, .1, [][]float64{{}})
		if err != nil || len(next) != 0 {
			t.Errorf("%s: got %v and error %v, want nothing", s.Name(), next, err)
		}
	}
}

// A stiff problem with a start off the slow solution: BDF takes it in large steps.
func TestBDFOnAStiffProblem(t *testing.T) {
	stiff := func(t float64, u []float64) []float64 { return []float64{-1e6*(u[0]-math.Cos(t)) - math.Sin(t)} }
	for order := 1; order <= 6; order++ {
		us, err := ode.Solve(ode.BDF(order), stiff, []float64{2}, 0, 1, 50)
		if err != nil {
			t.Fatal(err)
		}
		if got := math.Abs(us[50][0] - math.Cos(1)); got > 1e-6 {
			t.Errorf("BDF %d: got an error of %.2g, want less than 1e-6", order, got)
		}
	}
}

func TestExtrapolation(t *testing.T) {
	for p := 1; p <= 8; p++ {
		s := ode.Extrapolation(p)
		gap := func(z float64) float64 { return math.Abs(real(s.Amplification(complex(z, 0))) - math.Exp(z)) }
		if got := math.Log2(gap(-.04) / gap(-.02)); p <= 5 && math.Abs(got-float64(p+1)) > .3 {
			t.Errorf("%s: R(z) − exp(z) has order %.3f, want %d", s.Name(), got, p+1)
		}
		for x := 1e-3; x < 1e9; x *= 1.1 {
			if !s.Stable(complex(-x, 0)) {
				t.Errorf("%s: not stable at %v, want stable on the whole half-line", s.Name(), -x)
			}
		}
		if r := s.Amplification(-1e9); cmplx.Abs(r) > 1e-6 {
			t.Errorf("%s: got R = %v far to the left, want 0", s.Name(), r)
		}
	}
	for _, p := range []int{-1, 0, 9} {
		if s := ode.Extrapolation(p); s.Check() == nil || s.Order() != 0 || s.Stable(0) || !math.IsNaN(s.Speed()) {
			t.Errorf("%s: got a scheme, want none", s.Name())
		}
	}
}

func TestFamiliesSayWhichOrdersThereAre(t *testing.T) {
	tests := []struct {
		scheme ode.Scheme
		want   string
	}{
		{ode.AdamsBashforth(0), `"Adams–Bashforth 0": got order 0, want 1 to 5`},
		{ode.AdamsMoulton(6), "got order 6, want 1 to 5"},
		{ode.BDF(8), "got order 8, want 1 to 7"},
		{ode.Nystrom(1), "got order 1, want 2 to 5"},
		{ode.AdamsPECE(9), "got order 9, want 1 to 5"},
		{ode.Extrapolation(9), "got order 9, want 1 to 8"},
		{&ode.PredictorCorrector{Label: "empty"}, "no predictor or no corrector"},
		{(*ode.PredictorCorrector)(nil), "no predictor or no corrector"},
		{&ode.PredictorCorrector{Predictor: ode.BDF(1), Corrector: ode.BDF(1)}, "got b = 1 of the predictor"},
		{&ode.PredictorCorrector{Predictor: ode.LM(.5), Corrector: ode.BDF(1)}, "predictor of speed 0.66"},
	}
	for _, tt := range tests {
		if err := solveErr(tt.scheme, decay); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want one with %q", err, tt.want)
		}
		if tt.scheme.Order() != 0 || tt.scheme.Stable(-1) || tt.scheme.RealStabilityLimit() != 0 || !math.IsNaN(tt.scheme.Speed()) {
			t.Errorf("%s: got answers of no scheme", tt.scheme.Name())
		}
		_, _, _ = tt.scheme.Steps(), tt.scheme.Evaluations(), tt.scheme.GrowthRate(-1, .1)
	}
}

// The sector of stability narrows with the order, until none is left.
func ExampleBDF() {
	for order := 1; order <= 7; order++ {
		s := ode.BDF(order)
		fmt.Printf("%s: order %d, stable in a sector of %.1f°\n", s.Name(), s.Order(), s.StabilityAngle())
	}
	// Output:
	// BDF 1: order 1, stable in a sector of 90.0°
	// BDF 2: order 2, stable in a sector of 90.0°
	// BDF 3: order 3, stable in a sector of 86.0°
	// BDF 4: order 4, stable in a sector of 73.4°
	// BDF 5: order 5, stable in a sector of 51.8°
	// BDF 6: order 6, stable in a sector of 17.8°
	// BDF 7: order 0, stable in a sector of 0.0°
}
