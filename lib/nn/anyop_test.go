package nn

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// addition adds something to a graph.
type addition func(b *Builder, m *Maker, x Node) Node

// anyOps draw the arguments of an operation, of which some are nonsense, and
// return what adds it.
var anyOps = []func(t *rapid.T) addition{
	func(t *rapid.T) addition {
		w := anyWindow(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.MaxPool(x, w) }
	},
	func(t *rapid.T) addition {
		w := anyWindow(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.AveragePool(x, w) }
	},
	func(t *rapid.T) addition {
		out, groups, w := anySize(t), anySize(t), anyWindow(t)
		dilation, across := anySize(t)-1, Steps{anySize(t) - 1, anySize(t) - 1, anySize(t) - 1}
		return func(b *Builder, m *Maker, x Node) Node {
			conv := m.GroupedConv("conv", x.C, out, w.Size, w.Stride, groups)
			conv.Pad, conv.Dilation, conv.Across = w.Pad, dilation, across
			return b.Conv2D(x, conv)
		}
	},
	func(t *rapid.T) addition {
		from, to := anySize(t)-1, anySize(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.Slice(x, from, to) }
	},
	func(t *rapid.T) addition {
		before, after := anySize(t), anySize(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.Pad(x, before, after) }
	},
	func(t *rapid.T) addition {
		from := anySize(t) - 1
		return func(b *Builder, _ *Maker, x Node) Node { return b.Concat(x, b.Slice(x, from, x.C), x) }
	},
	func(t *rapid.T) addition {
		rate := anyShare(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.Dropout(x, rate) }
	},
	func(t *rapid.T) addition {
		rate := anyShare(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.DropPath(x, rate) }
	},
	func(t *rapid.T) addition {
		from := anySize(t) - 1
		return func(b *Builder, _ *Maker, x Node) Node { return b.Shake(x, b.Tanh(b.Slice(x, from, x.C))) }
	},
	func(t *rapid.T) addition {
		size := anyShare(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.NormalNoise(b.UniformNoise(x, size), size) }
	},
	func(t *rapid.T) addition {
		values := anySize(t)
		return func(b *Builder, m *Maker, x Node) Node {
			return b.Blend(x, b.Tanh(x), Learned(m.Uniform("k", 0, 1, values)))
		}
	},
	func(*rapid.T) addition {
		return func(b *Builder, _ *Maker, x Node) Node { return b.Sum(x, b.Tanh(x), b.Sum(x), x) }
	},
	func(t *rapid.T) addition {
		h := Constant(anyShare(t))
		return func(b *Builder, _ *Maker, x Node) Node { return b.ScaledAdd(x, b.ReLU(x), h) }
	},
	func(t *rapid.T) addition {
		more, out := max(0, anySize(t)-2), anySize(t)
		return func(b *Builder, m *Maker, x Node) Node {
			return b.Linear(x, m.Linear("fc", x.C*x.H*x.W+more, out))
		}
	},
	func(*rapid.T) addition {
		return func(b *Builder, m *Maker, x Node) Node { return b.BatchNormAddReLU(x, b.Tanh(x), m.Norm("bn", x.C)) }
	},
	func(*rapid.T) addition {
		return func(b *Builder, _ *Maker, x Node) Node { return b.Concat(b.GlobalMaxPool(x), b.GlobalAveragePool(x)) }
	},
	func(t *rapid.T) addition {
		stride := anySize(t)
		return func(b *Builder, _ *Maker, x Node) Node { return b.Add(x, x, stride) }
	},
	func(t *rapid.T) addition {
		s := Shortcut{anySize(t), anySize(t), rapid.Bool().Draw(t, "average"), rapid.Bool().Draw(t, "centered")}
		return func(b *Builder, _ *Maker, x Node) Node { return b.Shortcut(x, s) }
	},
}

// anySize draws a number of things, most often one that there can be.
func anySize(t *rapid.T) int {
	return rapid.SampledFrom([]int{1, 2, 3, 1, 2, 3, 4, 0, -1}).Draw(t, "size")
}

// anyShare draws a rate or a size of noise.
func anyShare(t *rapid.T) float64 {
	return rapid.SampledFrom([]float64{0.3, 0, 0.9, 1, -0.5}).Draw(t, "share")
}

func anyWindow(t *rapid.T) Window { return Window{anySize(t), anySize(t), anySize(t) - 1} }

// result is what a run of an operation behind a convolution leaves behind, nil if
// the builder refused the operation.
func result(t *rapid.T, batch int, image Node, images []float32, add addition) []float64 {
	b, m := NewBuilder(Options{Batch: batch, Training: true, Dtype: Float64, Seed: 3}), NewMaker(1, Float64)
	y := add(b, m, b.Conv2D(b.Input(image.C, image.H, image.W), m.Conv("stem", image.C, image.C, 3, 1)))
	if err := b.Err(); err != nil {
		for _, word := range []string{"nn: ", ": got ", ", want "} {
			if !strings.Contains(err.Error(), word) {
				t.Fatalf("got error %q, want one with %q", err, word)
			}
		}
		return nil
	}
	machine, err := b.Compile(y, b.SquaredError(y))
	if err != nil {
		t.Fatal(err)
	}
	if err := machine.Load(images); err != nil {
		t.Fatal(err)
	}
	n := b.state.valid
	if machine.CheckBatch(n) != nil {
		return nil // a single value to normalize
	}
	if err := machine.Targets(make([]float32, n*y.C*y.H*y.W)); err != nil {
		t.Fatal(err)
	}
	if err := machine.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	got := append(outputOf[float64](b, y), machine.Loss())
	for _, p := range machine.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, g.Data().([]float64)...)
	}
	return got
}

// An operation with whatever arguments is either refused, with what was got and
// what is wanted, or it runs: in a graph with room for more images to the bit as
// in one for just as many.
func TestAnyOperationIsRefusedOrRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5)
		image := Node{C: size.Draw(t, "channels"), H: size.Draw(t, "rows"), W: size.Draw(t, "columns")}
		n := rapid.SampledFrom([]int{1, 5, 16, 17, 33}).Draw(t, "images")
		room := rapid.IntRange(0, 20).Draw(t, "room")
		images := randomSample(rapid.Uint64().Draw(t, "seed"), n, image.C*image.H*image.W, 1).images
		add := rapid.SampledFrom(anyOps).Draw(t, "operation")(t)
		want := result(t, n, image, images, add)
		if got := result(t, n+room, image, images, add); !slices.Equal(got, want) {
			t.Errorf("with room for %d more: got %v, want %v", room, got, want)
		}
	})
}
