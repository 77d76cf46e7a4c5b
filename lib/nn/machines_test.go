package nn

import (
	"fmt"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
)

// descend takes a step of gradient descent where the gradients are, and moves the
// running statistics.
func descend(t *testing.T, m *Machine) {
	t.Helper()
	run(t, m)
	for _, p := range m.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		value := data[float64](p.(*gorgonia.Node).Value())
		for i, slope := range data[float64](g) {
			value[i] -= 0.1 * slope
		}
	}
	m.UpdateStatistics()
}

// Machines of one network share its parameters and running statistics: a step on one
// of them is a step on all, which machine ever takes it and however many evaluate, and
// building more of them in between resets nothing. What they then compute is, to the
// bit, what machines compute that are compiled from the parameters as they are.
func TestAStepIsSeenByEveryMachine(t *testing.T) {
	for _, kind := range kindsOfBlock {
		t.Run(kind, func(t *testing.T) {
			c := newChain(kind, Options{Training: true})
			alone := newChain(kind, Options{Training: true}) // the same parameters, its own memory
			one := alone.compile(t, newGates(), nil)
			turns := []*Machine{c.compile(t, newGates(), nil), c.compile(t, newGates(), nil)}
			evaluation, holding := c, c
			evaluation.o.Training = false
			holding.o.Training, holding.o.Holds = false, true
			watching := []*Machine{evaluation.compile(t, newGates(), nil), evaluation.compile(t, newGates(), nil), holding.compile(t, newGates(), nil)}
			var before []float64
			for step := range 6 {
				descend(t, one)
				descend(t, turns[step%2])
				want := logits(t, evaluation.compile(t, newGates(), nil))
				for i, m := range watching {
					if got := logits(t, m); !slices.Equal(got, want) {
						t.Fatalf("step %d, machine %d: got %v, want %v as of one compiled now", step, i, got, want)
					}
				}
				if slices.Equal(want, before) {
					t.Fatalf("step %d: got the outputs of the step before", step)
				}
				before = want
			}
			if got, want := fmt.Sprint(c.everything()), fmt.Sprint(alone.everything()); got != want {
				t.Errorf("two machines in turns: got parameters %v, want %v as one by itself", got, want)
			}
		})
	}
}

// everything is the values of all parameters and running statistics.
func (c chain) everything() [][]float64 {
	all := [][]float64{c.stem.Weight.Float64s(), c.head.Weight.Float64s(), c.head.Bias.Float64s()}
	for _, k := range c.blocks {
		for _, p := range append(k.norm.params(), k.conv.Weight, k.factor) {
			all = append(all, p.Float64s())
		}
	}
	return all
}
