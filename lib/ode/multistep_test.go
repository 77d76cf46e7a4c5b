package ode_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

// trapezoid is the simplest implicit scheme of order 2.
func trapezoid() *ode.Multistep {
	return &ode.Multistep{Label: "trapezoid", Alpha: []float64{1}, Beta: []float64{.5}, BetaNew: .5}
}

// milne is Milne and Simpson's scheme: order 4 from two steps, the most there is.
func milne(start ode.Scheme) *ode.Multistep {
	return &ode.Multistep{
		Label: "Milne", Alpha: []float64{0, 1},
		Beta: []float64{4. / 3, 1. / 3}, BetaNew: 1. / 3, Start: start,
	}
}

// Textbook facts (Hairer, Nørsett, Wanner, chapters III and V).
func TestMultistepFacts(t *testing.T) {
	tests := []struct {
		scheme     *ode.Multistep
		order      int
		constant   float64
		real, imag float64 // stability limits
		angle      float64 // of A(α)-stability
	}{
		{scheme: ode.LM(0), order: 1, constant: 1. / 2, real: -2},
		{scheme: ode.LM(1).Consistent(), order: 2, constant: 1. / 6, imag: 1},
		{scheme: bashforth(3, nil), order: 3, constant: 3. / 8, real: -6. / 11, imag: 12 / (5 * math.Sqrt(11))},
		{scheme: bashforth(4, nil), order: 4, constant: 251. / 720, real: -.3, imag: .429987},
		{scheme: ode.BDF(4), order: 4, constant: -1. / 5, real: math.Inf(-1), angle: 73.351670},
		{scheme: trapezoid(), order: 2, constant: -1. / 12, real: math.Inf(-1), imag: math.Inf(1), angle: 90},
		{scheme: milne(nil), order: 4, constant: -1. / 180, imag: math.Sqrt(3)},
		{
			scheme: &ode.Multistep{Label: "backward Euler", Alpha: []float64{1}, Beta: []float64{0}, BetaNew: 1},
			order:  1, constant: -1. / 2, real: math.Inf(-1), imag: math.Inf(1), angle: 90,
		},
	}
	for _, tt := range tests {
		t.Run(tt.scheme.Name(), func(t *testing.T) {
			s := tt.scheme
			if got := s.Order(); got != tt.order {
				t.Errorf("got order %d, want %d", got, tt.order)
			}
			for name, pair := range map[string][2]float64{
				"error constant":            {s.ErrorConstant(), tt.constant},
				"real stability limit":      {s.RealStabilityLimit(), tt.real},
				"imaginary stability limit": {s.ImaginaryStabilityLimit(), tt.imag},
				"angle":                     {s.StabilityAngle(), tt.angle},
			} {
				if pair[0] != pair[1] && !(math.Abs(pair[0]-pair[1]) <= 1e-6) {
					t.Errorf("got %s %v, want %v", name, pair[0], pair[1])
				}
			}
			if s.AStable() != (tt.angle == 90) {
				t.Errorf("got A-stable %v", s.AStable())
			}
		})
	}
}

// ρ is given by its roots; the condition allows the circle once.
func TestZeroStabilityIsExact(t *testing.T) {
	tests := []struct {
		name  string
		alpha []float64 // of ρ(z) = zˢ − Σ α[j]·zˢ⁻¹⁻ʲ
		want  bool
	}{
		{"1", []float64{1}, true},
		{"1, 1", []float64{2, -1}, false},
		{"1, −1", []float64{0, 1}, true},
		{"1, −1, −1", []float64{-1, 1, 1}, false},
		{"1, i, −i", []float64{1, -1, 1}, true},
		{"1, i, i, −i, −i", []float64{1, -2, 2, -1, 1}, false},
		{"1, 1/3, 1/3", []float64{5. / 3, -7. / 9, 1. / 9}, true},
		{"1, 1/10, 1/10, 1/10", []float64{1.3, -.33, .031, -.001}, true},
		{"1, −2, −1/2", []float64{-1.5, 1.5, 1}, false},
		{"1, 0, 0", []float64{1, 0, 0}, true},
		{"1, 1−10⁻⁹", []float64{2 - 1e-9, -1 + 1e-9}, true},
		{"1, 1+10⁻⁹", []float64{2 + 1e-9, -1 - 1e-9}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &ode.Multistep{Label: tt.name, Alpha: tt.alpha, Beta: make([]float64, len(tt.alpha))}
			s.Beta[0] = 1
			if err := s.Check(); err != nil {
				t.Fatal(err)
			}
			if got := s.ZeroStable(); got != tt.want {
				t.Errorf("got zero-stable %v, want %v", got, tt.want)
			}
		})
	}
}

// The boundary locus is where a root is on the unit circle, for any scheme.
func TestBoundaryHasARootOnTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.Float64Range(-.9, .9).Draw(t, "k")
		b := rapid.Float64Range(0, 2).Draw(t, "b")
		s := &ode.Multistep{Label: "two steps", Alpha: []float64{1 - k, k}, Beta: []float64{1, .25}, BetaNew: b}
		for _, mu := range s.StabilityBoundary(17) {
			nearest := math.Inf(1)
			for _, z := range s.Roots(mu) {
				nearest = min(nearest, math.Abs(cmplx.Abs(z)-1))
			}
			if nearest > 1e-6 {
				t.Errorf("got roots %v at %v of the locus, want one on the circle", s.Roots(mu), mu)
			}
		}
	})
}

func TestImplicitStepSolvesItsEquation(t *testing.T) {
	s := trapezoid()
	f := func(t float64, u []float64) []float64 {
		return []float64{u[1] - t, -1e4*math.Sin(u[0]) - u[1]*u[1]*u[1]}
	}
	u := []float64{1, 2}
	const h = .3
	next, err := s.Step(f, 1, h, [][]float64{u})
	if err != nil {
		t.Fatal(err)
	}
	before, after := f(1, u), f(1+h, next)
	for i := range u {
		if want := u[i] + h/2*(before[i]+after[i]); math.Abs(next[i]-want) > 1e-9*(1+math.Abs(want)) {
			t.Errorf("component %d: got %v, want %v", i, next[i], want)
		}
	}
}

func TestImplicitSchemesConverge(t *testing.T) {
	tests := []struct {
		scheme *ode.Multistep
		want   float64
	}{
		{trapezoid(), 2},
		{milne(ode.RK4), 4},
	}
	for _, tt := range tests {
		globalError := func(n int) float64 {
			us, err := ode.Solve(tt.scheme, logistic, []float64{.5}, 0, 1, n)
			if err != nil {
				t.Fatal(err)
			}
			return math.Abs(us[n][0] - 1/(1+math.Exp(-1)))
		}
		if got := math.Log2(globalError(32) / globalError(64)); math.Abs(got-tt.want) > .05 {
			t.Errorf("%s: observed order %.3f, want %v ± 0.05", tt.scheme.Name(), got, tt.want)
		}
	}
}

// A step 10⁶ times the time scale of the problem: an explicit scheme would leave
// the numbers, the implicit one stays.
func TestImplicitSchemeOnAStiffProblem(t *testing.T) {
	s := &ode.Multistep{Label: "backward Euler", Alpha: []float64{1}, Beta: []float64{0}, BetaNew: 1}
	stiff := func(t float64, u []float64) []float64 { return []float64{-1e7 * (u[0] - math.Cos(t))} }
	us, err := ode.Solve(s, stiff, []float64{0}, 0, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	if got := us[10][0]; math.Abs(got-math.Cos(1)) > 1e-6 {
		t.Errorf("got %v, want cos 1 = %v", got, math.Cos(1))
	}
}

func TestImplicitStepSaysWhyItFails(t *testing.T) {
	s := &ode.Multistep{Label: "backward Euler", Alpha: []float64{1}, Beta: []float64{0}, BetaNew: 1}
	tests := []struct {
		name string
		f    ode.Func
		want string
	}{
		{"no solution", func(_ float64, u []float64) []float64 { return []float64{1 + u[0]*u[0]} }, "t = 5"},
		{"a pole at h·λ = 1", func(_ float64, u []float64) []float64 { return []float64{u[0] / 5} }, "singular or infinite"},
		{"no number", func(_ float64, u []float64) []float64 { return []float64{math.NaN()} }, "singular or infinite"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := s.Step(tt.f, 0, 5, [][]float64{{1}}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// A derivative that is given is used, in place of one more evaluation of f for each
// value of the state.
func TestImplicitStepUsesTheJacobian(t *testing.T) {
	evaluations := 0
	f := func(_ float64, u []float64) []float64 {
		evaluations++
		return []float64{u[1], -u[0] * u[0] * u[0]}
	}
	s := trapezoid()
	want, err := s.Step(f, 0, .1, [][]float64{{1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	byDifferences := evaluations
	evaluations = 0
	s.Jacobian = func(_ float64, u []float64) [][]float64 { return [][]float64{{0, 1}, {-3 * u[0] * u[0], 0}} }
	got, err := s.Step(f, 0, .1, [][]float64{{1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	if math.Hypot(got[0]-want[0], got[1]-want[1]) > 1e-13 || 2*evaluations > byDifferences {
		t.Errorf("got %v with %d evaluations, want %v and less than half of %d", got, evaluations, want, byDifferences)
	}
	s.Jacobian = func(float64, []float64) [][]float64 { return [][]float64{{0}} }
	if _, err := s.Step(f, 0, .1, [][]float64{{1, 0}}); err == nil || !strings.Contains(err.Error(), "1 rows for a state of 2") {
		t.Errorf("got error %v, want one that names the rows of the Jacobian", err)
	}
}
