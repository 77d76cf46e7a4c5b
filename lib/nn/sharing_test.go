package nn

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// draft is a piece of a random network: what to add next, and what it reads.
type draft struct{ kind, x, z, gate int }

const kinds = 30

// notKept stands in a network for a value that is kept in another one.
const notKept = kinds

func drafts(t *rapid.T) []draft {
	all := make([]draft, rapid.IntRange(1, 9).Draw(t, "operations"))
	for i := range all {
		all[i] = draft{
			kind: rapid.IntRange(0, kinds-1).Draw(t, "kind"),
			x:    rapid.IntRange(0, i).Draw(t, "x"),
			z:    rapid.IntRange(0, i).Draw(t, "z"),
			gate: rapid.IntRange(0, 2).Draw(t, "gate"),
		}
	}
	return all
}

// grow builds a random network over images of 2×4×4. Every value has that shape.
func grow(b *Builder, m *Maker, all []draft, gates []*Gate) (Node, *Scalar) {
	values := []Node{b.Conv2D(b.Input(2, 4, 4), m.Conv("stem", 2, 2, 3, 1))}
	name := ""
	conv := func(x Node) Node { return b.Conv2D(x, m.Conv(name+"conv", 2, 2, 3, 1)) }
	for i, d := range all {
		name = fmt.Sprint(i)
		x, z := values[d.x], values[d.z]
		b.Block(gates[d.gate])
		var y Node
		switch d.kind {
		case 0:
			y = conv(x)
		case 1:
			y = b.BatchNormReLU(x, m.Norm(name+"norm", 2))
		case 2:
			y = b.BatchNorm(conv(x), m.Norm(name+"norm", 2))
		case 3:
			y = b.Tanh(x)
		case 4:
			y = b.Add(x, z, 1)
		case 5:
			y = b.Add(x, b.Branch(func() Node { return conv(x) }), 1)
		case 6:
			y = b.Add(x, b.Branch(func() Node { return conv(b.BatchNormReLU(x, m.Norm(name+"norm", 2))) }), 1)
		case 7:
			y = b.Multistep(m.Uniform(name+"k", -0.5, 0.5, 1), x, z, b.Branch(func() Node { return conv(x) }), 1)
		case 8:
			y = b.Bypass(x, b.Branch(func() Node { return b.BatchNormReLU(conv(x), m.Norm(name+"norm", 2)) }), 1)
		case 9:
			y = b.ScaledAdd(x, b.Branch(func() Node { return conv(b.ReLU(x)) }), Learned(m.Uniform(name+"h", 0, 1, 1)))
		case 10:
			y = b.Blend(x, z, Learned(m.Uniform(name+"k", -0.5, 0.5, 1)))
		case 11:
			y = b.BatchNormAddReLU(b.Branch(func() Node { return conv(x) }), z, m.Norm(name+"norm", 2))
		case 12:
			y = b.Slice(b.Concat(x, z, b.Tanh(x)), 1, 3)
		case 13:
			y = b.Pad(b.Slice(x, 0, 1), 1, 0)
		case 14:
			y = b.MaxPool(x, Window{Size: 3, Stride: 1, Pad: 1})
		case 15:
			y = b.AveragePool(x, Window{Size: 3, Stride: 1, Pad: 1})
		case 16:
			y = b.NormalNoise(b.Dropout(x, 0.25), 0.1)
		case 17:
			y = b.Add(z, b.Branch(func() Node { return b.DropPath(conv(x), 0.25) }), 1)
		case 18:
			y = b.ReLU(b.Add(x, z, 1))
		case 19, 20:
			y = couple(b, x, z, coupledBranch(b, m, name, d.kind == 20))
		case 21:
			y = b.Keep(x)
		case 22:
			y = b.Add(x, b.Branch(func() Node { return b.Gated(conv(x), b.Tanh(z), z) }), 1)
		case 23:
			y = b.Weighted([]float64{1, -0.5, 2}, x, z, b.Tanh(x))
		case 24:
			y = b.Shake(x, z)
		case 25:
			y = b.Columns(3, ColumnDrop{Local: 0.3, Global: 0.3}).Mean(x, z, b.Tanh(z))
		case 26:
			y = b.Offset(x, m.Bias(name+"offset", 2, 0.5))
		case 27:
			y = b.ConvTransposed2D(x, m.Conv(name+"conv", 2, 2, 3, 1))
		case 28:
			grouped := m.GroupedConv(name+"conv", 2, 2, 3, 1, 2)
			grouped.Bias = m.Bias(name+"bias", 2, 0.5)
			y = b.ReLU(b.BatchNorm(b.Conv2D(x, grouped), m.Norm(name+"norm", 2)))
		case 29:
			y = b.Beside(b.Add(x, b.Branch(func() Node { return b.ReLU(b.BatchNorm(conv(z), m.Norm(name+"norm", 2))) }), 1))
		case notKept:
			y = x
		}
		values = append(values, y)
	}
	b.Block(nil)
	sum := values[len(values)-1]
	for i, v := range values[:len(values)-1] {
		if !slices.ContainsFunc(all, func(d draft) bool { return d.x == i }) {
			sum = b.Add(sum, v, 1) // Gorgonia wants every parameter to have a part in the loss
		}
	}
	last := b.Linear(b.GlobalAveragePool(sum), m.Linear("fc", 2, 3))
	return last, b.CrossEntropy(last)
}

// couple adds a coupling if there are two values for one.
func couple(b *Builder, x, z Node, f func(Node) Node) Node {
	if x.node == z.node {
		return b.Add(x, b.Branch(func() Node { return f(z) }), 1)
	}
	return b.Coupling(x, z, f)
}

// grown is a random network, compiled, and its gates.
func grown(t *rapid.T, o Options, how sharing, all []draft, gates []Gate) (*Machine, []*Gate) {
	closed := make([]*Gate, len(gates))
	for i, g := range gates {
		closed[i] = &g
	}
	b := NewBuilder(o)
	b.sharing = how
	out, loss := grow(b, NewMaker(3, o.Dtype), all, closed)
	m, err := b.Compile(out, loss)
	if err != nil {
		t.Fatal(err)
	}
	return m, closed
}

// outcome is everything that a run leaves behind.
func outcome(t *rapid.T, o Options, how sharing, all []draft, gates []Gate) []float64 {
	m, closed := grown(t, o, how, all, gates)
	runs(t, m, closed, randomSample(8, o.Batch, 32, 3))
	runs(t, m, closed, randomSample(5, 5, 32, 3))
	return append(results(t, m), learned(t, m)...)
}

// runs a batch with the gates the other way round, and then as they are.
func runs(t *rapid.T, m *Machine, gates []*Gate, s sample) {
	if err := m.Load(s.images); err != nil {
		t.Fatal(err)
	}
	if err := m.Labels(s.labels); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, g := range gates {
			g.Deleted = !g.Deleted
		}
		if err := m.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

// results are the loss, the outputs, the gradient by the images, and what is kept.
func results(t *rapid.T, m *Machine) []float64 {
	got := []float64{m.Loss()}
	logits := make([]float32, 15)
	if err := m.Read(logits); err != nil {
		t.Fatal(err)
	}
	for _, v := range logits {
		got = append(got, float64(v))
	}
	if m.b.opts.ByInput {
		byInput := make([]float32, 5*32)
		if err := m.ReadInputGradient(byInput); err != nil {
			t.Fatal(err)
		}
		for _, v := range byInput {
			got = append(got, float64(v))
		}
	}
	return append(got, keptOf(t, m)...)
}

// keptOf is every value that is kept, with its gradient if it has one.
func keptOf(t *rapid.T, m *Machine) []float64 {
	var got []float64
	byID := func(a, b *keptValue) int { return int(a.node.ID() - b.node.ID()) }
	for _, k := range slices.SortedFunc(maps.Values(m.b.kept), byID) {
		value, err := m.Value(k.Node)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, value...)
		if k.gradient == nil {
			continue
		}
		gradient, err := m.Gradient(k.Node)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, gradient...)
	}
	return got
}

// learned is the gradients by the parameters.
func learned(t *rapid.T, m *Machine) []float64 {
	var got []float64
	for _, p := range m.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, data[float64](g)...)
	}
	return got
}

// Whatever the network and its gates, a run computes the same to the bit, whether
// every output has memory of its own, or they share it, or what is dead is
// overwritten with NaN at once; however large a batch the graph has room for; and
// whatever batch and gates there were before.
func TestSharingMemoryChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drafts(t)
		o := Options{Batch: 7, Training: rapid.Bool().Draw(t, "training"), Dtype: Float64, Threads: 1}
		o.Holds = rapid.Bool().Draw(t, "holds")
		o.Frozen = rapid.Bool().Draw(t, "frozen")
		o.ByInput = o.Training && rapid.Bool().Draw(t, "by input")
		gates := make([]Gate, 3)
		for i := range gates {
			gates[i].Deleted = rapid.Bool().Draw(t, "deleted")
			gates[i].Scale = rapid.SampledFrom([]float64{0, 0.5}).Draw(t, "scale")
			gates[i].Backward = Backward(rapid.IntRange(0, 2).Draw(t, "backward"))
		}
		exact := o
		exact.Batch = 5
		want := outcome(t, exact, apart, all, gates)
		if slices.ContainsFunc(want, math.IsNaN) {
			t.Fatalf("got NaN in %v", want)
		}
		o.Batch = rapid.SampledFrom([]int{7, 33}).Draw(t, "batch")
		for _, how := range []sharing{shared, spoiled} {
			if got := outcome(t, o, how, all, gates); !slices.Equal(got, want) {
				t.Errorf("sharing %d: got %v, want %v", how, got, want)
			}
		}
	})
}

// Whatever is held, a run of the same batch computes the same to the bit: nothing
// that others read of a held block is overwritten.
func TestHoldingBlocksChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Batch: 7, Dtype: Float64, Threads: 1, Holds: true}
		gates := make([]Gate, 3)
		for i := range gates {
			gates[i].Deleted = rapid.Bool().Draw(t, "deleted")
		}
		m, closed := grown(t, o, spoiled, drafts(t), gates)
		runs(t, m, closed, randomSample(5, 5, 32, 3))
		want := results(t, m)
		for range 3 {
			for _, g := range closed {
				g.Held = rapid.Bool().Draw(t, "held")
			}
			switch err := m.Run(context.Background()); {
			case err != nil && strings.Contains(err.Error(), "want both held or none"):
				return
			case err != nil:
				t.Fatal(err)
			}
			if got := results(t, m); !slices.Equal(got, want) {
				t.Errorf("got %v with blocks held, want %v", got, want)
			}
		}
	})
}
