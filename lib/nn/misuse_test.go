package nn

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

func mustContain(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}

// Graphs share the memory of parameters and nothing else; run with -race.
func TestGraphsOfTheSameParametersRunAtATime(t *testing.T) {
	layers := NewMaker(1, Float32)
	conv, norm := layers.Conv("conv", 2, 4, 3, 1), layers.Norm("bn", 4)
	use := func() error {
		b := NewBuilder(Options{Batch: 3})
		m, err := b.Compile(b.BatchNormReLU(b.Conv2D(b.Input(2, 5, 5), conv), norm), nil)
		if err != nil {
			return err
		}
		if err := m.Load(make([]float32, 150)); err != nil {
			return err
		}
		return m.Run(context.Background())
	}
	var users sync.WaitGroup
	for range 2 {
		users.Go(func() {
			for range 20 {
				if err := use(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	users.Wait()
}

// refusal is a mistake in building and a part of the error.
type refusal struct {
	name  string
	build func(b *Builder, layers *Maker, x Node) Node
	want  string
}

func TestWhatABuilderRefuses(t *testing.T) {
	for _, tt := range slices.Concat(refusedValues, refusedOperations) {
		t.Run(tt.name, func(t *testing.T) {
			b := NewBuilder(Options{})
			_, err := b.Compile(tt.build(b, NewMaker(1, Float32), b.Input(2, 4, 4)), nil)
			mustContain(t, err, tt.want)
		})
	}
}

func TestHugeInputsAreRefused(t *testing.T) {
	b := NewBuilder(Options{Batch: 1 << 40})
	b.Input(1<<30, 8, 8)
	mustContain(t, b.Err(), "want at most")
	b = NewBuilder(Options{})
	b.Input(1, 1<<20+1, 1)
	mustContain(t, b.Err(), "Input: got images of 1×1048577×1, want at most 1048576 rows and columns")
	mustContain(t, NewBuilder(Options{ByInput: true}).Err(), "got ByInput in a graph for prediction")
	mustContain(t, NewBuilder(Options{Threads: -7}).Err(), "got -7 threads, want 0 (all) or more")
}

// A linear layer sees each pixel by a tap of its own.
func TestALinearLayerOfTooManyPixelsIsRefused(t *testing.T) {
	b := NewBuilder(Options{})
	b.Linear(b.Input(1, 1, 1<<12), NewMaker(1, Float32).Linear("fc", 1<<12, 1))
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
	b = NewBuilder(Options{})
	b.Linear(b.Input(1, 1<<12, 1<<12), NewMaker(1, Float32).Linear("fc", 1<<24, 1))
	mustContain(t, b.Err(), "Linear fc.weight: got kernels of 4096×4096 over 4096×4096 pixels")
}

func TestAnUnknownInstructionSetIsAMistake(t *testing.T) {
	t.Setenv("UNRAVEL_ISA", "mmx")
	b := NewBuilder(Options{})
	_, err := b.Compile(b.Input(1, 1, 1), nil)
	mustContain(t, err, "got UNRAVEL_ISA=mmx, want one that this machine has")
}

// A row of pixels halves along one axis only.
func TestAShortcutOfARow(t *testing.T) {
	layers, b := NewMaker(1, Float32), NewBuilder(Options{Batch: 1})
	gate := &Gate{Deleted: true}
	x := b.Input(1, 1, 5)
	b.Block(gate)
	f := b.Branch(func() Node { return b.Conv2D(x, layers.Conv("c", 1, 2, 3, 2)) })
	m, err := b.Compile(b.Add(x, f, 2), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Load([]float32{1, 2, 3, 4, 5}); err != nil {
		t.Fatal(err)
	}
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	got := make([]float32, 6)
	if err := m.Read(got); err != nil {
		t.Fatal(err)
	}
	if want := [6]float32{1, 3, 5, 0, 0, 0}; [6]float32(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestABuilderCompilesOnce(t *testing.T) {
	b := NewBuilder(Options{})
	x := b.Tanh(b.Input(1, 1, 1))
	if _, err := b.Compile(x, nil); err != nil {
		t.Fatal(err)
	}
	_, err := b.Compile(x, nil)
	mustContain(t, err, "got a second call")
}

func TestAZeroBuilderHasNoGraph(t *testing.T) {
	var b Builder
	_, err := b.Compile(b.Tanh(b.Input(1, 1, 1)), nil)
	mustContain(t, err, "Input: got a zero Builder, want one from NewBuilder")
}

func TestALossDependsOnAllThatIsLearned(t *testing.T) {
	compile := func(o Options, freeze bool) error {
		layers, b := NewMaker(1, Float32), NewBuilder(o)
		x := b.Input(2, 1, 1)
		used, unused := layers.Linear("used", 2, 2), layers.Linear("unused", 2, 3)
		used.Weight.Learned, used.Bias.Learned = !freeze, !freeze
		if !freeze {
			b.Linear(x, unused)
		}
		y := b.Linear(x, used)
		_, err := b.Compile(y, b.CrossEntropy(y))
		return err
	}
	training := Options{Training: true}
	mustContain(t, compile(training, false), "Compile: got unused.weight of shape (3, 2), which the loss does not depend on")
	mustContain(t, compile(training, true), "Compile: got a graph for training without anything learned, want a learned parameter, or Options.ByInput")
	training.ByInput = true
	if err := compile(training, true); err != nil {
		t.Error(err)
	}
	if err := compile(Options{}, false); err != nil {
		t.Error(err)
	}
}

// What is not learned stays as it is, and the gradients in front of it are what they were.
func TestAParameterThatIsNotLearnedIsAConstant(t *testing.T) {
	gradients := func(learned bool) (*Machine, []float64) {
		h := newHalves(Float64)
		h.conv2.Weight.Learned = learned
		m := compiled(t, Options{Batch: 4, Training: true, Dtype: Float64}, randomSample(2, 4, 50, 3), func(b *Builder) Node {
			return h.second(b, h.first(b, b.Input(2, 5, 5)))
		})
		return m, mustHave(t)(m.ParamGradient(h.conv1.Weight))
	}
	all, want := gradients(true)
	fewer, got := gradients(false)
	if !slices.Equal(got, want) {
		t.Errorf("got gradient %v of the first layer, want %v", got, want)
	}
	if len(fewer.Params()) != len(all.Params())-1 {
		t.Errorf("got %d parameters for a solver, want one less than %d", len(fewer.Params()), len(all.Params()))
	}
}

func TestTargetsAreOfTheBatch(t *testing.T) {
	layers, b := NewMaker(1, Float32), NewBuilder(Options{Batch: 2, Training: true})
	out := b.Linear(b.Input(1, 1, 1), layers.Linear("fc", 1, 1))
	m, err := b.Compile(out, b.SquaredError(out))
	if err != nil {
		t.Fatal(err)
	}
	load := func() {
		if err := m.Load([]float32{1, 2}); err != nil {
			t.Fatal(err)
		}
	}
	load()
	if err := m.Targets([]float32{1, 2}); err != nil {
		t.Fatal(err)
	}
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	load()
	mustContain(t, m.Run(context.Background()), "got no targets for 2 images")
}

func TestOneValuePerChannelHasNoStatistics(t *testing.T) {
	layers, b := NewMaker(1, Float32), NewBuilder(Options{Batch: 4, Training: true})
	out := b.BatchNorm(b.Conv2D(b.Input(1, 1, 1), layers.Conv("c", 1, 2, 3, 1)), layers.Norm("bn", 2))
	m, err := b.Compile(out, b.CrossEntropy(out))
	if err != nil {
		t.Fatal(err)
	}
	randomSample(1, 1, 1, 2).load(t, m)
	mustContain(t, m.Run(context.Background()), "BatchNorm bn.weight: got 1 value per channel")
	mustContain(t, m.CheckBatch(5), "got a batch of 5 images, want 1 to 4")
	if err := m.CheckBatch(2); err != nil {
		t.Error(err)
	}
}

func TestReadingWithoutARun(t *testing.T) {
	b := NewBuilder(Options{Batch: 2})
	m, err := b.Compile(b.Tanh(b.Input(1, 1, 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, m.Read(nil), "got no run")
	if got := m.Loss(); !math.IsNaN(got) {
		t.Errorf("got loss %v from a graph without one, want NaN", got)
	}
	if err := m.Load([]float32{1}); err != nil {
		t.Fatal(err)
	}
	var none context.Context
	mustContain(t, m.Run(none), "got no context")
	if err := m.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustContain(t, m.Read(make([]float32, 3)), "got room for 3 values, want 1")
}
