package ode_test

import (
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// pendulum has the energy p²/2 − cos q.
var pendulum = ode.Separable{Force: func(q []float64) []float64 { return []float64{-math.Sin(q[0])} }}

func pendulumEnergy(u []float64) float64 { return u[1]*u[1]/2 - math.Cos(u[0]) }

func splittings() map[*ode.Splitting]int {
	triple := 1 / (2 - math.Pow(2, 1./5)) // the same idea once more
	return map[*ode.Splitting]int{
		ode.LieSplitting():    1,
		ode.StrangSplitting(): 2,
		ode.SymplecticEuler(): 1,
		ode.StormerVerlet():   2,
		ode.Yoshida4():        4,
		ode.Yoshida4().Compose("Yoshida 6", triple, 1-2*triple, triple):                              6,
		ode.StormerVerlet().Compose("two half steps", .5, .5):                                        2,
		{Label: "Ruth 3", A: []float64{1, -2. / 3, 2. / 3}, B: []float64{-1. / 24, 3. / 4, 7. / 24}}: 3,
	}
}

func TestSplittingsHaveTheirOrder(t *testing.T) {
	for s, want := range splittings() {
		if got := s.Order(); got != want {
			t.Errorf("%s: got order %d, want %d", s.Name(), got, want)
		}
		// One period of the linear oscillator of two parts that do not commute.
		spring := ode.Separable{Force: func(q []float64) []float64 { return []float64{-q[0]} }}
		globalError := func(n int) float64 {
			us, err := s.Solve(spring.Drift, spring.Kick, []float64{1, 0}, 1/float64(n), n)
			if err != nil {
				t.Fatal(err)
			}
			return math.Hypot(us[n][0]-math.Cos(1), us[n][1]+math.Sin(1))
		}
		if got := math.Log2(globalError(16) / globalError(32)); math.Abs(got-float64(want)) > .05 {
			t.Errorf("%s: observed order %.3f, want %d ± 0.05", s.Name(), got, want)
		}
	}
}

// Over thousands of periods the energy of a symplectic scheme stays in a band whose
// width is hᵖ and does not drift, while that of RK4, which is more accurate at
// first, is lost for good.
func TestEnergyOverALongTime(t *testing.T) {
	const h, steps = .2, 300_000
	u0 := []float64{1, 0}
	bands := map[*ode.Splitting]float64{ode.SymplecticEuler(): .1, ode.StormerVerlet(): 5e-3, ode.Yoshida4(): 5e-5}
	for s, band := range bands {
		us, err := s.Solve(pendulum.Drift, pendulum.Kick, u0, h, steps)
		if err != nil {
			t.Fatal(err)
		}
		worst := 0.0
		for _, u := range us {
			worst = max(worst, math.Abs(pendulumEnergy(u)-pendulumEnergy(u0)))
		}
		if worst > band || worst < band/20 {
			t.Errorf("%s: energy leaves its start by %.2g, want less than %v and not much less", s.Name(), worst, band)
		}
		mean := func(states [][]float64) (total float64) {
			for _, u := range states {
				total += pendulumEnergy(u) / float64(len(states))
			}
			return total
		}
		if drift := math.Abs(mean(us[:steps/2]) - mean(us[steps/2:])); drift > worst/100 {
			t.Errorf("%s: mean energy drifts by %.2g, want less than %.2g", s.Name(), drift, worst/100)
		}
	}
	us, err := ode.Solve(ode.RK4, func(_ float64, u []float64) []float64 { return []float64{u[1], -math.Sin(u[0])} }, u0, 0, h*steps, steps)
	if err != nil {
		t.Fatal(err)
	}
	if lost := pendulumEnergy(u0) - pendulumEnergy(us[steps]); lost < .05 {
		t.Errorf("RK4 lost the energy %.2g, want more than 0.05", lost)
	}
}

// A symmetric splitting run backwards returns to where it came from.
func TestVerletIsReversible(t *testing.T) {
	for _, s := range []*ode.Splitting{ode.StormerVerlet(), ode.Yoshida4()} {
		there, err := s.Solve(pendulum.Drift, pendulum.Kick, []float64{1, .5}, .1, 1000)
		if err != nil {
			t.Fatal(err)
		}
		back, err := s.Solve(pendulum.Drift, pendulum.Kick, there[1000], -.1, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if math.Hypot(back[1000][0]-1, back[1000][1]-.5) > 1e-10 {
			t.Errorf("%s: got back to %v, want [1 0.5]", s.Name(), back[1000])
		}
	}
}

// A step keeps areas: the determinant of its derivative is 1, which differences of
// a pendulum's step show.
func TestSplittingsKeepAreas(t *testing.T) {
	for s := range splittings() {
		step := func(q, p float64) []float64 {
			u, err := s.Step(pendulum.Drift, pendulum.Kick, .3, []float64{q, p})
			if err != nil {
				t.Fatal(err)
			}
			return u
		}
		const eps = 1e-5
		right, left, up, down := step(1+eps, 1), step(1-eps, 1), step(1, 1+eps), step(1, 1-eps)
		determinant := ((right[0]-left[0])*(up[1]-down[1]) - (right[1]-left[1])*(up[0]-down[0])) / (4 * eps * eps)
		if math.Abs(determinant-1) > 1e-8 {
			t.Errorf("%s: got the determinant %v, want 1", s.Name(), determinant)
		}
	}
}

func TestSplittingSaysWhatIsWrong(t *testing.T) {
	short := func(float64, []float64) []float64 { return nil }
	tests := []struct {
		name string
		s    *ode.Splitting
		flow ode.Flow
		n    int
		want string
	}{
		{"nil", nil, pendulum.Kick, 1, "nil splitting"},
		{"empty", &ode.Splitting{}, pendulum.Kick, 1, "got 0 values in A and 0 in B"},
		{"half a step", &ode.Splitting{Label: "half", A: []float64{.5}, B: []float64{1}}, pendulum.Kick, 1, "got 0.5 as the sum of A, want 1"},
		{"no number", &ode.Splitting{A: []float64{math.NaN()}, B: []float64{1}}, pendulum.Kick, 1, "got NaN as the sum of A"},
		{"no steps", ode.StormerVerlet(), pendulum.Kick, 0, "got 0 steps from a state of 2 values"},
		{"no flow", ode.StormerVerlet(), nil, 1, "nil flow"},
		{"a flow that loses values", ode.StormerVerlet(), short, 1, "0 values for a state of 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.s.Solve(pendulum.Drift, tt.flow, []float64{1, 0}, .1, tt.n)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	if got := (*ode.Splitting)(nil).Compose("none", 1).Order(); got != 0 {
		t.Errorf("got order %d of no splitting, want 0", got)
	}
}

// Störmer and Verlet's scheme without the momenta is a two-step scheme.
func ExampleStormerVerlet() {
	spring := ode.Separable{Force: func(q []float64) []float64 { return []float64{-q[0]} }}
	us, err := ode.StormerVerlet().Solve(spring.Drift, spring.Kick, []float64{1, 0}, .5, 4)
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range us {
		fmt.Printf("q = %7.4f  p = %7.4f\n", u[0], u[1])
	}
	// Output:
	// q =  1.0000  p =  0.0000
	// q =  0.8750  p = -0.5000
	// q =  0.5312  p = -0.8750
	// q =  0.0547  p = -1.0312
	// q = -0.4355  p = -0.9297
}
