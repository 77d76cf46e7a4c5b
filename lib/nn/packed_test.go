package nn

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
)

// Runs with held blocks go on with packed weights, but never with those of
// parameters as they were before the last whole run: not even in a block that had
// no part in that.
func TestPackedWeightsAreThoseOfTheLastWholeRun(t *testing.T) {
	c := newChain("pre-activation", Options{Holds: true})
	gates := newGates()
	kept := c.compile(t, gates, nil)
	logits(t, kept)

	weights := c.blocks[2].conv.Weight
	values := weights.Float64s()
	for i := range values {
		values[i] = -2 * values[i]
	}
	if err := weights.Set(values); err != nil {
		t.Fatal(err)
	}
	gates[2].Deleted = true
	logits(t, kept)
	gates[0].Held, gates[1].Held, gates[2].Deleted = true, true, false

	want := logits(t, c.compile(t, newGates(), nil))
	for _, scale := range []float64{1, 3, 1} {
		gates[2].Scale = scale
		if got := logits(t, kept); slices.Equal(got, want) != (scale == 1) {
			t.Errorf("got %v with a scale of %v, want those of the new weights, %v, for a scale of 1", got, scale, want)
		}
	}
}

// A graph for prediction packs its weights once, and yet no change of a single value
// escapes it, whoever made it: Set, a solver that has a training machine's parameters,
// or who has walked a graph to their memory.
func TestPredictionSeesEveryChangeOfWeights(t *testing.T) {
	memory := func(nodes gorgonia.Nodes, p *Param) []float64 {
		for _, n := range nodes {
			if n.Name() == p.Name {
				return data[float64](n.Value())
			}
		}
		t.Fatalf("got no node of %v", p)
		return nil
	}
	ways := map[string]func(t *testing.T, c chain, kept *Machine) func(p *Param, values []float64){
		"Set": func(t *testing.T, _ chain, _ *Machine) func(p *Param, values []float64) {
			return func(p *Param, values []float64) {
				if err := p.Set(values); err != nil {
					t.Fatal(err)
				}
			}
		},
		"a solver": func(t *testing.T, c chain, _ *Machine) func(p *Param, values []float64) {
			c.o.Training = true
			var nodes gorgonia.Nodes
			for _, p := range c.compile(t, newGates(), nil).Params() {
				nodes = append(nodes, p.(*gorgonia.Node))
			}
			return func(p *Param, values []float64) { copy(memory(nodes, p), values) }
		},
		"a walk": func(_ *testing.T, _ chain, kept *Machine) func(p *Param, values []float64) {
			nodes := kept.out.Gorgonia().Graph().AllNodes()
			return func(p *Param, values []float64) { copy(memory(nodes, p), values) }
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			c := newChain("pre-activation", Options{})
			kept := c.compile(t, newGates(), nil)
			logits(t, kept)
			change := way(t, c, kept)
			for i, b := range c.blocks {
				weights := b.conv.Weight
				values := weights.Float64s()
				values[len(values)-1-i]++
				change(weights, values)
				got, want := logits(t, kept), logits(t, c.compile(t, newGates(), nil))
				if !slices.Equal(got, want) {
					t.Errorf("%v: got %v, want %v as from a graph that was made after the change", weights, got, want)
				}
			}
		})
	}
}

// So does one who took the graph before there was anything in it but the input.
func TestPredictionSeesChangesThroughTheInput(t *testing.T) {
	layers, b := NewMaker(1, Float64), NewBuilder(Options{Dtype: Float64})
	x, fc := b.Input(1, 1, 1), layers.Linear("fc", 1, 1)
	graph := x.Gorgonia().Graph()
	m, err := b.Compile(b.Linear(x, fc), nil)
	if err != nil {
		t.Fatal(err)
	}
	predict := func() float64 {
		y := []float64{0}
		if err := errors.Join(m.LoadFloat64s([]float64{1}), m.Run(context.Background()), m.ReadFloat64s(y)); err != nil {
			t.Fatal(err)
		}
		return y[0]
	}
	want := predict() + 3
	for _, n := range graph.AllNodes() {
		if n.Name() == fc.Weight.Name {
			data[float64](n.Value())[0] += 3
		}
	}
	if got := predict(); math.Abs(got-want) > 1e-12 {
		t.Errorf("got %v with a weight that is larger by 3, want %v", got, want)
	}
}
