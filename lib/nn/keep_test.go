package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// halves is a network in two parts, whose layers any number of graphs share.
type halves struct {
	conv1, conv2 Conv
	norm1, norm2 Norm
	fc           Linear
}

func newHalves(dtype Dtype) halves {
	m := NewMaker(3, dtype)
	return halves{
		m.Conv("conv1", 2, 3, 3, 1), m.Conv("conv2", 3, 4, 3, 2),
		m.Norm("bn1", 3), m.Norm("bn2", 4), m.Linear("fc", 4, 3),
	}
}

func (h halves) first(b *Builder, x Node) Node { return b.BatchNormReLU(b.Conv2D(x, h.conv1), h.norm1) }

func (h halves) second(b *Builder, x Node) Node {
	f := b.BatchNormAddReLU(b.Conv2D(x, h.conv2), b.Shortcut(x, Shortcut{Channels: 4, Stride: 2}), h.norm2)
	return b.Linear(b.GlobalAveragePool(f), h.fc)
}

// compiled is a graph of one's making with a cross-entropy at its end, and has run.
func compiled(t *testing.T, o Options, s sample, build func(b *Builder) Node) *Machine {
	t.Helper()
	b := NewBuilder(o)
	out := build(b)
	m, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		t.Fatal(err)
	}
	s.load(t, m)
	run(t, m)
	return m
}

// What is kept between two halves is what the first half puts out, and its gradient is that
// of the second half by its input.
func TestKeptValuesAndGradientsAreThoseOfTheNetworkCutInTwo(t *testing.T) {
	for _, training := range []bool{false, true} {
		for _, n := range []int{5, 16, 21} {
			t.Run(fmt.Sprintf("training %v, %d images", training, n), func(t *testing.T) {
				h, o := newHalves(Float64), Options{Batch: 21, Training: training, Dtype: Float64}
				var middle Node
				s := randomSample(1, n, 2*5*6, 3)
				whole := compiled(t, o, s, func(b *Builder) Node {
					middle = b.Keep(h.first(b, b.Input(2, 5, 6)))
					return h.second(b, middle)
				})
				value := mustHave(t)(whole.Value(middle))

				b := NewBuilder(o)
				cut := h.first(b, b.Input(2, 5, 6))
				front, err := b.Compile(cut, b.SquaredError(cut))
				if err != nil {
					t.Fatal(err)
				}
				sample{images: s.images, targets: make([]float32, len(value))}.load(t, front)
				run(t, front)
				want := make([]float64, len(value))
				if err := front.ReadFloat64s(want); err != nil {
					t.Fatal(err)
				}
				near(t, "value", value, want)
				if !training {
					_, err := whole.Gradient(middle)
					mustContain(t, err, "without a gradient")
					return
				}
				o.ByInput = true
				back := compiled(t, o, sample{images: narrowed(value), labels: s.labels}, func(b *Builder) Node {
					return h.second(b, b.Input(3, 5, 6))
				})
				if err := back.LoadFloat64s(value); err != nil {
					t.Fatal(err)
				}
				if err := back.Labels(s.labels); err != nil {
					t.Fatal(err)
				}
				run(t, back)
				want = make([]float64, len(value))
				back.b.readWide(want, back.b.input, back.b.input.node.Deriv().Value())
				near(t, "gradient", mustHave(t)(whole.Gradient(middle)), want)
			})
		}
	}
}

// mustHave passes on what there is no error about.
func mustHave(t *testing.T) func(values []float64, err error) []float64 {
	t.Helper()
	return func(values []float64, err error) []float64 {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
}

// Whatever the network, its gates and what is kept of it, the outputs and the gradients are
// those without, to rounding: what was one pass is two.
func TestKeepingChangesNothing(t *testing.T) {
	// No kinds of operations that put out zeros, where what a ReLU passes on hangs on the
	// last digit.
	smooth := []int{0, 2, 3, 5, 6, 7, 9, 10, 12, 15, 16, 17, 19, 20, 21}
	rapid.Check(t, func(t *rapid.T) {
		all := drafts(t)
		for i := range all {
			if !slices.Contains(smooth, all[i].kind) {
				all[i].kind = 21
			}
		}
		o := Options{Batch: 7, Training: rapid.Bool().Draw(t, "training"), Dtype: Float64, Threads: 1}
		gates := []Gate{{Deleted: rapid.Bool().Draw(t, "deleted")}, {Scale: 0.5}, {Backward: ShortcutOnly}}
		got := outcome(t, o, spoiled, all, gates)
		plain := slices.Clone(all)
		for i := range plain {
			if plain[i].kind == 21 {
				plain[i].kind = notKept
			}
		}
		want := outcome(t, o, spoiled, plain, gates)
		const outputs = 16 // the loss and 3 logits of 5 images
		got = append(got[:outputs], got[len(got)-(len(want)-outputs):]...)
		for i := range want {
			if !(math.Abs(got[i]-want[i]) <= 1e-9*(1+math.Abs(want[i]))) {
				t.Fatalf("value %d of loss, outputs and gradients: got %v, want %v", i, got[i], want[i])
			}
		}
	})
}

// A block that is deleted has no branch, and one whose branch is shut has no gradient there.
func TestWhatGatesLeaveOfKeptValues(t *testing.T) {
	h, gate := newHalves(Float64), &Gate{}
	m := NewMaker(5, Float64)
	inner := m.Conv("inner", 3, 3, 3, 1)
	var branch, state Node
	machine := compiled(t, Options{Batch: 4, Training: true, Dtype: Float64}, randomSample(2, 4, 50, 3), func(b *Builder) Node {
		x := h.first(b, b.Input(2, 5, 5))
		b.Block(gate)
		f := b.Branch(func() Node {
			branch = b.Keep(b.Conv2D(x, inner))
			return branch
		})
		state = b.Keep(b.Add(x, f, 1))
		b.Block(nil)
		return h.second(b, state)
	})
	whole := mustHave(t)(machine.Gradient(branch))
	if !slices.Equal(whole, mustHave(t)(machine.Gradient(state))) {
		t.Error("got other gradients by the branch than by the sum that it ends in")
	}
	gate.Backward = ShortcutOnly
	run(t, machine)
	mustHave(t)(machine.Value(branch))
	if slices.ContainsFunc(mustHave(t)(machine.Gradient(branch)), func(g float64) bool { return g != 0 }) {
		t.Error("got a gradient by a branch that lets none through, want zeros")
	}
	gate.Deleted = true
	run(t, machine)
	_, err := machine.Value(branch)
	mustContain(t, err, "Value: got a value of 3×5×5 in the branch of a deleted block")
	mustHave(t)(machine.Value(state))
	if slices.ContainsFunc(mustHave(t)(machine.ParamGradient(inner.Weight)), func(g float64) bool { return g != 0 }) {
		t.Error("got a gradient by the weights of a deleted block, want zeros")
	}
}

// A parameter's gradient is what a solver gets.
func TestParamGradient(t *testing.T) {
	for _, dtype := range []Dtype{Float32, Float64} {
		h := newHalves(dtype)
		m := compiled(t, Options{Batch: 4, Training: true, Dtype: dtype}, randomSample(2, 4, 50, 3), func(b *Builder) Node {
			return h.second(b, h.first(b, b.Input(2, 5, 5)))
		})
		params := []*Param{h.conv1.Weight, h.norm1.Weight, h.norm1.Bias, h.conv2.Weight, h.norm2.Weight, h.norm2.Bias, h.fc.Weight, h.fc.Bias}
		for i, p := range params {
			if want := gradientOf(t, m.Params()[i]); !slices.Equal(mustHave(t)(m.ParamGradient(p)), want) {
				t.Errorf("%v: got another gradient than the solver", p)
			}
		}
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	h := newHalves(Float32)
	var before, middle Node
	build := func(b *Builder) Node {
		before = b.Keep(b.Input(2, 5, 5))
		middle = h.first(b, before)
		return h.second(b, middle)
	}
	s := randomSample(2, 4, 50, 3)
	m := compiled(t, Options{Batch: 4, Training: true}, s, build)
	_, err := m.Value(middle)
	mustContain(t, err, "Value: got a value of 3×5×5 that is not kept, want what Keep returned")
	_, err = m.Gradient(before)
	mustContain(t, err, "Gradient: got a value of 2×5×5 without a gradient")
	_, err = m.ParamGradient(nil)
	mustContain(t, err, "got a parameter that the graph does not use")
	_, err = m.ParamGradient(h.norm1.RunningMean)
	mustContain(t, err, "got a parameter that the graph does not use")
	s.load(t, m)
	_, err = m.Value(before)
	mustContain(t, err, "got no run of the batch")
	_, err = m.ParamGradient(h.conv1.Weight)
	mustContain(t, err, "got no run of the batch")

	byInput := compiled(t, Options{Batch: 4, Training: true, ByInput: true}, s, build)
	got, want := mustHave(t)(byInput.Gradient(before)), make([]float32, 200)
	if err := byInput.ReadInputGradient(want); err != nil || !slices.Equal(narrowed(got), want) {
		t.Errorf("got %v and error %v, want the gradient by the input %v", got, err, want)
	}
	evaluates := compiled(t, Options{Batch: 4}, s, build)
	_, err = evaluates.ParamGradient(h.conv1.Weight)
	mustContain(t, err, "got conv1.weight [3 2 3 3], without a gradient")
}

func TestNothingIsKeptOfACoupling(t *testing.T) {
	b := NewBuilder(Options{Training: true})
	x := b.Input(2, 4, 4)
	b.Coupling(b.Slice(x, 0, 1), b.Slice(x, 1, 2), func(z Node) Node { return b.Keep(b.Tanh(z)) })
	mustContain(t, b.Err(), "Keep: got a value of 1×4×4 in the branch of a Coupling, want one outside")
}
