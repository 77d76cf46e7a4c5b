package ode_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/ode"
)

var infinite = math.Inf(1)

// Textbook facts of every method with a name (Hairer, Nørsett, Wanner, chapters
// II and IV); the limits are where R(x) = ±1 and |R(iy)| = 1.
var facts = []struct {
	method                   ode.RungeKutta
	order, embedded, stage   int
	left, up                 float64 // stability limits
	aStable, lStable, stiffy bool    // the last: stiffly accurate
}{
	{ode.ForwardEuler, 1, 0, 1, -2, 0, false, false, false},
	{ode.Midpoint, 2, 0, 1, -2, 0, false, false, false},
	{ode.Heun, 2, 0, 1, -2, 0, false, false, false},
	{ode.Ralston2, 2, 0, 1, -2, 0, false, false, false},
	{ode.AdaptiveHeun, 2, 1, 1, -2, 0, false, false, false},
	{ode.Fehlberg2, 2, 1, 1, -2.007843137, 0, false, false, false},
	{ode.Heun3, 3, 0, 1, -2.512745327, math.Sqrt(3), false, false, false},
	{ode.Ralston3, 3, 0, 1, -2.512745327, math.Sqrt(3), false, false, false},
	{ode.SSPRK3, 3, 0, 1, -2.512745327, math.Sqrt(3), false, false, false},
	{ode.BogackiShampine, 3, 2, 1, -2.512745327, math.Sqrt(3), false, false, true},
	{ode.RK4, 4, 0, 1, -2.785293563, math.Sqrt(8), false, false, false},
	{ode.RK38, 4, 0, 1, -2.785293563, math.Sqrt(8), false, false, false},
	{ode.Ralston4, 4, 0, 1, -2.785293563, math.Sqrt(8), false, false, false},
	{ode.RKF45, 5, 4, 1, -3.677706621, 0, false, false, false},
	{ode.CashKarp, 5, 4, 1, -3.734359607, 0, false, false, false},
	{ode.DormandPrince, 5, 4, 1, -3.306567893, .997189009, false, false, true},
	{ode.Tsitouras, 5, 4, 1, -3.506846994, .477978869, false, false, true},
	{ode.DormandPrince8, 8, 7, 1, -5.166633620, 0, false, false, false},
	{ode.BackwardEuler, 1, 0, 1, -infinite, infinite, true, true, true},
	{ode.ImplicitMidpoint, 2, 0, 1, -infinite, infinite, true, false, false},
	{ode.Trapezoidal, 2, 0, 2, -infinite, infinite, true, false, true},
	{ode.SDIRK2, 2, 0, 1, -infinite, infinite, true, true, true},
	{ode.TRBDF2, 2, 3, 2, -infinite, infinite, true, true, true},
	{ode.SDIRK3, 3, 0, 1, -infinite, infinite, true, true, true},
	{ode.Kvaerno3, 3, 2, 2, -infinite, infinite, true, true, true},
	{ode.KenCarp3, 3, 2, 2, -infinite, infinite, true, true, true},
	{ode.Kvaerno4, 4, 3, 2, -infinite, infinite, true, true, true},
	{ode.KenCarp4, 4, 3, 2, -infinite, infinite, true, true, true},
	{ode.Kvaerno5, 5, 4, 2, -infinite, infinite, true, true, true},
	{ode.KenCarp5, 5, 4, 2, -infinite, infinite, true, true, true},
	{ode.RadauIIA3, 3, 0, 2, -infinite, infinite, true, true, true},
	{ode.GaussLegendre4, 4, 0, 2, -infinite, infinite, true, false, false},
	{ode.LobattoIIIC4, 4, 0, 2, -infinite, infinite, true, true, true},
	{ode.RadauIIA5, 5, 0, 3, -infinite, infinite, true, true, true},
	{ode.GaussLegendre6, 6, 0, 3, -infinite, infinite, true, false, false},
}

func TestMethodsHaveTheirTextbookProperties(t *testing.T) {
	if got, want := len(ode.RungeKuttas()), len(facts); got != want {
		t.Errorf("got %d methods, want the %d of this table", got, want)
	}
	for i, want := range facts {
		t.Run(want.method.Name(), func(t *testing.T) {
			if got := ode.RungeKuttas()[i]; got != want.method {
				t.Errorf("got method %d %q, want %q", i, got, want.method)
			}
			s := want.method.Tableau()
			if err := s.Check(); err != nil {
				t.Fatal(err)
			}
			if s.Order() != want.order || s.EmbeddedOrder() != want.embedded || s.StageOrder() != want.stage {
				t.Errorf("got order %d(%d) and stage order %d, want %d(%d) and %d",
					s.Order(), s.EmbeddedOrder(), s.StageOrder(), want.order, want.embedded, want.stage)
			}
			if got := s.RealStabilityLimit(); !close9(got, want.left) {
				t.Errorf("got real stability limit %.9f, want %.9f", got, want.left)
			}
			if got := s.ImaginaryStabilityLimit(); !close9(got, want.up) {
				t.Errorf("got imaginary stability limit %.9f, want %.9f", got, want.up)
			}
			if s.AStable() != want.aStable || s.LStable() != want.lStable || s.StifflyAccurate() != want.stiffy {
				t.Errorf("got A-stable %v, L-stable %v, stiffly accurate %v, want %v, %v, %v",
					s.AStable(), s.LStable(), s.StifflyAccurate(), want.aStable, want.lStable, want.stiffy)
			}
			if got := want.method.Order(); got != want.order {
				t.Errorf("got order %d of the name, want %d", got, want.order)
			}
		})
	}
}

func close9(got, want float64) bool { return got == want || math.Abs(got-want) < 1e-8 }

// problem has an exact solution, of an equation that is not linear.
type problem struct {
	f      ode.Func
	exact  func(t float64) []float64
	t0, t1 float64
	floor  float64 // errors below are rounding
}

// riccati couples u' = −2t·u², which 1/(1+t²) solves, to v' = u·v·cos t/exact(u).
var riccati = problem{
	f: func(t float64, u []float64) []float64 {
		return []float64{-2 * t * u[0] * u[0], u[0] * (1 + t*t) * u[1] * math.Cos(t)}
	},
	exact: func(t float64) []float64 { return []float64{1 / (1 + t*t), math.Exp(math.Sin(t))} },
	t0:    0, t1: 2, floor: 5e-13,
}

// pulse is solved by 1/cosh t and −tanh t, from t0 to t1.
func pulse(t0, t1, floor float64) problem {
	return problem{
		f:     func(_ float64, u []float64) []float64 { return []float64{u[0] * u[1], -u[0] * u[0]} },
		exact: func(t float64) []float64 { return []float64{1 / math.Cosh(t), -math.Tanh(t)} },
		t0:    t0, t1: t1, floor: floor,
	}
}

// observing is the problem on which a method shows its order. On riccati the
// leading errors of these few nearly cancel, and steps small enough for the
// others to be smaller yet leave rounding only.
func observing(m ode.RungeKutta) problem {
	switch m {
	case ode.DormandPrince, ode.Tsitouras, ode.Kvaerno5:
		return pulse(-1, 4, 5e-13)
	case ode.DormandPrince8:
		return pulse(-2, 0, 1e-13)
	}
	return riccati
}

// TestObservedOrder measures each method's order at the smallest steps whose
// errors are not yet rounding.
func TestObservedOrder(t *testing.T) {
	for _, m := range ode.RungeKuttas() {
		t.Run(m.Name(), func(t *testing.T) {
			p := observing(m)
			observed, last := 0.0, math.NaN()
			for n := 8; n <= 2048; n *= 2 {
				us, err := ode.Solve(m, p.f, p.exact(p.t0), p.t0, p.t1, n)
				if err != nil {
					t.Fatal(err)
				}
				now := farthest(us[n], p.exact(p.t1))
				if now < p.floor {
					break
				}
				observed, last = math.Log2(last/now), now
			}
			if want := float64(m.Order()); !(math.Abs(observed-want) <= .05) {
				t.Errorf("observed order %.3f, want %v ± 0.05", observed, want)
			}
		})
	}
}

// The estimate of the error shrinks by the lower of both orders, plus 1 for one
// step.
func TestObservedOrderOfTheEstimate(t *testing.T) {
	for _, m := range ode.RungeKuttas() {
		s := m.Tableau()
		if s.Embedded == nil {
			continue
		}
		t.Run(m.Name(), func(t *testing.T) {
			observed, last := 0.0, math.NaN()
			for h := .5; ; h /= 2 {
				_, estimate, err := m.StepWith(riccati.f, nil, .5, h, riccati.exact(.5))
				if err != nil {
					t.Fatal(err)
				}
				now := farthest(estimate, []float64{0, 0})
				if now < 2e-13 || h < 1e-4 {
					break
				}
				observed, last = math.Log2(last/now), now
			}
			want := float64(1 + min(s.Order(), s.EmbeddedOrder()))
			if !(math.Abs(observed-want) <= .06) {
				t.Errorf("observed order %.3f of the estimate, want %v ± 0.06", observed, want)
			}
		})
	}
}

func farthest(u, v []float64) float64 {
	d := 0.0
	for i := range u {
		d = math.Max(d, math.Abs(u[i]-v[i]))
	}
	return d
}

// A step of any method on u' = λu multiplies by R(hλ), whichever way R is found:
// by the step, by elimination or as the quotient of two polynomials.
func TestStepMultipliesByR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(ode.RungeKuttas()).Draw(t, "method")
		z := rapid.Float64Range(-20, .5).Draw(t, "z")
		linear := func(_ float64, u []float64) []float64 { return []float64{z * u[0]} }
		next, err := m.Step(linear, 0, 1, [][]float64{{1}})
		if err != nil {
			t.Fatal(err)
		}
		p, q := m.StabilityFunction()
		r := real(m.Amplification(complex(z, 0)))
		for _, got := range []float64{next[0], at(p, z) / at(q, z)} {
			if math.Abs(got-r) > 1e-9*math.Max(1, at(absolute(p), math.Abs(z))) {
				t.Errorf("%s at %v: got %v, want R = %v", m, z, got, r)
			}
		}
	})
}

func at(p []float64, z float64) float64 {
	value := 0.0
	for i := len(p) - 1; i >= 0; i-- {
		value = value*z + p[i]
	}
	return value
}

func absolute(p []float64) []float64 {
	q := make([]float64, len(p))
	for i, c := range p {
		q[i] = math.Abs(c)
	}
	return q
}

func TestStabilityFunctions(t *testing.T) {
	tests := []struct {
		method ode.RungeKutta
		p, q   []float64
	}{
		{ode.RK4, []float64{1, 1, 1. / 2, 1. / 6, 1. / 24}, []float64{1}},
		{ode.BackwardEuler, []float64{1}, []float64{1, -1}},
		{ode.ImplicitMidpoint, []float64{1, .5}, []float64{1, -.5}},
		{ode.Trapezoidal, []float64{1, .5}, []float64{1, -.5}},
		{ode.RadauIIA3, []float64{1, 1. / 3}, []float64{1, -2. / 3, 1. / 6}},
		{ode.RadauIIA5, []float64{1, 2. / 5, 1. / 20}, []float64{1, -3. / 5, 3. / 20, -1. / 60}},
		{ode.GaussLegendre4, []float64{1, .5, 1. / 12}, []float64{1, -.5, 1. / 12}},
		{ode.GaussLegendre6, []float64{1, .5, .1, 1. / 120}, []float64{1, -.5, .1, -1. / 120}},
		{ode.LobattoIIIC4, []float64{1, 1. / 4}, []float64{1, -3. / 4, 1. / 4, -1. / 24}},
	}
	for _, tt := range tests {
		p, q := tt.method.StabilityFunction()
		if len(p) != len(tt.p) || len(q) != len(tt.q) || farthest(p, tt.p) > 1e-15 || farthest(q, tt.q) > 1e-15 {
			t.Errorf("%s: got R = %v / %v, want %v / %v", tt.method, p, q, tt.p, tt.q)
		}
		if got := tt.method.StabilityPolynomial(); (got == nil) == (len(q) == 1) {
			t.Errorf("%s: got the polynomial %v for the denominator %v", tt.method, got, q)
		}
	}
}

// A named method lists what there is when it is none.
func TestUnknownNameListsTheMethods(t *testing.T) {
	err := ode.RungeKutta("RK5").Check()
	for _, m := range ode.RungeKuttas() {
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", string(m))) {
			t.Errorf("got error %v, want one with %q", err, m)
		}
	}
	if ode.RungeKutta("RK5").Tableau() != nil {
		t.Error("got a tableau of no method")
	}
	for _, s := range []*ode.Tableau{nil, {}, {B: []float64{1}, A: [][]float64{{math.NaN()}}, C: []float64{math.NaN()}}} {
		p, q := s.StabilityFunction()
		if p != nil || q != nil || s.Explicit() || s.DiagonallyImplicit() || s.AStable() || s.LStable() || s.StifflyAccurate() {
			t.Errorf("got properties of %v, want none", s)
		}
		if s.EmbeddedOrder() != 0 || s.StageOrder() != 0 || s.DenseOrder() != 0 || s.ImaginaryStabilityLimit() != 0 {
			t.Errorf("got orders or a limit of %v, want 0", s)
		}
		if _, _, err := s.StepWith(decay, nil, 0, 1, []float64{1}); err == nil {
			t.Errorf("got a step of %v, want an error", s)
		}
	}
}

// Within the step, the weights in Dense satisfy the conditions of all trees too:
// of the order of the Hermite cubic or a higher one.
func TestDenseOrder(t *testing.T) {
	for method, want := range map[ode.RungeKutta]int{ode.DormandPrince: 4, ode.Tsitouras: 4, ode.RK4: 0} {
		if got := method.Tableau().DenseOrder(); got != want {
			t.Errorf("%s: got order %d within the step, want %d", method, got, want)
		}
	}
	wrong := ode.DormandPrince.Tableau()
	wrong.Dense[0][1] += 1e-9
	wrong.Dense[0][2] -= 1e-9 // the end of the step is the same
	if got := wrong.DenseOrder(); wrong.Check() != nil || got != 0 {
		t.Errorf("got order %d of changed weights, want 0: a constant f is wrong within the step", got)
	}
	own := ode.RK4.Tableau()
	own.Dense = [][]float64{{1, -3. / 2, 2. / 3}, {0, 1, -2. / 3}, {0, 1, -2. / 3}, {0, -1. / 2, 2. / 3}}
	if got := own.DenseOrder(); own.Check() != nil || got != 3 {
		t.Errorf("got order %d within a step of RK4, want 3", got)
	}
}

// Which methods suit a stiff problem: those whose last stage is the result, and
// for which what decays infinitely fast is gone after one step.
func ExampleRungeKuttas() {
	for _, m := range ode.RungeKuttas() {
		if s := m.Tableau(); s.LStable() && s.Order() >= 4 {
			fmt.Printf("%-14s order %d, of the stages %d, diagonal %v\n", m, s.Order(), s.StageOrder(), s.DiagonallyImplicit())
		}
	}
	// Output:
	// Kvaerno 4(3)   order 4, of the stages 2, diagonal true
	// KenCarp 4(3)   order 4, of the stages 2, diagonal true
	// Kvaerno 5(4)   order 5, of the stages 2, diagonal true
	// KenCarp 5(4)   order 5, of the stages 2, diagonal true
	// Lobatto IIIC 4 order 4, of the stages 2, diagonal false
	// Radau IIA 5    order 5, of the stages 3, diagonal false
}
