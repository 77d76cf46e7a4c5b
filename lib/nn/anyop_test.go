package nn

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyOp draws an operation with arguments of which some are nonsense, and returns
// what adds it to a graph.
func anyOp(t *rapid.T) func(b *Builder, m *Maker, x Node) Node {
	size := func(name string) int { return rapid.SampledFrom([]int{1, 2, 3, 1, 2, 3, 4, 0, -1}).Draw(t, name) }
	share := func(name string) float64 { return rapid.SampledFrom([]float64{-0.5, 0, 0.3, 1}).Draw(t, name) }
	window := func() Window { return Window{size("size"), size("stride"), size("pad")} }
	switch rapid.IntRange(0, 13).Draw(t, "operation") {
	case 0:
		w := window()
		return func(b *Builder, _ *Maker, x Node) Node { return b.MaxPool(x, w) }
	case 1:
		w := window()
		return func(b *Builder, _ *Maker, x Node) Node { return b.AveragePool(x, w) }
	case 2:
		out, kernel, stride, pad, groups := size("out"), size("kernel"), size("stride"), size("pad"), size("groups")
		return func(b *Builder, m *Maker, x Node) Node {
			conv := m.GroupedConv("conv", x.C, out, kernel, stride, groups)
			conv.Pad = pad
			return b.Conv2D(x, conv)
		}
	case 3:
		from, to := size("from"), size("to")
		return func(b *Builder, _ *Maker, x Node) Node { return b.Slice(x, from, to) }
	case 4:
		before, after := size("before"), size("after")
		return func(b *Builder, _ *Maker, x Node) Node { return b.Pad(x, before, after) }
	case 5:
		from := size("from")
		return func(b *Builder, _ *Maker, x Node) Node { return b.Concat(x, b.Slice(x, from, x.C), x) }
	case 6:
		rate := share("rate")
		return func(b *Builder, _ *Maker, x Node) Node { return b.Dropout(x, rate) }
	case 7:
		rate := share("rate")
		return func(b *Builder, _ *Maker, x Node) Node { return b.DropPath(x, rate) }
	case 8:
		deviation := share("deviation")
		return func(b *Builder, _ *Maker, x Node) Node { return b.NormalNoise(x, deviation) }
	case 9:
		values := size("values")
		return func(b *Builder, m *Maker, x Node) Node {
			return b.Blend(x, b.Tanh(x), Learned(m.Uniform("k", 0, 1, values)))
		}
	case 10:
		in, out := size("in"), size("out")
		return func(b *Builder, m *Maker, x Node) Node {
			return b.Linear(x, m.Linear("fc", max(in, x.C*x.H*x.W), out))
		}
	case 11:
		return func(b *Builder, m *Maker, x Node) Node { return b.BatchNormAddReLU(x, b.Tanh(x), m.Norm("bn", x.C)) }
	case 12:
		stride := size("stride")
		return func(b *Builder, _ *Maker, x Node) Node { return b.Add(x, x, stride) }
	}
	return func(b *Builder, _ *Maker, x Node) Node { return b.GlobalMaxPool(b.ReLU(x)) }
}

// result is what a run of an operation behind a convolution leaves behind, nil if
// the builder refused the operation.
func result(t *rapid.T, batch int, image Node, images []float32, add func(b *Builder, m *Maker, x Node) Node) []float64 {
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
		add := anyOp(t)
		want := result(t, n, image, images, add)
		if got := result(t, n+room, image, images, add); !slices.Equal(got, want) {
			t.Errorf("with room for %d more: got %v, want %v", room, got, want)
		}
	})
}
