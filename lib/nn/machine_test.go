package nn

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
)

// tiny is a network with one of most things: for n images of 2×5×5.
func tiny(t *testing.T, o Options, m *Maker) *Machine {
	t.Helper()
	b := NewBuilder(o)
	x := b.Conv2D(b.Input(2, 5, 5), m.Conv("stem", 2, 4, 3, 1))
	f := b.Conv2D(b.BatchNormReLU(x, m.Norm("bn", 4)), m.Conv("conv", 4, 8, 3, 2))
	out := b.Linear(b.GlobalAveragePool(b.Add(x, f, 2)), m.Linear("fc", 8, 3))
	machine, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		t.Fatal(err)
	}
	return machine
}

func gradients(t *testing.T, m *Machine) []float64 {
	t.Helper()
	var all []float64
	for _, p := range m.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g.Data().([]float64)...)
	}
	return all
}

// A batch smaller than the graph's must give what a graph of its size gives, to
// the bit, whatever was in the graph before.
func TestARaggedBatchIsExact(t *testing.T) {
	for _, n := range []int{1, 5, 16, 17, 33} {
		s := randomSample(7, n, 50, 3)
		exact := tiny(t, Options{Batch: n, Training: true, Dtype: Float64}, NewMaker(1, Float64))
		s.load(t, exact)
		want := run(t, exact)

		roomy := tiny(t, Options{Batch: 50, Training: true, Dtype: Float64}, NewMaker(1, Float64))
		randomSample(8, 50, 50, 3).load(t, roomy)
		run(t, roomy)
		s.load(t, roomy)
		if got := run(t, roomy); got != want {
			t.Errorf("%d images: got loss %v in a graph for 50, want %v", n, got, want)
		}
		if !slices.Equal(gradients(t, roomy), gradients(t, exact)) {
			t.Errorf("%d images: got other gradients in a graph for 50", n)
		}
	}
}

func TestFloat32FollowsFloat64(t *testing.T) {
	s := randomSample(7, 9, 50, 3)
	wide := tiny(t, Options{Batch: 9, Training: true, Dtype: Float64}, NewMaker(1, Float64))
	narrow := tiny(t, Options{Batch: 9, Training: true}, NewMaker(1, Float32))
	s.load(t, wide)
	s.load(t, narrow)
	if got, want := run(t, narrow), run(t, wide); math.Abs(got-want) > 1e-6*want {
		t.Errorf("got loss %v in float32, want %v", got, want)
	}
}

// Running statistics move when they are told to and not with a run, and follow
// torch: one tenth of the way, towards the unbiased variance.
func TestRunningStatistics(t *testing.T) {
	b, mk := NewBuilder(Options{Batch: 4, Training: true, Dtype: Float64}), NewMaker(1, Float64)
	norm := mk.Norm("bn", 1)
	out := b.Linear(b.BatchNorm(b.Input(1, 1, 1), norm), mk.Linear("fc", 1, 2))
	m, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		t.Fatal(err)
	}
	sample{images: []float32{1, 2, 3, 6}, labels: []int{0, 1, 0, 1}}.load(t, m)
	run(t, m)
	if got := norm.RunningMean.Float64s()[0]; got != 0 {
		t.Errorf("got a running mean of %v after a run alone, want 0", got)
	}
	m.UpdateStatistics()
	if got, want := norm.RunningMean.Float64s()[0], 0.1*3; math.Abs(got-want) > 1e-12 {
		t.Errorf("got a running mean of %v, want %v", got, want)
	}
	// Squares of the deviations: 4+1+0+9, over n−1.
	if got, want := norm.RunningVar.Float64s()[0], 0.9+0.1*14/3; math.Abs(got-want) > 1e-12 {
		t.Errorf("got a running variance of %v, want %v", got, want)
	}
}

// fuse is a context that ends when it has been asked so many times.
type fuse struct {
	context.Context
	left int
}

func (f *fuse) Err() error {
	if f.left--; f.left < 0 {
		return context.Canceled
	}
	return nil
}

// Wherever a run is stopped, there is nothing to be read, and another one is as if
// it had not been.
func TestAStoppedRunLeavesNoTrace(t *testing.T) {
	m := tiny(t, Options{Batch: 4, Training: true, Dtype: Float64}, NewMaker(1, Float64))
	randomSample(7, 4, 50, 3).load(t, m)
	whole := func() []float64 {
		loss := run(t, m)
		return append(gradients(t, m), loss)
	}
	want := whole()
	for operations := 0; ; operations++ {
		err := m.Run(&fuse{context.Background(), operations})
		if err == nil {
			if least := len(ops(m, func(*op) bool { return true })); operations < least {
				t.Errorf("got a run through with %d looks at its context, want one for each of %d operations", operations, least)
			}
			break
		}
		if err != context.Canceled {
			t.Fatalf("got error %v, want context.Canceled itself", err)
		}
		mustContain(t, m.Read(make([]float32, 12)), "got no run")
		if got := m.Loss(); !math.IsNaN(got) {
			t.Fatalf("got loss %v of a run that was stopped, want NaN", got)
		}
		if !slices.Equal(whole(), want) {
			t.Fatalf("got other results behind a run stopped after %d operations", operations)
		}
	}
}

func TestMistakesOfACaller(t *testing.T) {
	m := tiny(t, Options{Batch: 4, Training: true}, NewMaker(1, Float32))
	images := func(n int) []float32 { return make([]float32, n*50) }
	tests := []struct {
		name string
		do   func() error
		want string
	}{
		{"running without a batch", func() error { return m.Run(context.Background()) }, "got no batch"},
		{"too many images", func() error { return m.Load(images(5)) }, "got 250 values, want 1 to 4 images of 2×5×5"},
		{"part of an image", func() error { return m.Load(images(1)[:49]) }, "got 49 values"},
		{"running without labels", func() error {
			if err := m.Load(images(2)); err != nil {
				return err
			}
			return m.Run(context.Background())
		}, "got 0 labels for 2 images"},
		{"too few labels", func() error { return m.Labels([]int{1}) }, "got 1 labels, want 2"},
		{"a label that is no class", func() error { return m.Labels([]int{1, 3}) }, "got label 3 for image 1, want one in [0, 3)"},
		{"targets for a classifier", func() error { return m.Targets([]float32{1}) }, "without a squared error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestMistakesOfABuilderStick(t *testing.T) {
	mk := NewMaker(1, Float32)
	conv := mk.Conv("conv1", 3, 4, 3, 1)
	tests := []struct {
		name  string
		o     Options
		build func(b *Builder, x Node) Node
		want  string
	}{
		{"channels of a convolution", Options{}, func(b *Builder, x Node) Node { return b.Conv2D(x, conv) }, "Conv2D conv1.weight: got images of 2×4×4, want 3 channels"},
		{"channels of a normalization", Options{}, func(b *Builder, x Node) Node { return b.BatchNorm(x, mk.Norm("bn1", 3)) }, "BatchNorm bn1.weight: got images of 2×4×4, want 3 channels"},
		{"a linear layer on pixels", Options{}, func(b *Builder, x Node) Node { return b.Linear(x, mk.Linear("fc", 2, 3)) }, "Linear fc.weight: got images of 2×4×4, which is 32 values, want 2 for weights of [3 2]"},
		{"fewer channels behind a shortcut", Options{}, func(b *Builder, x Node) Node { return b.Add(x, b.Conv2D(x, mk.Conv("c", 2, 1, 3, 1)), 1) }, "Add: got a state of 2×4×4 and a branch of 1×4×4"},
		{"a state of another shape", Options{}, func(b *Builder, x Node) Node {
			return b.Multistep(mk.Uniform("k", 0, 1, 1), x, x, b.Conv2D(x, mk.Conv("c", 2, 4, 3, 1)), 1)
		}, "Multistep: got a state of 2×4×4 and a branch of 4×4×4"},
		{"a second input", Options{}, func(b *Builder, _ Node) Node { return b.Input(1, 1, 1) }, "got a second input"},
		{"training without a loss", Options{Training: true}, func(b *Builder, x Node) Node { return b.Tanh(x) }, "without a loss"},
		{"a batch of minus one", Options{Batch: -1}, func(b *Builder, x Node) Node { return b.Tanh(x) }, "got batch of -1 images"},
		{"integers", Options{Dtype: 7}, func(b *Builder, x Node) Node { return b.Tanh(x) }, "got number type 7, want float32 or float64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := NewBuilder(tt.o)
			x := tt.build(b, b.Input(2, 4, 4))
			_, err := b.Compile(b.GlobalAveragePool(b.Tanh(x)), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// An operation that breaks one of our invariants must raise the panic where Run
// was called, not on a goroutine of Gorgonia's, where nobody can catch it.
func TestABrokenOperationPanicsInItsCaller(t *testing.T) {
	m := tiny(t, Options{Batch: 2}, NewMaker(1, Float32))
	randomSample(7, 2, 50, 3).load(t, m)
	m.b.state.labels[0] = 99
	defer func() {
		if v := recover(); v == nil || !strings.Contains(v.(string), "nn: cross-entropy") {
			t.Errorf("got panic %v, want one that names the operation", v)
		}
	}()
	t.Errorf("got %v, want a panic", m.Run(context.Background()))
}

// Gorgonia takes nodes of equal 32-bit hash for one.
func TestOperationsAvoidHashesThatAreTaken(t *testing.T) {
	b := NewBuilder(Options{})
	x := b.Input(1, 1, 1)
	first := b.newOp("tanh", b.blocked(x), 1)
	b.number(first, gorgonia.Nodes{x.node})
	n := b.apply(first, x.node)
	b.ids = first.id - 1 // the next operation would get the same id
	second := b.newOp("tanh", b.blocked(x), 1)
	if m := b.apply(second, x.node); m == n || m.Hashcode() == n.Hashcode() {
		t.Error("got two operations of the same hash")
	}
}

func TestSameSeedSameLayers(t *testing.T) {
	draw := func(seed uint64) []float64 { return NewMaker(seed, Float32).Conv("c", 3, 8, 3, 1).Weight.Float64s() }
	if !slices.Equal(draw(1), draw(1)) || slices.Equal(draw(1), draw(2)) {
		t.Error("want weights to depend on the seed and on nothing else")
	}
}

// He et al.: normal with variance 2/(out·kernel²).
func TestConvolutionsStartWithTheirVariance(t *testing.T) {
	var sum float64
	values := NewMaker(1, Float32).Conv("c", 64, 32, 3, 1).Weight.Float64s()
	for _, v := range values {
		sum += v * v
	}
	got, want := sum/float64(len(values)), 2.0/(32*9)
	if math.Abs(got-want) > 0.03*want {
		t.Errorf("got variance %v, want %v", got, want)
	}
}

// A maker and a scalar that are none have nothing, and say so.
func TestNothingOfNothing(t *testing.T) {
	if params := (*Maker)(nil).Params(); params != nil {
		t.Errorf("got the parameters %v of no maker, want none", params)
	}
	if node := (*Scalar)(nil).Gorgonia(); node != nil {
		t.Errorf("got the node %v of no scalar, want none", node)
	}
}
