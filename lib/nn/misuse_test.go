package nn

import (
	"context"
	"math"
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

func TestWhatABuilderRefuses(t *testing.T) {
	layers := NewMaker(1, Float32)
	tests := []struct {
		name  string
		build func(b *Builder, x Node) Node
		want  string
	}{
		{"a kernel that is no square", func(b *Builder, x Node) Node {
			return b.Conv2D(x, Conv{Weight: layers.Uniform("c", 0, 1, 3, 2, 1, 3), Stride: 1})
		}, "Conv2D c: got a kernel of 1×3, want a square"},
		{"a convolution with a stride of 0", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, 2, 3, 0)) }, "Conv2D c.weight: got stride 0, padding 1 and 1 groups, want at least 1"},
		{"a convolution with less than no padding", func(b *Builder, x Node) Node {
			return b.Conv2D(x, Conv{Weight: layers.Uniform("c", 0, 1, 3, 2, 1, 1), Stride: 1, Pad: -1})
		}, "Conv2D c: got stride 1, padding -1 and 0 groups"},
		{"a kernel larger than the image", func(b *Builder, x Node) Node {
			return b.Conv2D(x, Conv{Weight: layers.Uniform("c", 0, 1, 3, 2, 7, 7), Stride: 1, Pad: 1})
		}, "Conv2D c: got images of 2×4×4 padded by 1, want at least 7×7 pixels"},
		{"groups of other channels", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.GroupedConv("c", 4, 4, 3, 1, 4)) }, "Conv2D c.weight: got images of 2×4×4, want 4 channels for weights of [4 1 3 3] in 4 groups"},
		{"groups of unequal size", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.GroupedConv("c", 2, 3, 3, 1, 2)) }, "Conv2D c.weight: got 3 output channels in 2 groups, want groups of equal size"},
		{"no groups at all", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.GroupedConv("c", 2, 2, 3, 1, 0)) }, "got shape [2 0 3 3], want every size at least 1"},
		{"a layer of float64", func(b *Builder, x Node) Node { return b.Conv2D(x, NewMaker(1, Float64).Conv("c", 2, 2, 3, 1)) }, "got float64 in c.weight, want float32"},
		{"no channels", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, 0, 3, 1)) }, "got shape [0 2 3 3], want every size at least 1"},
		{"fewer channels than none", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, -2, 3, 1)) }, "got shape [-2 2 3 3]"},
		{"more weights than there can be", func(b *Builder, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, 1<<40, 3, 1)) }, "want at most"},
		{"an empty convolution", func(b *Builder, x Node) Node { return b.Conv2D(x, Conv{}) }, "Conv2D: got a layer without parameters"},
		{"an empty normalization", func(b *Builder, x Node) Node { return b.BatchNorm(x, Norm{}) }, "BatchNorm: got a layer without parameters"},
		{"an empty linear layer", func(b *Builder, x Node) Node { return b.Linear(x, Linear{}) }, "Linear: got a layer without parameters"},
		{"a parameter of nobody's", func(b *Builder, x Node) Node { return b.Conv2D(x, Conv{Weight: &Param{Name: "w"}}) }, `got parameter "w" without values`},
		{"weights with too few axes", func(b *Builder, x Node) Node {
			return b.Conv2D(x, Conv{Weight: layers.Uniform("w", 0, 1, 3), Stride: 1})
		}, "got w of shape [3], want 4 axes"},
		{"no value in a tanh", func(b *Builder, _ Node) Node { return b.Tanh(Node{}) }, "Tanh: got an empty node"},
		{"no value in a sum", func(b *Builder, x Node) Node { return b.Add(x, Node{}, 1) }, "Add: got an empty node"},
		{"no logits", func(b *Builder, x Node) Node { b.CrossEntropy(Node{C: 3, H: 1, W: 1}); return x }, "CrossEntropy: got an empty node"},
		{"another builder's value", func(*Builder, Node) Node { return NewBuilder(Options{}).Input(2, 4, 4) }, "from another builder"},
		{"no coefficient", func(b *Builder, x Node) Node { return b.Multistep(nil, x, x, x, 1) }, "Multistep: got a layer without parameters"},
		{"a window of nothing", func(b *Builder, x Node) Node { return b.MaxPool(x, Window{}) }, "MaxPool: got a window of 0×0 with stride 0 and padding 0, want a size of at least 1"},
		{"a window with more padding than half", func(b *Builder, x Node) Node { return b.AveragePool(x, Window{Size: 3, Pad: 2}) }, "AveragePool: got a window of 3×3 with stride 0 and padding 2, want"},
		{"a window larger than the image", func(b *Builder, x Node) Node { return b.MaxPool(x, Window{Size: 7, Pad: 1}) }, "MaxPool: got images of 2×4×4 padded by 1, want at least 7×7 pixels"},
		{"no image under a window", func(b *Builder, _ Node) Node { return b.AveragePool(Node{}, Window{Size: 2}) }, "AveragePool: got an empty node"},
		{"no maximum", func(b *Builder, _ Node) Node { return b.GlobalMaxPool(Node{}) }, "GlobalMaxPool: got an empty node"},
		{"a slice of no channels", func(b *Builder, x Node) Node { return b.Slice(x, 1, 1) }, "Slice: got channels 1 to 1 of images of 2×4×4, want at least one of the channels 0 to 2"},
		{"a slice beyond the channels", func(b *Builder, x Node) Node { return b.Slice(x, 1, 3) }, "Slice: got channels 1 to 3 of images of 2×4×4"},
		{"a slice before the channels", func(b *Builder, x Node) Node { return b.Slice(x, -1, 1) }, "Slice: got channels -1 to 1"},
		{"less than no channels of zeros", func(b *Builder, x Node) Node { return b.Pad(x, 0, -1) }, "Pad: got 0 channels before and -1 after images of 2×4×4, want at least 0"},
		{"more zeros than there can be", func(b *Builder, x Node) Node { return b.Pad(x, math.MaxInt, 1) }, "Pad: got 9223372036854775807 channels before"},
		{"nothing side by side", func(b *Builder, _ Node) Node { return b.Concat() }, "Concat: got no values, want at least one"},
		{"images of two sizes side by side", func(b *Builder, x Node) Node { return b.Concat(x, b.GlobalAveragePool(x)) }, "Concat: got 2×1×1 as value 1 behind 2×4×4, want images of 4×4 as well"},
		{"an empty node side by side", func(b *Builder, x Node) Node { return b.Concat(x, Node{}) }, "Concat: got an empty node"},
		{"smoothing by more than all", func(b *Builder, x Node) Node {
			b.SmoothCrossEntropy(b.GlobalAveragePool(x), 1.5)
			return x
		}, "SmoothCrossEntropy: got a smoothing of 1.5 for 2×1×1, want one from 0 to 1"},
		{"smoothing by who knows how much", func(b *Builder, x Node) Node {
			b.SmoothCrossEntropy(b.GlobalAveragePool(x), math.NaN())
			return x
		}, "SmoothCrossEntropy: got a smoothing of NaN"},
		{"logits of images", func(b *Builder, x Node) Node { b.CrossEntropy(x); return x }, "CrossEntropy: got values of 2×4×4, want logits of at least 2×1×1"},
		{"a shortcut of another shape", func(b *Builder, x Node) Node {
			return b.BatchNormAddReLU(x, b.GlobalAveragePool(x), layers.Norm("bn", 2))
		}, "Add: got a state of 2×1×1 and a branch of 2×4×4"},
		{"no shortcut", func(b *Builder, x Node) Node { return b.BatchNormAddReLU(x, Node{}, layers.Norm("bn", 2)) }, "Add: got an empty node"},
		{"nothing to cut off", func(b *Builder, _ Node) Node { return b.ReLU(Node{}) }, "ReLU: got an empty node"},
		{"to drop everything", func(b *Builder, x Node) Node { return b.Dropout(x, 1) }, "Dropout: got a rate of 1 for 2×4×4, want one from 0 to below 1"},
		{"to drop less than nothing", func(b *Builder, x Node) Node { return b.DropPath(x, -0.1) }, "DropPath: got a rate of -0.1 for 2×4×4"},
		{"to drop who knows how much", func(b *Builder, x Node) Node { return b.Dropout(x, math.NaN()) }, "Dropout: got a rate of NaN"},
		{"noise of less than nothing", func(b *Builder, x Node) Node { return b.NormalNoise(x, -1) }, "NormalNoise: got noise of size -1 for 2×4×4, want a size of at least 0"},
		{"infinite noise", func(b *Builder, x Node) Node { return b.UniformNoise(x, math.Inf(1)) }, "UniformNoise: got noise of size +Inf"},
		{"a step along another shape", func(b *Builder, x Node) Node {
			return b.ScaledAdd(x, b.GlobalAveragePool(x), Constant(1))
		}, "ScaledAdd: got values of 2×4×4 and 2×1×1, want the same shape"},
		{"a blend with another shape", func(b *Builder, x Node) Node {
			return b.Blend(x, b.GlobalAveragePool(x), Constant(1))
		}, "Blend: got values of 2×4×4 and 2×1×1, want the same shape"},
		{"a step of two sizes", func(b *Builder, x Node) Node {
			return b.ScaledAdd(x, x, Learned(layers.Uniform("h", 0, 1, 2)))
		}, "ScaledAdd: got 2 values in h, want 1"},
		{"a share of float64", func(b *Builder, x Node) Node {
			return b.Blend(x, x, Learned(NewMaker(1, Float64).Uniform("k", 0, 1, 1)))
		}, "Blend: got float64 in k, want float32"},
		{"nothing to average", func(b *Builder, _ Node) Node { return b.GlobalAveragePool(Node{}) }, "GlobalAveragePool: got an empty node"},
		{"a stride that does not fit", func(b *Builder, x Node) Node { return b.Add(x, b.Conv2D(x, layers.Conv("c", 2, 2, 3, 2)), 1) }, "want the shape that stride 1"},
		{"a stride of 0", func(b *Builder, x Node) Node { return b.Add(x, x, 0) }, "want the shape that stride 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := NewBuilder(Options{})
			_, err := b.Compile(tt.build(b, b.Input(2, 4, 4)), nil)
			mustContain(t, err, tt.want)
		})
	}
}

func TestHugeInputsAreRefused(t *testing.T) {
	b := NewBuilder(Options{Batch: 1 << 40})
	b.Input(1<<30, 8, 8)
	mustContain(t, b.Err(), "want at most")
	mustContain(t, NewBuilder(Options{ByInput: true}).Err(), "got ByInput in a graph for prediction")
	mustContain(t, NewBuilder(Options{Threads: -7}).Err(), "got -7 threads, want 0 (all) or more")
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
