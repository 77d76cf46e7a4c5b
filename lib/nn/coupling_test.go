package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"pgregory.net/rapid"
)

// coupledBranch makes the layers of a branch once, and adds it as often as it is
// called.
func coupledBranch(b *Builder, m *Maker, name string, drops bool) func(Node) Node {
	norm1, conv1 := m.Norm(name+".bn1", 2), m.Conv(name+".conv1", 2, 3, 3, 1)
	norm2, conv2 := m.Norm(name+".bn2", 3), m.Conv(name+".conv2", 3, 2, 3, 1)
	return func(z Node) Node {
		h := b.Conv2D(b.BatchNormReLU(z, norm1), conv1)
		if drops {
			h = b.Dropout(h, 0.25)
		}
		return b.Conv2D(b.BatchNormReLU(h, norm2), conv2)
	}
}

// coupled is a network of so many couplings over images of 2×5×5, with a gate each.
func coupled(t testing.TB, o Options, couplings int) (*Machine, []*Gate) {
	t.Helper()
	m, b := NewMaker(3, o.Dtype), NewBuilder(o)
	x := b.Conv2D(b.Input(2, 5, 5), m.Conv("stem", 2, 4, 3, 1))
	u, v := b.Slice(x, 0, 2), b.Slice(x, 2, 4)
	gates := make([]*Gate, couplings)
	for i := range gates {
		gates[i] = &Gate{}
		b.Block(gates[i])
		u, v = v, b.Coupling(u, v, coupledBranch(b, m, fmt.Sprint(i), true))
	}
	b.Block(nil)
	out := b.Linear(b.GlobalAveragePool(b.BatchNormReLU(b.Concat(u, v), m.Norm("bn", 4))), m.Linear("fc", 4, 3))
	machine, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		t.Fatal(err)
	}
	return machine, gates
}

// Whatever the network around couplings and whatever its gates, the gradients are
// those of one that stores every activation, to the last digits of float64.
func TestCouplingsComputeAgainWhatTheyDoNotKeep(t *testing.T) {
	// Where a value is exactly zero, what a ReLU passes on hangs on the last digit: no
	// kinds of operations that put out zeros.
	smooth := []int{0, 2, 3, 5, 6, 7, 9, 10, 12, 15, 16, 17}
	rapid.Check(t, func(t *rapid.T) {
		all := drafts(t)
		for i := range all {
			if all[i].kind < 19 && !slices.Contains(smooth, all[i].kind) {
				all[i].kind = 19
			}
		}
		o := Options{Batch: 7, Training: true, ByInput: true, Dtype: Float64, Threads: 1}
		o.Frozen = rapid.Bool().Draw(t, "frozen")
		gates := make([]Gate, 3)
		for i := range gates {
			gates[i].Deleted = rapid.Bool().Draw(t, "deleted")
			gates[i].Scale = rapid.SampledFrom([]float64{0, 0.5}).Draw(t, "scale")
			gates[i].Backward = Backward(rapid.IntRange(0, 2).Draw(t, "backward"))
		}
		got := outcome(t, o, spoiled, all, gates)
		o.StoreActivations = true
		want := outcome(t, o, apart, all, gates)
		for i := range want {
			if !(math.Abs(got[i]-want[i]) <= 1e-10*(1+math.Abs(want[i]))) {
				t.Fatalf("value %d of loss, outputs and gradients: got %v, want %v", i, got[i], want[i])
			}
		}
	})
}

// With values of the size that normalized ones have, nothing is lost on the way back:
// loss and gradients are to the bit those of stored activations, in float32 too.
func TestCouplingsLoseNothing(t *testing.T) {
	s := randomSample(7, 21, 50, 3)
	for _, dtype := range []Dtype{Float32, Float64} {
		o := Options{Batch: 33, Training: true, Dtype: dtype}
		again, _ := coupled(t, o, 30)
		o.StoreActivations = true
		stored, _ := coupled(t, o, 30)
		s.load(t, again)
		s.load(t, stored)
		if got, want := run(t, again), run(t, stored); got != want {
			t.Errorf("%v: got loss %v, want %v", dtype, got, want)
		}
		for i, p := range again.Params() {
			got, want := gradientOf(t, p), gradientOf(t, stored.Params()[i])
			if !slices.Equal(got, want) {
				t.Errorf("%v: got gradient %v of %v, want %v", dtype, got, p, want)
			}
		}
	}
}

func gradientOf(t *testing.T, p gorgonia.ValueGrad) []float64 {
	t.Helper()
	g, err := p.Grad()
	if err != nil {
		t.Fatal(err)
	}
	var all []float64
	switch d := g.Data().(type) {
	case []float64:
		all = d
	case []float32:
		for _, v := range d {
			all = append(all, float64(v))
		}
	}
	return all
}

// The memory of activations is the same for any number of couplings, with gates and
// without; stored activations grow with each.
func TestMemoryOfCouplingsIsFlat(t *testing.T) {
	arena := func(couplings int, store bool) int {
		m, _ := coupled(t, Options{Batch: 33, Training: true, StoreActivations: store}, couplings)
		return m.b.arena
	}
	if few, many := arena(40, false), arena(160, false); many != few {
		t.Errorf("got %d bytes for 160 couplings, want the %d of 40", many, few)
	}
	const state = 3 * 16 * 2 * 5 * 5 * 4 // 48 lanes of 2×5×5 float32
	if few, many := arena(4, true), arena(16, true); many-few < 12*3*state {
		t.Errorf("got %d more bytes for 12 more couplings with stored activations, want at least %d", many-few, 12*3*state)
	}
}

// Training moves running statistics once, to where stored activations move them, and
// counts each branch once.
func TestCouplingsAreBookedOnce(t *testing.T) {
	s := randomSample(7, 21, 50, 3)
	var moved [2][][]float64
	for i, store := range []bool{false, true} {
		m, gates := coupled(t, Options{Batch: 21, Training: true, Dtype: Float64, StoreActivations: store}, 5)
		s.load(t, m)
		run(t, m)
		m.UpdateStatistics()
		if got := len(m.b.norms); got != 11 {
			t.Errorf("stored %v: got %d normalizations with statistics to move, want 11", store, got)
		}
		for _, n := range m.b.norms {
			moved[i] = append(moved[i], n.layer.RunningMean.Float64s(), n.layer.RunningVar.Float64s())
		}
		for _, g := range gates {
			if g.Evaluations != 1 {
				t.Errorf("stored %v: got %d evaluations of a branch, want 1", store, g.Evaluations)
			}
		}
	}
	if !slices.EqualFunc(moved[0], moved[1], slices.Equal) {
		t.Errorf("got statistics %v, want those of stored activations %v", moved[0], moved[1])
	}
}

// Threads and the room for other images have no part in the gradients.
func TestCouplingsGiveTheSameBits(t *testing.T) {
	s := randomSample(7, 21, 50, 3)
	var want []float64
	for _, o := range []Options{{Batch: 21, Threads: 1}, {Batch: 21, Threads: 3}, {Batch: 50, Threads: 2}} {
		o.Training, o.Dtype = true, Float64
		m, _ := coupled(t, o, 9)
		s.load(t, m)
		run(t, m)
		got := gradients(t, m)
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Errorf("got other gradients with %d threads and a batch of %d", o.Threads, o.Batch)
		}
	}
}

// What is left out of the branches is left out of what is computed again.
func TestCouplingsDropPaths(t *testing.T) {
	s := randomSample(7, 21, 32, 3)
	var all [2][]float64
	for i, store := range []bool{false, true} {
		m, b := NewMaker(3, Float64), NewBuilder(Options{Batch: 21, Training: true, Dtype: Float64, StoreActivations: store, Seed: 5})
		x := b.Conv2D(b.Input(2, 4, 4), m.Conv("stem", 2, 4, 3, 1))
		u, v := b.Slice(x, 0, 2), b.Slice(x, 2, 4)
		for _, name := range []string{"f", "g", "h"} {
			b.DropPaths(0.5, func() { u, v = v, b.Coupling(u, v, coupledBranch(b, m, name, false)) })
		}
		out := b.Linear(b.GlobalAveragePool(b.Concat(u, v)), m.Linear("fc", 4, 3))
		machine, err := b.Compile(out, b.CrossEntropy(out))
		if err != nil {
			t.Fatal(err)
		}
		s.load(t, machine)
		run(t, machine)
		all[i] = append(gradients(t, machine), machine.Loss())
	}
	for i, want := range all[1] {
		if math.Abs(all[0][i]-want) > 1e-12 {
			t.Errorf("value %d: got %v, want %v", i, all[0][i], want)
		}
	}
}

// A coupling inside the branch of another is a part of that branch.
func TestACouplingInsideACoupling(t *testing.T) {
	s := randomSample(7, 5, 32, 3)
	var all [2][]float64
	for i, store := range []bool{false, true} {
		m, b := NewMaker(3, Float64), NewBuilder(Options{Batch: 5, Training: true, Dtype: Float64, StoreActivations: store})
		x := b.Conv2D(b.Input(2, 4, 4), m.Conv("stem", 2, 4, 3, 1))
		u, v := b.Slice(x, 0, 2), b.Slice(x, 2, 4)
		outer, inner := coupledBranch(b, m, "outer", true), coupledBranch(b, m, "inner", true)
		u = b.Coupling(u, v, func(z Node) Node { return b.Coupling(outer(z), z, inner) })
		out := b.Linear(b.GlobalAveragePool(b.Concat(u, v)), m.Linear("fc", 4, 3))
		machine, err := b.Compile(out, b.CrossEntropy(out))
		if err != nil {
			t.Fatal(err)
		}
		s.load(t, machine)
		run(t, machine)
		all[i] = gradients(t, machine)
	}
	for i, want := range all[1] {
		if math.Abs(all[0][i]-want) > 1e-12 {
			t.Errorf("gradient %d: got %v, want %v", i, all[0][i], want)
		}
	}
}

func TestCouplingsThatCannotBe(t *testing.T) {
	calls := 0
	tests := []struct {
		name, want string
		build      func(b *Builder, m *Maker, u, v Node) Node
	}{
		{"one value twice", "got one value of 2×4×4 twice, want two", func(b *Builder, m *Maker, u, _ Node) Node {
			return b.Coupling(u, u, coupledBranch(b, m, "f", false))
		}},
		{"a branch of another shape", "got a state of 2×4×4 and a branch of 3×4×4", func(b *Builder, m *Maker, u, v Node) Node {
			return b.Coupling(u, v, func(z Node) Node { return b.Conv2D(z, m.Conv("f", 2, 3, 3, 1)) })
		}},
		{"a branch that shrinks", "got 1 operations of a branch that added 2 before", func(b *Builder, m *Maker, u, v Node) Node {
			calls = 0
			return b.Coupling(u, v, func(z Node) Node {
				if calls++; calls == 1 {
					return b.Tanh(b.Tanh(z))
				}
				return b.Tanh(z)
			})
		}},
		{"a branch that grows", "got tanh of (1, 2, 4, 4, 16) from a branch that added something else before", func(b *Builder, m *Maker, u, v Node) Node {
			calls = 0
			return b.Coupling(u, v, func(z Node) Node {
				if calls++; calls == 1 {
					return b.Tanh(z)
				}
				return b.Tanh(b.Tanh(z))
			})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, b := NewMaker(3, Float32), NewBuilder(Options{Batch: 2, Training: true})
			x := b.Conv2D(b.Input(2, 4, 4), m.Conv("stem", 2, 4, 3, 1))
			out, loss := cross(b, b.Concat(tt.build(b, m, b.Slice(x, 0, 2), b.Slice(x, 2, 4)), x))
			_, err := b.Compile(out, loss)
			mustContain(t, err, tt.want)
		})
	}
}
