package nn

import (
	"context"
	"slices"
	"testing"
)

// sharedLayers is three blocks of one convolution, one normalization and one step
// size: Gorgonia adds the blocks' parts in the gradients of such parameters.
func sharedLayers(t *testing.T, blocks int, gates []*Gate) (*Machine, []*Param) {
	t.Helper()
	m := NewMaker(5, Float64)
	conv, norm, h := m.Conv("conv", 2, 2, 3, 1), m.Norm("bn", 2), m.Uniform("h", 0.5, 1, 1)
	b := NewBuilder(Options{Batch: 5, Training: true, Dtype: Float64})
	x := b.Input(2, 4, 4)
	for i := range blocks {
		b.Block(gates[i])
		x = b.ScaledAdd(x, b.Branch(func() Node { return b.BatchNorm(b.Conv2D(x, conv), norm) }), Learned(h))
	}
	b.Block(nil)
	out, loss := cross(b, x)
	machine, err := b.Compile(out, loss)
	if err != nil {
		t.Fatal(err)
	}
	randomSample(5, 5, 32, 2).load(t, machine)
	return machine, []*Param{conv.Weight, norm.Weight, norm.Bias, h}
}

// A deleted block has no part in the gradients of layers that it shares with
// others, not even one of an earlier run.
func TestADeletedBlockHasNoPartInSharedLayers(t *testing.T) {
	gates := newGates()
	three, params := sharedLayers(t, 3, gates)
	run(t, three)
	gates[1].Deleted = true
	run(t, three)
	two, same := sharedLayers(t, 2, newGates())
	run(t, two)
	got, want := byName(t, three, params), byName(t, two, same)
	for i, p := range params {
		near(t, p.Name, got[p], want[same[i]])
	}
}

// Statistics move once there is a run of the batch that was loaded, and not
// without one.
func TestStatisticsAreOfARunThatIsThrough(t *testing.T) {
	m := newChain("pre-activation", Options{Training: true}).compile(t, newGates(), nil)
	mean := m.b.norms[0].layer.RunningMean
	before := mean.Float64s()
	m.UpdateStatistics()
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := m.Run(stopped); err == nil {
		t.Fatal("got no error from a run that was stopped")
	}
	m.UpdateStatistics()
	if !slices.Equal(mean.Float64s(), before) {
		t.Error("got statistics moved without a run")
	}
	run(t, m)
	m.UpdateStatistics()
	if slices.Equal(mean.Float64s(), before) {
		t.Error("got the same statistics behind a run")
	}
}

// What is held must be there, and must be of the batch at hand.
func TestWhatIsHeldIsThere(t *testing.T) {
	c := newChain("pre-activation", Options{Holds: true})
	gates := newGates()
	m := c.compile(t, gates, nil)
	hold := func(held bool) {
		for _, g := range gates[:2] {
			g.Held = held
		}
	}
	hold(true)
	const refusal = "got gate 0 (of 0.norm.weight) held before a run of the batch that was loaded"
	mustContain(t, m.Run(context.Background()), refusal)
	hold(false)
	want := logits(t, m)
	hold(true)
	if got := logits(t, m); !slices.Equal(got, want) {
		t.Errorf("got %v with blocks held, want %v", got, want)
	}
	randomSample(6, 5, 32, 3).load(t, m)
	mustContain(t, m.Run(context.Background()), refusal)
	hold(false)
	gates[1].Deleted = true
	logits(t, m)
	gates[1].Held = true
	mustContain(t, m.Run(context.Background()), "want both held or none")
}

// A branch that does not end in a block's end can be left out, but then there is
// no output.
func TestAnOutputInsideABranch(t *testing.T) {
	layers, gate := NewMaker(1, Float32), &Gate{}
	b := NewBuilder(Options{})
	x := b.Input(2, 4, 4)
	b.Block(gate)
	f := b.Branch(func() Node { return b.Conv2D(x, layers.Conv("c", 2, 2, 3, 1)) })
	b.Block(nil)
	m, err := b.Compile(b.ReLU(b.Add(f, x, 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(make([]float32, 32)); err != nil {
		t.Fatal(err)
	}
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	gate.Deleted = true
	mustContain(t, m.Run(context.Background()), "want blocks that end")
	mustContain(t, m.Read(make([]float32, 32)), "got no run")
}

// Labels are of the loss's classes, whatever the output is.
func TestLabelsAreOfTheLoss(t *testing.T) {
	b := NewBuilder(Options{})
	features := b.GlobalAveragePool(b.Input(5, 2, 2))
	m, err := b.Compile(features, b.CrossEntropy(b.Slice(features, 0, 2)))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load(make([]float32, 20)); err != nil {
		t.Fatal(err)
	}
	mustContain(t, m.Labels([]int{2}), "got label 2 for image 0, want one in [0, 2)")
}

// Where a graph has several losses, labels go to all of them.
func TestLabelsSuitEveryLoss(t *testing.T) {
	for _, few := range []int{0, 1} {
		b := NewBuilder(Options{})
		features := b.GlobalAveragePool(b.Input(5, 2, 2))
		all, first := b.Slice(features, 0, 5), b.Slice(features, 0, 2)
		losses := []Node{all, all}
		losses[few] = first
		for _, x := range losses {
			b.CrossEntropy(x)
		}
		m, err := b.Compile(features, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Load(make([]float32, 20)); err != nil {
			t.Fatal(err)
		}
		mustContain(t, m.Labels([]int{2}), "got label 2 for image 0, want one in [0, 2)")
	}
}

func TestALossOfAnotherBuilder(t *testing.T) {
	elsewhere := NewBuilder(Options{})
	_, loss := cross(elsewhere, elsewhere.Input(2, 2, 2))
	for _, loss := range []*Scalar{loss, {}} {
		b := NewBuilder(Options{Training: true})
		_, err := b.Compile(b.Input(2, 2, 2), loss)
		mustContain(t, err, "got a loss of no or another builder")
	}
}

func TestLookingAtParametersAllocatesNothing(t *testing.T) {
	norm := NewMaker(1, Float32).Norm("bn", 64)
	mean := make([]float64, 64)
	allocated := testing.AllocsPerRun(20, func() {
		blend(norm.RunningMean, mean, 1)
		if !norm.Weight.Finite() {
			t.Error("got ones that are not finite")
		}
	})
	if allocated != 0 {
		t.Errorf("got %v allocations, want none", allocated)
	}
}
