package nn_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/nn"
)

// apply runs a graph of one operation on images, in float64.
func apply(t interface{ Fatal(...any) }, c, h, w int, images []float64, op func(*nn.Builder, nn.Node) nn.Node, values int) []float64 {
	b := nn.NewBuilder(nn.Options{Batch: len(images) / (c * h * w), Dtype: nn.Float64})
	m, err := b.Compile(op(b, b.Input(c, h, w)), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float64, values)
	if err := errors.Join(m.LoadFloat64s(images), m.Run(context.Background()), m.ReadFloat64s(out)); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTransposedIsTheTranspose holds ⟨Kᵀx, z⟩ = ⟨x, Kz⟩, which says all there is to
// say about Kᵀ.
func TestTransposedIsTheTranspose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := func(name string, least, most int) int { return rapid.IntRange(least, most).Draw(t, name) }
		n, groups, h, w := size("images", 1, 18), size("groups", 1, 2), size("rows", 1, 6), size("columns", 1, 6)
		in, out, kernel := groups*size("in", 1, 3), groups*size("out", 1, 3), 2*size("half a kernel", 0, 1)+1
		conv := nn.NewMaker(rapid.Uint64().Draw(t, "seed"), nn.Float64).GroupedConv("k", in, out, kernel, 1, groups)
		values := func(name string, count int) []float64 {
			return rapid.SliceOfN(rapid.Float64Range(-1, 1), count, count).Draw(t, name)
		}
		x, z := values("x", n*out*h*w), values("z", n*in*h*w)
		forth := apply(t, in, h, w, z, func(b *nn.Builder, z nn.Node) nn.Node { return b.Conv2D(z, conv) }, len(x))
		back := apply(t, out, h, w, x, func(b *nn.Builder, x nn.Node) nn.Node { return b.ConvTransposed2D(x, conv) }, len(z))
		var left, right float64
		for i := range z {
			left += back[i] * z[i]
		}
		for i := range x {
			right += x[i] * forth[i]
		}
		if math.Abs(left-right) > 1e-11 {
			t.Errorf("got ⟨Kᵀx, z⟩ = %v and ⟨x, Kz⟩ = %v", left, right)
		}
	})
}

func TestMistakesInTheOperationsOfSchemes(t *testing.T) {
	tests := []struct {
		want  string
		build func(b *nn.Builder, m *nn.Maker, x nn.Node) nn.Node
	}{
		{"nn: Weighted: got 1 values and 2 weights", func(b *nn.Builder, _ *nn.Maker, x nn.Node) nn.Node {
			return b.Weighted([]float64{1, 2}, x)
		}},
		{"want the same shape", func(b *nn.Builder, _ *nn.Maker, x nn.Node) nn.Node {
			return b.Weighted([]float64{1, 2}, x, b.Slice(x, 0, 1))
		}},
		{"for 3 offsets, want 3 channels", func(b *nn.Builder, m *nn.Maker, x nn.Node) nn.Node {
			return b.Offset(x, m.Uniform("b", 0, 1, 3))
		}},
		{"ConvTransposed2D k.weight: got stride 2 and padding 1", func(b *nn.Builder, m *nn.Maker, x nn.Node) nn.Node {
			return b.ConvTransposed2D(x, m.Conv("k", 2, 2, 3, 2))
		}},
		{"ConvTransposed2D k.weight: got stride 1 and padding 1×0 of a kernel of 3×3, want a convolution that keeps", func(b *nn.Builder, m *nn.Maker, x nn.Node) nn.Node {
			conv := m.Conv("k", 2, 2, 3, 1)
			conv.Across = nn.Steps{Stride: 1}
			return b.ConvTransposed2D(x, conv)
		}},
		{"ConvTransposed2D k.weight: got stride 1 and padding 1 of a kernel of 3×3 with dilation 2, want", func(b *nn.Builder, m *nn.Maker, x nn.Node) nn.Node {
			conv := m.Conv("k", 2, 2, 3, 1)
			conv.Dilation = 2
			return b.ConvTransposed2D(x, conv)
		}},
		{"want 5 channels for weights of [5 2 3 3]", func(b *nn.Builder, m *nn.Maker, x nn.Node) nn.Node {
			return b.ConvTransposed2D(x, m.Conv("k", 2, 5, 3, 1))
		}},
	}
	for _, tt := range tests {
		b := nn.NewBuilder(nn.Options{})
		tt.build(b, nn.NewMaker(1, nn.Float32), b.Input(2, 4, 4))
		if b.Err() == nil || !strings.Contains(b.Err().Error(), tt.want) {
			t.Errorf("got error %v, want %q", b.Err(), tt.want)
		}
	}
}

// TestFloat64s are loaded and read without loss by a graph in float64, and rounded by
// one in float32.
func TestFloat64s(t *testing.T) {
	for dtype, want := range map[nn.Dtype]float64{nn.Float64: 0.1, nn.Float32: float64(float32(0.1))} {
		b := nn.NewBuilder(nn.Options{Batch: 2, Dtype: dtype})
		x := b.Input(1, 1, 1)
		m, err := b.Compile(b.Weighted([]float64{1}, x), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float64, 1)
		if err := errors.Join(m.LoadFloat64s([]float64{0.1}), m.Run(context.Background()), m.ReadFloat64s(got)); err != nil {
			t.Fatal(err)
		}
		if got[0] != want {
			t.Errorf("%v: got %v, want %v", dtype, got[0], want)
		}
		if err := m.LoadFloat64s(make([]float64, 3)); err == nil {
			t.Errorf("%v: got no error for 3 images in batches of 2", dtype)
		}
		if err := m.ReadFloat64s(make([]float64, 2)); err == nil {
			t.Errorf("%v: got no error for room of 2 values", dtype)
		}
	}
}

// Of one pixel a convolution is a matrix, and its transpose the matrix's.
func ExampleBuilder_ConvTransposed2D() {
	conv := nn.NewMaker(1, nn.Float64).Conv("k", 2, 1, 1, 1)
	if err := conv.Weight.Set([]float64{3, 4}); err != nil {
		log.Fatal(err)
	}
	b := nn.NewBuilder(nn.Options{Dtype: nn.Float64})
	m, err := b.Compile(b.ConvTransposed2D(b.Input(1, 1, 1), conv), nil)
	if err != nil {
		log.Fatal(err)
	}
	y := make([]float64, 2)
	err = errors.Join(m.LoadFloat64s([]float64{10}), m.Run(context.Background()), m.ReadFloat64s(y))
	fmt.Println(y, err)
	// Output:
	// [30 40] <nil>
}
