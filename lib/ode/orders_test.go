package ode_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// observation says where a scheme shows its order: on the circle until t1, in steps
// of falling size from t1/first on, the smallest of which leaves an error above
// floor. Below, rounding shows too.
type observation struct {
	scheme ode.Scheme
	t1     float64
	first  int
	floor  float64
}

// observations are all schemes but the Runge–Kutta methods, which are observed on an
// equation that is not linear, and the splittings, which are no [ode.Scheme].
func observations() []observation {
	const t1, first, floor = 10, 16, 2e-11
	observe := func(s ode.Scheme) observation { return observation{s, t1, first, floor} }
	all := []observation{
		observe(ode.MilneSimpson()),
		observe(ode.SemiImplicitEuler{}),
		{ode.LM(-.5), 2, first, floor}, // which is where others are at 4
		{ode.LM(-.1), 2, first, floor},
		{ode.LM(.5), 2, first, floor},
		observe(ode.LM(1).Consistent()),
		observe(ode.LM(.3).Consistent()),
		observe(ode.LM(-.3).Consistent()),
		observe(ode.Nystrom(2)), observe(ode.Nystrom(3)), observe(ode.Nystrom(4)),
		{ode.Nystrom(5), 2, first, 1e-12}, // its root −1 leaves the circle for large steps
		observe(ode.BDF(6)),
		observe(ode.Extrapolation(6)),
		// Extrapolation(7) and (8) leave rounding before their leading errors rule.
	}
	for p := 1; p <= 5; p++ {
		all = append(all, observe(ode.AdamsBashforth(p)), observe(ode.AdamsMoulton(p)), observe(ode.AdamsPECE(p)),
			observe(ode.BDF(p)), observe(ode.Extrapolation(p)), observe(ode.Neumann(p)))
	}
	return all
}

// Every scheme follows the circle, at its own speed, with its own order. The
// distance from the circle has an error of the order p+2 next to that of the order
// p: one along the circle is at right angles to one across.
func TestObservedOrdersOfAllOtherSchemes(t *testing.T) {
	for _, o := range observations() {
		t.Run(o.scheme.Name(), func(t *testing.T) {
			angle := o.scheme.Speed() * o.t1
			observed, last := math.NaN(), math.NaN()
			for n := o.first; n <= 2048; n *= 2 {
				us, err := ode.Solve(o.scheme, rotation, []float64{1, 0}, 0, o.t1, n)
				if err != nil {
					t.Fatal(err)
				}
				now := math.Hypot(us[n][0]-math.Cos(angle), us[n][1]+math.Sin(angle))
				if now < o.floor {
					break
				}
				observed, last = math.Log2(last/now), now
			}
			if want := float64(o.scheme.Order()); !(math.Abs(observed-want) <= .05) {
				t.Errorf("observed order %.3f, want %v ± 0.05", observed, want)
			}
		})
	}
}

// The methods of torchdiffeq by the names it has for them, but for scipy_solver,
// which is SciPy's. Two of ours are named like another of theirs: its rk4 is the 3/8
// rule, and its dopri8 the pair of 13 stages of Prince and Dormand. Its Adams
// methods take any order up to twelve, ours up to five.
func torchdiffeq() []struct {
	name   string
	scheme ode.Scheme
	order  int
} {
	return []struct {
		name   string
		scheme ode.Scheme
		order  int
	}{
		{"euler", ode.ForwardEuler, 1},
		{"midpoint", ode.Midpoint, 2},
		{"heun2", ode.Heun, 2},
		{"heun3", ode.Heun3, 3},
		{"rk4", ode.RK38, 4},
		{"explicit_adams", ode.AdamsBashforth(4), 4},
		{"implicit_adams", ode.AdamsMoulton(4), 4},
		{"adaptive_heun", ode.AdaptiveHeun, 2},
		{"fehlberg2", ode.Fehlberg2, 2},
		{"bosh3", ode.BogackiShampine, 3},
		{"dopri5", ode.DormandPrince, 5},
		{"tsit5", ode.Tsitouras, 5},
		{"dopri8", ode.DormandPrince8, 8},
		{"implicit_euler", ode.BackwardEuler, 1},
		{"implicit_midpoint", ode.ImplicitMidpoint, 2},
		{"trapezoid", ode.Trapezoidal, 2},
		{"sdirk2", ode.SDIRK2, 2},
		{"trbdf2", ode.TRBDF2, 2},
		{"radauIIA3", ode.RadauIIA3, 3},
		{"gl4", ode.GaussLegendre4, 4},
		{"radauIIA5", ode.RadauIIA5, 5},
		{"gl6", ode.GaussLegendre6, 6},
	}
}

// All that torchdiffeq offers is here, and takes a step.
func TestEverySchemeOfTorchdiffeq(t *testing.T) {
	methods := torchdiffeq()
	if len(methods) != 22 {
		t.Errorf("got %d methods, want 22", len(methods))
	}
	seen := map[string]bool{}
	for _, m := range methods {
		if err := m.scheme.Check(); err != nil || m.scheme.Order() != m.order || seen[m.scheme.Name()] {
			t.Errorf("%s: got %s of order %d and error %v, want another scheme of order %d", m.name, m.scheme.Name(), m.scheme.Order(), err, m.order)
		}
		seen[m.scheme.Name()] = true
		us, err := ode.Solve(m.scheme, decay, []float64{1}, 0, 1, 50)
		if err != nil || math.Abs(us[50][0]-math.Exp(-1)) > .01 {
			t.Errorf("%s: got %v and error %v, want exp(−1)", m.name, us, err)
		}
	}
}

// Half the step, and the error falls by two to the power of the order.
func Example_order() {
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.AdamsBashforth(2), ode.BDF(3), ode.RK4} {
		errorAt := func(n int) float64 {
			us, err := ode.Solve(s, decay, []float64{1}, 0, 1, n)
			if err != nil {
				panic(err)
			}
			return math.Abs(us[n][0] - math.Exp(-1))
		}
		fmt.Printf("%-18s order %d: %.1f\n", s.Name(), s.Order(), errorAt(100)/errorAt(200))
	}
	// Output:
	// forward Euler      order 1: 2.0
	// Adams–Bashforth 2  order 2: 4.1
	// BDF 3              order 3: 7.9
	// RK4                order 4: 16.1
}
