package nn

import (
	"slices"
	"testing"
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
// escapes it, whoever made it: a call of Set, or a solver that writes to their memory.
func TestPredictionSeesEveryChangeOfWeights(t *testing.T) {
	c := newChain("pre-activation", Options{})
	kept := c.compile(t, newGates(), nil)
	logits(t, kept)
	changes := map[string]func(p *Param, values []float64){
		"Set": func(p *Param, values []float64) {
			if err := p.Set(values); err != nil {
				t.Fatal(err)
			}
		},
		"memory": func(p *Param, values []float64) {
			narrow, wide := p.numbers()
			for i := range narrow {
				narrow[i] = float32(values[i])
			}
			copy(wide, values)
		},
	}
	for name, change := range changes {
		for i, b := range c.blocks {
			weights := b.conv.Weight
			values := weights.Float64s()
			values[len(values)-1-i] += 1
			change(weights, values)
			got, want := logits(t, kept), logits(t, c.compile(t, newGates(), nil))
			if !slices.Equal(got, want) {
				t.Errorf("%s of %v: got %v, want %v as from a graph that was made after it", name, weights, got, want)
			}
		}
	}
}
