package nn

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// deep is a chain of so many blocks, whose parameters have names of their own.
func deep(kind string, o Options, blocks int) chain {
	c := newChain(kind, o)
	m := NewMaker(12, Float64)
	c.blocks = nil
	for i := range blocks {
		c.blocks = append(c.blocks, makeBlock(m, kind, fmt.Sprint("deep", i)))
	}
	return c
}

func gatesFor(c chain) []*Gate {
	gates := make([]*Gate, len(c.blocks))
	for i := range gates {
		gates[i] = &Gate{}
	}
	return gates
}

// ops returns the operations of a graph that a test picks.
func ops(m *Machine, pick func(o *op) bool) []*op {
	var all []*op
	for _, n := range m.b.graph.AllNodes() {
		if o, ok := n.Op().(*op); ok && pick(o) {
			all = append(all, o)
		}
	}
	return all
}

// In a graph for prediction nothing but convolutions goes over memory in an
// original block; in training the normalization does, but nothing measures.
func TestABlockIsFinishedByItsConvolutions(t *testing.T) {
	deferred := func(o *op) bool { return o.deferred }
	tests := []struct {
		kind string
		o    Options
		want int // in each of three blocks
	}{
		{"original", Options{}, 3},                     // convolution, normalization, addition
		{"original", Options{Training: true}, 2},       // normalization, addition
		{"pre-activation", Options{}, 1},               // convolution
		{"pre-activation", Options{Training: true}, 1}, // convolution
		{"plain", Options{}, 0},                        // the normalization stands in front
		{"pre-activation", Options{Holds: true}, 1},    // a held block keeps what it passes on
		{"multistep", Options{Training: true}, 0},      // the addition has factors
		{"scaled", Options{Training: true}, 1},
		{"original", Options{Training: true, Frozen: true}, 2}, // what is normalized is needed again
	}
	for _, tt := range tests {
		m := newChain(tt.kind, tt.o).compile(t, newGates(), nil)
		if got := len(ops(m, deferred)); got != 3*tt.want {
			t.Errorf("%s, %+v: got %d operations deferred, want %d", tt.kind, tt.o, got, 3*tt.want)
		}
	}
	m := newChain("original", Options{Training: true}).compile(t, newGates(), nil)
	if got := len(ops(m, func(o *op) bool { return o.leaves != nil })); got != 3 {
		t.Errorf("got %d operations that leave statistics, want the 3 convolutions in front of normalizations", got)
	}
}

// Parameters are folded in each run as they are then.
func TestFoldingFollowsTheParameters(t *testing.T) {
	for _, kind := range kindsOfBlock {
		c := newChain(kind, Options{})
		m := c.compile(t, newGates(), nil)
		before := logits(t, m)
		for _, p := range []*Param{c.blocks[0].norm.Weight, c.blocks[1].norm.RunningVar, c.blocks[2].norm.RunningMean, c.blocks[2].conv.Weight} {
			values := p.Float64s()
			values[0] += 0.5
			if err := p.Set(values); err != nil {
				t.Fatal(err)
			}
		}
		after := logits(t, m)
		if slices.Equal(before, after) {
			t.Errorf("%s: got the same outputs from other parameters", kind)
		}
		if want := logits(t, c.compile(t, newGates(), nil)); !slices.Equal(after, want) {
			t.Errorf("%s: got %v, want %v as from a graph compiled anew", kind, after, want)
		}
	}
}

// What is deleted is not computed, forward or backward.
func TestDeletedBlocksCostNothing(t *testing.T) {
	c := newChain("pre-activation", Options{Training: true})
	gates := newGates()
	m := c.compile(t, gates, nil)
	run(t, m)
	if got := ops(m, func(o *op) bool { return o.absent }); len(got) != 0 {
		t.Errorf("got %v absent with every block there", got)
	}
	gates[1].Deleted = true
	run(t, m)
	for _, o := range m.b.branches[gates[1]] {
		if !o.absent {
			t.Errorf("got %v computed, want it left out", o)
		}
	}
	// Of a normalization and a convolution: the latter's gradients by input and
	// by weights. The former hands on the gradient of the shortcut.
	backward := ops(m, func(o *op) bool { return o.absent && o.gate == nil })
	if len(backward) != 2 {
		t.Errorf("got %v left out of the backward pass, want two gradients of a convolution", backward)
	}
	join := ops(m, func(o *op) bool { return o.joins && o.gate == gates[1] })[0]
	if join.last != join.makers[0].last {
		t.Error("got a copy of the input of a deleted block, want it handed on")
	}
}

// footprint is the memory of a graph's outputs, in values.
func footprint(m *Machine) int {
	stretches := make(map[*float64]int)
	for _, o := range ops(m, func(o *op) bool { return o.out != nil && len(o.shape) > 0 }) {
		d := data[float64](o.out)
		stretches[&d[0]] = max(stretches[&d[0]], len(d))
	}
	sum := 0
	for _, n := range stretches {
		sum += n
	}
	return sum
}

// A graph for prediction needs no more memory for forty blocks than for four. One
// for training keeps, of a block, what enters its normalization and its convolution.
func TestMemoryOfDeepNetworks(t *testing.T) {
	const value = 2 * 4 * 4 * 16 // 7 images fill a block of 16
	size := func(o Options, blocks int) int {
		c := deep("pre-activation", o, blocks)
		return footprint(c.compile(t, gatesFor(c), nil))
	}
	if got, want := size(Options{}, 40), size(Options{}, 4); got != want {
		t.Errorf("prediction: got %d values for 40 blocks, want %d as for 4", got, want)
	}
	perBlock := float64(size(Options{Training: true}, 40)-size(Options{Training: true}, 4)) / 36
	parameters := float64(2*2*9 + 2 + 2)
	if got := (perBlock - parameters) / float64(value); got > 2 {
		t.Errorf("training: got %.3f values of an activation's size per block, want 2", got)
	}
}

// A normalization that is folded into a convolution is the one that goes over the
// convolution's output, γ·(x − μ)/√(σ² + ε) + β, up to rounding: whatever the
// convolution, the factor, the shortcut and the ReLU around it, and for means and
// variances of any size.
func TestFoldingIsTheNormalization(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := NewMaker(rapid.Uint64().Draw(t, "seed"), Float64)
		groups := rapid.SampledFrom([]int{1, 2}).Draw(t, "groups")
		conv := m.GroupedConv("conv", 4, 4, rapid.SampledFrom([]int{1, 3}).Draw(t, "kernel"), rapid.IntRange(1, 2).Draw(t, "stride"), groups)
		if rapid.Bool().Draw(t, "bias") {
			conv.Bias = m.Bias("bias", 4, 0.7)
		}
		norm := m.Norm("bn", 4)
		spread := rapid.SampledFrom([]float64{1e-6, 1, 1e4}).Draw(t, "spread")
		for _, p := range norm.params() {
			values := p.Float64s()
			for i := range values {
				values[i] = spread * m.rng.Float64()
			}
			if err := p.Set(values); err != nil {
				t.Fatal(err)
			}
		}
		relu := rapid.Bool().Draw(t, "ReLU")
		images := randomSample(3, 5, 100, 1).images
		raw, _ := predicted(t, images, func(b *Builder, x Node) Node { return b.Conv2D(x, conv) })
		got, folded := predicted(t, images, func(b *Builder, x Node) Node {
			if relu {
				return b.BatchNormReLU(b.Conv2D(x, conv), norm)
			}
			return b.BatchNorm(b.Conv2D(x, conv), norm)
		})
		if folded != 1 {
			t.Fatalf("got %d operations deferred, want the convolution", folded)
		}
		gamma, beta, mean, variance := norm.Weight.Float64s(), norm.Bias.Float64s(), norm.RunningMean.Float64s(), norm.RunningVar.Float64s()
		pixels := len(raw) / 5 / 4
		for i, x := range raw {
			c := i / pixels % 4
			s := gamma[c] / math.Sqrt(variance[c]+normEpsilon)
			want := s*(x-mean[c]) + beta[c]
			if relu {
				want = max(0, want)
			}
			if size := math.Abs(s*x) + math.Abs(s*mean[c]) + math.Abs(beta[c]) + math.Abs(s); math.Abs(got[i]-want) > 1e-13*size {
				t.Fatalf("value %d: got %v, want %v", i, got[i], want)
			}
		}
	})
}

// predicted returns what a graph for prediction makes of images of 4×5×5, in order of
// image, channel and pixel, and how many of its operations were left to their readers.
func predicted(t *rapid.T, images []float32, add func(b *Builder, x Node) Node) (values []float64, deferred int) {
	b := NewBuilder(Options{Batch: 5, Dtype: Float64})
	y := add(b, b.Input(4, 5, 5))
	m, err := b.Compile(y, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(images); err != nil {
		t.Fatal(err)
	}
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return outputOf[float64](b, y), len(ops(m, func(o *op) bool { return o.deferred }))
}
