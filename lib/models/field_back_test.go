package models_test

import (
	"context"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
)

// TestReversibleStepsGoBack to rounding, whatever the branch is.
func TestReversibleStepsGoBack(t *testing.T) {
	for name, step := range map[string]models.Step{
		"midpoint": models.Midpoint{H: 0.25}, "leapfrog": models.Leapfrog{H: 0.5},
		"Hamiltonian": models.Hamiltonian{H: 0.5}, "momentum": models.Momentum{Gamma: 0.9, H: 0.5},
	} {
		for _, config := range []models.Config{onVectors, onImages} {
			field := mustField(t, withFloat64(config), step, 0)
			states, err := field.Solve(nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			back, err := field.Back(states)
			if err != nil {
				t.Fatal(err)
			}
			if off := apartBy(t, back.States, states); off > 1e-12 {
				t.Errorf("%s: %g from where it came from, want at most 1e-12", name, off)
			}
			if back.Iterations != 0 {
				t.Errorf("%s: got %d iterations, want a formula", name, back.Iterations)
			}
		}
	}
}

// TestContractingBranchesGoBack by iteration, as i-ResNet does, and what it says of its
// error is so.
func TestContractingBranchesGoBack(t *testing.T) {
	for name, step := range map[string]models.Step{"Euler": nil, "RK4": models.RungeKutta{Method: ode.RK4, H: 0.5}} {
		for wide, tolerance := range map[bool]float64{true: 1e-11, false: 1e-4} {
			c := onVectors
			c.Branch, c.Step, c.Float64 = models.Dense{Hidden: 8, Lipschitz: 0.8}, step, wide
			net := mustResNet(t, c)
			for _, p := range net.Params() {
				grown := p.Float64s()
				for i := range grown {
					grown[i] *= 20
				}
				if err := p.Set(grown); err != nil {
					t.Fatal(err)
				}
			}
			net.Constrain()
			field, err := net.Field(context.Background(), 0, samples(net, 10))
			if err != nil {
				t.Fatal(err)
			}
			states, err := field.Solve(nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			back, err := field.Back(states[len(states)-1:])
			if err != nil {
				t.Fatal(err)
			}
			if off := apartBy(t, back.States, states); off > tolerance || math.IsNaN(back.Error) || back.Error > tolerance {
				t.Errorf("%s, float64 %v: %g from where it came from, estimated %g, want at most %g", name, wide, off, back.Error, tolerance)
			}
			if back.Contraction <= 0 || back.Contraction >= 0.9 || back.Iterations < 3 {
				t.Errorf("%s: got a contraction of %v in %d iterations, want one up to about 0.8 in some", name, back.Contraction, back.Iterations)
			}
		}
	}
}

// TestNoWayBack: an error says what would have one.
func TestNoWayBack(t *testing.T) {
	c := withFloat64(onVectors)
	c.Branch, c.Blocks = models.Linear{}, 1
	net := mustResNet(t, c)
	if err := net.Params()[0].Set([]float64{-1.5, 0, 0, -1.5}); err != nil {
		t.Fatal(err)
	}
	field, err := net.Field(context.Background(), 0, samples(net, 2))
	if err != nil {
		t.Fatal(err)
	}
	_, err = field.Back([][]float64{field.U0})
	mustContain(t, err, "got no way back through block layer1.0")
	mustContain(t, err, "want a branch that shrinks it, such as Dense{Lipschitz: 0.9}, or a step such as Midpoint or Hamiltonian")
	_, err = field.Back(nil)
	mustContain(t, err, "got 0 states to go back from, want at least 1")
	midpoint := mustField(t, onVectors, models.Midpoint{}, 0)
	_, err = midpoint.Back([][]float64{midpoint.U0})
	mustContain(t, err, "got 1 state to go back from, want 2")
}

// TestMomentumIsLinearMultistep: with k = −γ and f of 1+k = 1−γ times the size a
// network of linear multi-steps comes by the same states as one with momentum, behind
// the first block, in which the one is at rest and the other takes Euler's step.
func TestMomentumIsLinearMultistep(t *testing.T) {
	const gamma = 0.7
	momentum := mustField(t, withFloat64(onVectors), models.Momentum{Gamma: gamma}, 0)
	states, err := momentum.Solve(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	scheme := ode.LM(-gamma).Consistent()
	for n := 1; n < len(momentum.Blocks); n++ {
		want, err := scheme.Step(momentum.Of(n), 0, 1, [][]float64{states[n], states[n-1]})
		if err != nil {
			t.Fatal(err)
		}
		if off := apartBy(t, states[n+1:n+2], [][]float64{want}); off > 1e-14 {
			t.Errorf("block %d: momentum is %g from LM(−γ), want at most 1e-14", n, off)
		}
	}
}
