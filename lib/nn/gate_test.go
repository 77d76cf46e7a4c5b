package nn

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
)

// block is a residual block of a kind, with its layers made beforehand so that
// several graphs can be built of the same ones.
type block struct {
	kind   string
	conv   Conv
	norm   Norm
	factor *Param
}

func makeBlock(m *Maker, kind, name string) block {
	k := block{kind, m.Conv(name+".conv", 2, 2, 3, 1), m.Norm(name+".norm", 2), m.Uniform(name+".k", 0.2, 0.5, 1)}
	for _, p := range []*Param{k.norm.Weight, k.norm.Bias, k.norm.RunningMean, k.norm.RunningVar} {
		for i := range p.Len() {
			data[float64](p.value)[i] += 0.3 * m.rng.Float64()
		}
	}
	return k
}

var kindsOfBlock = []string{"pre-activation", "original", "plain", "multistep", "scaled"}

// add adds a block. scale and whether the branch is there are what a gate would do.
func (k block) add(b *Builder, x Node, there bool, scale float64) Node {
	f := func() Node { return b.Conv2D(b.BatchNormReLU(x, k.norm), k.conv) }
	times := func(f Node) Node {
		if scale != 1 {
			f = b.ScaledAdd(b.Add(f, f, 1), f, Constant(scale-2))
		}
		return f
	}
	switch {
	case k.kind == "original" && !there:
		return b.ReLU(x)
	case k.kind == "original":
		f := b.Branch(func() Node { return b.BatchNorm(b.Conv2D(x, k.conv), k.norm) })
		return b.ReLU(b.Add(x, times(f), 1))
	case k.kind == "multistep" && !there:
		return b.Blend(x, x, Learned(k.factor))
	case k.kind == "multistep":
		return b.Multistep(k.factor, x, x, times(b.Branch(f)), 1)
	case !there:
		return x
	case k.kind == "plain":
		return b.Bypass(x, times(b.Branch(f)), 1)
	case k.kind == "scaled":
		return b.ScaledAdd(x, times(b.Branch(f)), Constant(0.5))
	}
	return b.Add(x, times(b.Branch(f)), 1)
}

// chain is a network of three blocks.
type chain struct {
	stem   Conv
	blocks []block
	head   Linear
	o      Options
}

func newChain(kind string, o Options) chain {
	m := NewMaker(11, Float64)
	o.Batch, o.Dtype = 7, Float64
	return chain{
		m.Conv("stem", 2, 2, 3, 1),
		[]block{makeBlock(m, kind, "0"), makeBlock(m, kind, "1"), makeBlock(m, kind, "2")},
		m.Linear("fc", 2, 3), o,
	}
}

// compile builds the network with gates, or without them as they would have it.
func (c chain) compile(t *testing.T, gates []*Gate, byHand []Gate) *Machine {
	t.Helper()
	b := NewBuilder(c.o)
	x := b.Conv2D(b.Input(2, 4, 4), c.stem)
	for i, k := range c.blocks {
		there, scale := true, 1.0
		if gates != nil {
			b.Block(gates[i])
		} else {
			there, scale = !byHand[i].Deleted, byHand[i].scale()
		}
		x = k.add(b, x, there, scale)
	}
	b.Block(nil)
	out := b.Linear(b.GlobalAveragePool(x), c.head)
	m, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		t.Fatal(err)
	}
	randomSample(5, 5, 32, 3).load(t, m)
	return m
}

func newGates() []*Gate { return []*Gate{{}, {}, {}} }

// near compares to rounding: a network built by hand adds in another order.
func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d values, want %d", what, len(got), len(want))
	}
	for i, w := range want {
		if math.Abs(got[i]-w) > 1e-9*(1+math.Abs(w)) {
			t.Fatalf("%s: got %v at %d, want %v", what, got[i], i, w)
		}
	}
}

func logits(t *testing.T, m *Machine) []float64 {
	t.Helper()
	run(t, m)
	out := make([]float32, 15)
	if err := m.Read(out); err != nil {
		t.Fatal(err)
	}
	wide := make([]float64, len(out))
	for i, v := range out {
		wide[i] = float64(v)
	}
	return append(wide, m.Loss())
}

// byName is the gradients of a graph, zero for parameters that it does not have.
func byName(t *testing.T, m *Machine, of []*Param) map[*Param][]float64 {
	t.Helper()
	grads := make(map[*Param][]float64)
	for _, p := range of {
		grads[p] = make([]float64, p.Len())
		if n := m.b.nodes[p]; n != nil {
			g, err := n.Grad()
			if err != nil {
				t.Fatal(err)
			}
			grads[p] = slices.Clone(data[float64](g))
		}
	}
	return grads
}

func (c chain) learned() []*Param {
	all := []*Param{c.stem.Weight, c.head.Weight, c.head.Bias}
	for _, k := range c.blocks {
		all = append(all, k.conv.Weight, k.norm.Weight, k.norm.Bias)
		if k.kind == "multistep" {
			all = append(all, k.factor)
		}
	}
	return all
}

// settings are gates of three blocks.
var settings = [][]Gate{
	{{}, {}, {}},
	{{Deleted: true}, {}, {}},
	{{}, {Deleted: true}, {Scale: 0.3}},
	{{Scale: -2}, {Deleted: true}, {Deleted: true}},
	{{Deleted: true}, {Deleted: true}, {Deleted: true}},
}

// Whatever a gate says, the compiled graph computes what a network computes that
// is built so: outputs, loss, and in training every gradient. What is left out
// costs nothing: its gradients are zero and its running statistics stay.
func TestGatesAreNetworksBuiltByHand(t *testing.T) {
	for _, kind := range kindsOfBlock {
		for _, o := range []Options{{}, {Holds: true}, {Training: true}, {Training: true, Frozen: true}} {
			c := newChain(kind, o)
			gates := newGates()
			gated := c.compile(t, gates, nil)
			for i, s := range settings {
				name := fmt.Sprintf("%s, %+v, setting %d", kind, o, i)
				for i := range gates {
					*gates[i] = s[i]
				}
				built := c.compile(t, nil, s)
				near(t, name, logits(t, gated), logits(t, built))
				if o.Training {
					got, want := byName(t, gated, c.learned()), byName(t, built, c.learned())
					for _, p := range c.learned() {
						near(t, name+": "+p.Name, got[p], want[p])
					}
				}
			}
		}
	}
}

func TestRunningStatisticsOfDeletedBlocksStay(t *testing.T) {
	c := newChain("pre-activation", Options{Training: true})
	gates := newGates()
	m := c.compile(t, gates, nil)
	gates[1].Deleted = true
	before := make([]float64, 3)
	for i, k := range c.blocks {
		before[i] = k.norm.RunningMean.Float64s()[0]
	}
	run(t, m)
	m.UpdateStatistics()
	for i, k := range c.blocks {
		if moved := k.norm.RunningMean.Float64s()[0] != before[i]; moved != (i != 1) {
			t.Errorf("block %d: got statistics moved: %v", i, moved)
		}
	}
}

// A block computed with the layers of another is the block of those layers, but for
// the coefficient of its end; two that point at each other trade places.
func TestBlocksTradePlaces(t *testing.T) {
	for _, kind := range kindsOfBlock {
		c := newChain(kind, Options{})
		gates := newGates()
		m := c.compile(t, gates, nil)
		own := logits(t, m)
		gates[0].Instead, gates[2].Instead = gates[2], gates[0]
		got := logits(t, m)
		swapped := c
		swapped.blocks = []block{c.blocks[2], c.blocks[1], c.blocks[0]}
		for i := range swapped.blocks {
			swapped.blocks[i].factor = c.blocks[i].factor
		}
		near(t, kind, got, logits(t, swapped.compile(t, newGates(), nil)))
		if slices.Equal(got, own) {
			t.Errorf("%s: got the outputs of the blocks in order", kind)
		}
		gates[0].Instead, gates[2].Instead = nil, nil
		if !slices.Equal(logits(t, m), own) {
			t.Errorf("%s: got other outputs with every block in its place again", kind)
		}
	}
}

func inputGradient(t *testing.T, m *Machine) []float64 {
	t.Helper()
	run(t, m)
	got := make([]float32, 5*32)
	if err := m.ReadInputGradient(got); err != nil {
		t.Fatal(err)
	}
	wide := make([]float64, len(got))
	for i, v := range got {
		wide[i] = float64(v)
	}
	return wide
}

// The gradient by the input is the sum over all paths: over all ways through the
// blocks, each shortcut or branch.
func TestPathsAddUpToTheGradient(t *testing.T) {
	for _, kind := range []string{"pre-activation", "original", "scaled", "multistep"} {
		c := newChain(kind, Options{Training: true, Frozen: true, ByInput: true})
		gates := newGates()
		m := c.compile(t, gates, nil)
		whole := inputGradient(t, m)
		loss := m.Loss()
		sum := make([]float64, len(whole))
		for path := range 8 {
			for i, g := range gates {
				g.Backward = ShortcutOnly + Backward(path>>i&1)
			}
			for i, v := range inputGradient(t, m) {
				sum[i] += v
			}
			if m.Loss() != loss {
				t.Errorf("%s: got loss %v on path %d, want %v as always", kind, m.Loss(), path, loss)
			}
		}
		for i, w := range whole {
			if math.Abs(sum[i]-w) > 1e-7 {
				t.Fatalf("%s: got %v at %d as the sum over paths, want %v", kind, sum[i], i, w)
			}
		}
	}
}

// A branch that gradients do not enter learns nothing; a shortcut that they do not
// enter leaves the branch's gradients as they are.
func TestOneWayThroughABlock(t *testing.T) {
	c := newChain("pre-activation", Options{Training: true})
	gates := newGates()
	m := c.compile(t, gates, nil)
	run(t, m)
	weight := []*Param{c.blocks[2].conv.Weight}
	both := byName(t, m, weight)[weight[0]]
	gates[2].Backward = BranchOnly
	run(t, m)
	near(t, "branch only", byName(t, m, weight)[weight[0]], both)
	gates[2].Backward = ShortcutOnly
	run(t, m)
	near(t, "shortcut only", byName(t, m, weight)[weight[0]], make([]float64, len(both)))
}

// TestTheGradientByTheInput compares it with central differences.
func TestTheGradientByTheInput(t *testing.T) {
	for _, kind := range kindsOfBlock {
		for _, frozen := range []bool{false, true} {
			c := newChain(kind, Options{Training: true, Frozen: frozen, ByInput: true})
			gates := newGates()
			gates[1].Deleted, gates[2].Scale = true, 0.7
			m := c.compile(t, gates, nil)
			got := inputGradient(t, m)
			s := randomSample(5, 5, 32, 3)
			at := func(i int, d float32) float64 {
				images := slices.Clone(s.images)
				images[i] += d
				sample{images: images, labels: s.labels}.load(t, m)
				return run(t, m)
			}
			for i := 0; i < len(got); i += 13 {
				const h = 1.0 / 16384
				// The difference that float32 images really have.
				up, down := s.images[i]+h, s.images[i]-h
				want := (at(i, h) - at(i, -h)) / float64(up-down)
				if math.Abs(got[i]-want) > 2e-5 {
					t.Errorf("%s, frozen %v: got gradient %v at %d, want %v as by differences", kind, frozen, got[i], i, want)
				}
			}
		}
	}
}

func TestImpossibleGates(t *testing.T) {
	elsewhere := &Gate{}
	tests := []struct {
		name string
		o    Options
		gate Gate
		want string
	}{
		{"held in training", Options{Training: true, Holds: true}, Gate{Held: true}, "got gate 1 (of 1.norm.weight) held in a graph for training"},
		{"held without holds", Options{}, Gate{Held: true}, "got gate 1 (of 1.norm.weight) held in a graph without Options.Holds"},
		{"a scale that is no number", Options{}, Gate{Scale: math.NaN()}, "got a scale of NaN at gate 1 (of 1.norm.weight), want a finite one"},
		{"no way back", Options{}, Gate{Backward: 7}, "got backward way 7 at gate 1"},
		{"a gate of another graph", Options{}, Gate{Instead: elsewhere}, "block of no or another graph"},
		{"layers of another block in training", Options{Training: true}, Gate{Instead: elsewhere}, "want its own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gates := newGates()
			m := newChain("pre-activation", tt.o).compile(t, gates, nil)
			*gates[1] = tt.gate
			mustContain(t, m.Run(context.Background()), tt.want)
			*gates[1] = Gate{}
			run(t, m)
		})
	}
}

func TestOnlyBlocksBuiltAlikeTradePlaces(t *testing.T) {
	layers, gates := NewMaker(1, Float32), newGates()
	b := NewBuilder(Options{})
	x := b.Input(2, 4, 4)
	for i, kernel := range []int{3, 1} {
		b.Block(gates[i])
		x = b.Add(x, b.Branch(func() Node { return b.Conv2D(x, layers.Conv("c", 2, 2, kernel, 1)) }), 1)
	}
	m, err := b.Compile(x, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(make([]float32, 32)); err != nil {
		t.Fatal(err)
	}
	gates[0].Instead = gates[1]
	mustContain(t, m.Run(context.Background()), "conv2d [2 2 1 1] of 2×4×4, want a block built alike: conv2d [2 2 3 3] of 2×4×4")
}

func TestReadingAGradientThatIsNotThere(t *testing.T) {
	m := newChain("plain", Options{Training: true}).compile(t, newGates(), nil)
	run(t, m)
	mustContain(t, m.ReadInputGradient(nil), "want Options with Training and ByInput")
}

// Two convolutions of the same shapes are not alike if one of them is dilated.
func TestADilatedBlockIsNotBuiltAlike(t *testing.T) {
	layers, b := NewMaker(1, Float32), NewBuilder(Options{})
	x, gates := b.Input(2, 6, 6), []*Gate{{}, {}}
	for i, gate := range gates {
		conv := layers.Conv("c"+string(rune('1'+i)), 2, 2, 3, 1)
		conv.Pad, conv.Dilation = 1+i, 1+i
		b.Block(gate)
		x = b.Add(x, b.Branch(func() Node { return b.Conv2D(x, conv) }), 1)
	}
	m, err := b.Compile(x, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(make([]float32, 72)); err != nil {
		t.Fatal(err)
	}
	gates[0].Instead = gates[1]
	mustContain(t, m.Run(context.Background()), "with dilation 2 of 2×6×6, want a block built alike")
}
