package nn

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pathGradient is the gradient by the input of what ran last.
func pathGradient(t *testing.T, m *Machine) []float64 {
	t.Helper()
	got := make([]float64, 5*32)
	exponent, err := m.PathGradient(got)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i] = math.Ldexp(got[i], exponent)
	}
	return got
}

// Going back anew along each path gives what running anew does, and along both ways
// the gradient of a graph that has its parameters' gradients too.
func TestBackIsTheBackwardPassAlone(t *testing.T) {
	for _, kind := range kindsOfBlock {
		for _, frozen := range []bool{true, false} {
			o := Options{Training: true, Frozen: frozen, ByInput: true}
			ordinary := newChain(kind, o).compile(t, newGates(), nil)
			want := inputGradient(t, ordinary)

			o.Paths = true
			gates, fresh := newGates(), newGates()
			c := newChain(kind, o)
			m, other := c.compile(t, gates, nil), c.compile(t, fresh, nil)
			run(t, m)
			got := pathGradient(t, m)
			for i, w := range want {
				if math.Abs(got[i]-w) > 1e-7*(1+math.Abs(w)) {
					t.Fatalf("%s: got %v at %d, want %v as with gradients by parameters", kind, got[i], i, w)
				}
			}
			evaluations := gates[0].Evaluations
			for path := range 27 {
				for i := range gates {
					way := Backward(path / []int{1, 3, 9}[i] % 3)
					gates[i].Backward, fresh[i].Backward = way, way
				}
				if err := m.Back(context.Background()); err != nil {
					t.Fatal(err)
				}
				run(t, other)
				near(t, kind, pathGradient(t, m), pathGradient(t, other))
			}
			if gates[0].Evaluations != evaluations {
				t.Errorf("%s: got %d more evaluations, want none", kind, gates[0].Evaluations-evaluations)
			}
		}
	}
}

// A chain whose branches are tiny. Leveled, the gradient through all three is what it
// was, taken apart so that its values are within the range of float32.
func TestLeveledGradientsDoNotVanish(t *testing.T) {
	o := Options{Training: true, Frozen: true, ByInput: true, Paths: true}
	c := newChain("pre-activation", o)
	for _, b := range c.blocks {
		for i, v := range b.conv.Weight.Float64s() {
			data[float64](b.conv.Weight.value)[i] = v * 1e-20
		}
	}
	gates := newGates()
	m := c.compile(t, gates, nil)
	for _, g := range gates {
		g.Backward = BranchOnly
	}
	run(t, m)
	want := pathGradient(t, m)
	for _, g := range gates {
		g.Level = true
	}
	if err := m.Back(context.Background()); err != nil {
		t.Fatal(err)
	}
	raw := make([]float64, 5*32)
	exponent, err := m.PathGradient(raw)
	if err != nil {
		t.Fatal(err)
	}
	largest := 0.0
	for i, v := range raw {
		largest = max(largest, math.Abs(v))
		if got := math.Ldexp(v, exponent); math.Abs(got-want[i]) > 1e-12*math.Abs(want[i]) {
			t.Fatalf("got %v at %d, want %v", got, i, want[i])
		}
	}
	if exponent > -100 || largest < 1e-38 {
		t.Errorf("got an exponent of %d and values up to %v, want one that takes the smallness from the values", exponent, largest)
	}
}

// Whatever the network, nothing that a backward pass reads is overwritten before the
// next one: memory that nobody is to read any more is NaN.
func TestGoingBackAgainReadsWhatIsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Batch: 7, Dtype: Float64, Threads: 1, Training: true, ByInput: true, Paths: true}
		o.Frozen = rapid.Bool().Draw(t, "frozen")
		gates := make([]Gate, 3)
		for i := range gates {
			gates[i].Deleted = rapid.Bool().Draw(t, "deleted")
		}
		m, closed := grown(t, o, spoiled, drafts(t), gates)
		runs(t, m, closed, randomSample(5, 5, 32, 3))
		gradient := func() []float64 {
			got := make([]float64, 5*32)
			if _, err := m.PathGradient(got); err != nil {
				t.Fatal(err)
			}
			return got
		}
		want := gradient()
		for range 3 {
			for _, way := range []Backward{Backward(rapid.IntRange(0, 2).Draw(t, "backward")), Both} {
				for _, g := range closed {
					g.Backward = way
				}
				if err := m.Back(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			if got := gradient(); !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v as at first", got, want)
			}
		}
	})
}

// A graph for paths is of the network that predicts, although it has gradients.
func TestPathsAreOfTheNetworkThatPredicts(t *testing.T) {
	layers := NewMaker(5, Float64)
	norm, fc := layers.Norm("bn", 2), layers.Linear("fc", 32, 3)
	out := func(o Options) []float64 {
		o.Batch, o.Dtype = 5, Float64
		b := NewBuilder(o)
		x := b.BatchNormReLU(b.NormalNoise(b.Dropout(b.Input(2, 4, 4), .5), 1), norm)
		y := b.Linear(b.Shake(b.DropPath(x, .5), x), fc)
		m, err := b.Compile(y, b.CrossEntropy(y))
		if err != nil {
			t.Fatal(err)
		}
		randomSample(5, 5, 32, 3).load(t, m)
		return logits(t, m)
	}
	near(t, "paths", out(Options{Training: true, Frozen: true, ByInput: true, Paths: true}), out(Options{}))
}

func TestGoingBackWhereItCannot(t *testing.T) {
	o := Options{Training: true, Frozen: true, ByInput: true, Paths: true}
	gates := newGates()
	m := newChain("pre-activation", o).compile(t, gates, nil)
	ordinary := newChain("pre-activation", Options{Training: true, ByInput: true}).compile(t, newGates(), nil)
	run(t, ordinary)
	fails := func(err error, want string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
	ctx := context.Background()
	fails(m.Back(ctx), "got no run of the batch")
	fails(ordinary.Back(ctx), "want Options.Paths")
	_, err := ordinary.PathGradient(nil)
	fails(err, "want Options.Paths")
	run(t, m)
	fails(m.ReadInputGradient(nil), "want PathGradient")
	_, err = m.PathGradient(make([]float64, 3))
	fails(err, "got room for 3 values, want 160")
	gates[1].Deleted = true
	fails(m.Back(ctx), "gate 1 (of 1.norm.weight) deleted or scaled since")
	fails(NewBuilder(Options{Training: true, Paths: true}).Err(), "want ByInput too")
	//lint:ignore SA1012 a nil context is what is tested
	fails(m.Back(nil), "got no context")
	stopped, stop := context.WithCancel(ctx)
	stop()
	gates[1].Deleted = false
	fails(m.Back(stopped), "canceled")
	fails(m.Back(ctx), "got no run of the batch")
}
