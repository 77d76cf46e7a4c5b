package compute

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// TestConv compares all three passes with the definition, computed in float64
// over NCHW images.
func TestConv(t *testing.T) { inBoth(t, convMatches[float32], convMatches[float64]) }

func convMatches[T Float](t *rapid.T) { convMustMatch[T](t, drawConv(t)) }

func convMustMatch[T Float](t *rapid.T, c *Conv) {
	r, p := drawn(t), drawPool(t, 2)
	x, dy := newBatch[T](r, c.In()), newBatch[T](r, c.Out())
	w := newBatch[T](r, Shape{1, c.Weights(), 1, 1}).plain

	y, dx, dw := make([]float64, len(dy.plain)), make([]float64, len(x.plain)), make([]float64, len(w))
	visit(c, func(iy, ix, iw int) {
		y[iy] += float64(w[iw]) * float64(x.plain[ix])
		dx[ix] += float64(w[iw]) * float64(dy.plain[iy])
		dw[iw] += float64(x.plain[ix]) * float64(dy.plain[iy])
	})

	gotY, gotDX, gotDW := dirty[T](c.Out().Len()), dirty[T](c.In().Len()), dirty[T](len(w))
	ConvForward(p, c, gotY, x.blocked, w, Epilogue[T]{})
	ConvBackwardData(p, c, gotDX, dy.blocked, w)
	ConvBackwardWeights(p, c, gotDW, x.blocked, dy.blocked)
	mustBeClose(t, "y", unpacked(c.Out(), gotY), y, roundoff[T]())
	mustBeClose(t, "dx", unpacked(c.In(), gotDX), dx, roundoff[T]())
	mustBeClose(t, "dw", gotDW, dw, roundoff[T]())
}

// TestConvGroups does the same for groups of so few channels that several share a strip.
func TestConvGroups(t *testing.T) { inBoth(t, groupsMatch[float32], groupsMatch[float64]) }

func groupsMatch[T Float](t *rapid.T) {
	few := rapid.SampledFrom([]int{1, 2, 3, 4})
	groups := rapid.SampledFrom([]int{2, 4, 6, 8, 16}).Draw(t, "groups")
	c := plan(t, Shape{
		N: ragged(t),
		C: groups * few.Draw(t, "channels of a group"),
		H: rapid.IntRange(1, 5).Draw(t, "height"), W: rapid.IntRange(1, 5).Draw(t, "width"),
	}, ConvOptions{
		Out:    groups * few.Draw(t, "output channels of a group"),
		Kernel: rapid.SampledFrom([]int{1, 3}).Draw(t, "kernel"), Stride: rapid.IntRange(1, 2).Draw(t, "stride"),
		Pad: 1, Groups: groups,
	})
	convMustMatch[T](t, c)
}

// TestConvAdjoint checks the identities that make gradients gradients:
// ⟨conv(x, w), y⟩ = ⟨x, convᵀ(y, w)⟩ = ⟨w, ∂w(x, y)⟩.
func TestConvAdjoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { convMustBeAdjoint(t, drawConv(t), drawn(t)) })
}

// TestConvAdjointLarge does the same with images that fall into many regions.
func TestConvAdjointLarge(t *testing.T) {
	tests := []struct {
		name string
		in   Shape
		o    ConvOptions
	}{
		{"many rows", Shape{33, 12, 40, 24}, ConvOptions{Out: 20, Kernel: 3, Stride: 1, Pad: 1}},
		{"stride 2", Shape{17, 24, 33, 31}, ConvOptions{Out: 9, Kernel: 3, Stride: 2, Pad: 1}},
		{"stride beyond the kernel", Shape{20, 24, 40, 31}, ConvOptions{Out: 8, Kernel: 2, Stride: 3}},
		{"stride across alone", Shape{17, 12, 40, 31}, ConvOptions{Out: 9, Kernel: 3, Stride: 1, Pad: 1, Across: Steps{Stride: 3, Pad: 2}}},
		{"dilation", Shape{33, 12, 40, 24}, ConvOptions{Out: 20, Kernel: 3, Stride: 1, Pad: 7, Dilation: 7}},
		{"dilation and stride", Shape{20, 12, 33, 31}, ConvOptions{Out: 8, Kernel: 5, KernelW: 2, Stride: 2, Pad: 3, Dilation: 3, Across: Steps{Stride: 3, Dilation: 5}}},
		{"many channels", Shape{70, 96, 5, 5}, ConvOptions{Out: 64, Kernel: 3, Stride: 1, Pad: 1}},
		{"tiles", Shape{20, 32, 18, 26}, ConvOptions{Out: 32, Kernel: 3, Stride: 1, Pad: 1}},
		{"groups", Shape{40, 96, 9, 9}, ConvOptions{Out: 48, Kernel: 5, Stride: 1, Pad: 2, Groups: 6}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			convMustBeAdjoint(t, plan(t, tt.in, tt.o), rand.New(rand.NewPCG(1, 2)))
		})
	}
}

func convMustBeAdjoint(t rapid.TB, c *Conv, r *rand.Rand) {
	p := newPool(1)
	x, dy := newBatch[float64](r, c.In()), newBatch[float64](r, c.Out())
	w := newBatch[float64](r, Shape{1, c.Weights(), 1, 1}).plain
	y, dx, dw := dirty[float64](c.Out().Len()), dirty[float64](c.In().Len()), dirty[float64](len(w))
	ConvForward(p, c, y, x.blocked, w, Epilogue[float64]{})
	ConvBackwardData(p, c, dx, dy.blocked, w)
	ConvBackwardWeights(p, c, dw, x.blocked, dy.blocked)
	forward := dot(unpacked(c.Out(), y), dy.plain)
	scale := math.Sqrt(dot(dy.plain, dy.plain) * float64(c.In().C))
	if data := dot(unpacked(c.In(), dx), x.plain); !(math.Abs(data-forward) <= 1e-11*(1+scale)) {
		t.Errorf("got ⟨x, convᵀ(y)⟩ = %v, want ⟨conv(x), y⟩ = %v", data, forward)
	}
	if weights := dot(dw, w); !(math.Abs(weights-forward) <= 1e-11*(1+scale)) {
		t.Errorf("got ⟨w, ∂w⟩ = %v, want ⟨conv(x), y⟩ = %v", weights, forward)
	}
}

// TestConvRagged checks that the images of a ragged batch get the very bits
// they get in a full one.
func TestConvRagged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, r, p := drawConv(t), drawn(t), drawPool(t, 1)
		in := c.In()
		in.N = in.Blocks() * Lanes
		full := planConv(in, c.Out().C, c.groups, c.down, c.across)
		if c.forwardTiles != nil {
			full = byTiles(full, 5)
		}
		all := newBatch[float32](r, in)
		some := batchOf(c.In(), all.plain[:c.In().N*c.In().Features()])
		w := newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain
		y, fullY := dirty[float32](c.Out().Len()), dirty[float32](c.Out().Len())
		ConvForward(p, c, y, some.blocked, w, Epilogue[float32]{})
		ConvForward(p, &full, fullY, all.blocked, w, Epilogue[float32]{})
		mustBeSame(t, "y", unpacked(c.Out(), y), unpacked(full.Out(), fullY)[:c.Out().N*c.Out().Features()])

		// Images without gradient are as good as none.
		dy := newBatch[float32](r, c.Out())
		fullDY := make([]float32, full.Out().Len())
		Pack(fullDY, dy.plain, c.Out())
		dw, fullDW := dirty[float32](len(w)), dirty[float32](len(w))
		ConvBackwardWeights(p, c, dw, some.blocked, dy.blocked)
		ConvBackwardWeights(p, &full, fullDW, all.blocked, fullDY)
		mustBeClose(t, "dw", dw, widened(fullDW), 1e-5)
	})
}

// TestConvThreads checks that every number of threads gives the same bits.
func TestConvThreads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mustIgnoreThreads(t, drawConv(t), drawn(t), rapid.SampledFrom(simd.Available()).Draw(t, "isa"))
	})
}

// TestConvThreadsLarge does the same with images that fall into many regions,
// where parts share a copy of the input and where there are tiles.
func TestConvThreadsLarge(t *testing.T) {
	shared := plan(t, Shape{70, 96, 5, 5}, ConvOptions{Out: 64, Kernel: 3, Stride: 1, Pad: 1})
	if !shared.weights.share {
		t.Fatalf("got %d parts that share nothing, want them to share the input", shared.weights.tileParts)
	}
	shared.weightTiles = nil
	tiled := plan(t, Shape{37, 32, 18, 26}, ConvOptions{Out: 32, Kernel: 3, Stride: 1, Pad: 1})
	if tiled.forwardTiles == nil || tiled.backwardTiles == nil || tiled.weightTiles == nil {
		t.Fatal("got a pass without tiles, want them in all passes")
	}
	for _, isa := range simd.Available()[:min(2, len(simd.Available()))] {
		mustIgnoreThreads(t, shared, rand.New(rand.NewPCG(1, 2)), isa)
		mustIgnoreThreads(t, tiled, rand.New(rand.NewPCG(1, 2)), isa)
	}
}

// plan returns the plan of a convolution.
func plan(t rapid.TB, in Shape, o ConvOptions) *Conv {
	c, err := NewConv(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

func mustIgnoreThreads(t rapid.TB, c *Conv, r *rand.Rand, isa simd.ISA) {
	x, dy := newBatch[float32](r, c.In()), newBatch[float32](r, c.Out())
	w, bias := newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain, newBatch[float32](r, Shape{1, c.Out().C, 1, 1}).plain
	all := func(threads int) (y, dx, dw []float32, mean, variance []float64) {
		p := NewPool(threads, isa)
		y, dx, dw = dirty[float32](c.Out().Len()), dirty[float32](c.In().Len()), dirty[float32](len(w))
		mean, variance = make([]float64, len(bias)), make([]float64, len(bias))
		var moments Moments
		ConvForward(p, c, y, x.blocked, w, Epilogue[float32]{Scale: bias, Bias: bias, Add: dy.blocked, ReLU: true, Moments: &moments})
		moments.Result(mean, variance)
		ConvBackwardDataPlus(p, c, dx, x.blocked, dy.blocked, w)
		ConvBackwardWeights(p, c, dw, x.blocked, dy.blocked)
		return y, dx, dw, mean, variance
	}
	y, dx, dw, mean, variance := all(1)
	for _, threads := range threadCounts {
		gotY, gotDX, gotDW, gotMean, gotVariance := all(threads)
		mustBeSame(t, "y", gotY, y)
		mustBeSame(t, "dx", gotDX, dx)
		mustBeSame(t, "dw", gotDW, dw)
		mustBeSame(t, "mean", gotMean, mean)
		mustBeSame(t, "variance", gotVariance, variance)
	}
}

func TestNewConvErrors(t *testing.T) {
	digits := Shape{64, 1, 8, 8}
	tests := []struct {
		name string
		in   Shape
		o    ConvOptions
		want string
	}{
		{"no images", Shape{0, 1, 8, 8}, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: 1}, "got shape 0×1×8×8"},
		{"no output channels", digits, ConvOptions{Out: 0, Kernel: 3, Stride: 1, Pad: 1}, "got 0 output channels"},
		{"stride zero", digits, ConvOptions{Out: 8, Kernel: 3, Stride: 0, Pad: 1}, "stride 0"},
		{"negative padding", digits, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: -1}, "pad -1"},
		{"dilation below zero", digits, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: 1, Dilation: -1}, "got kernel 3×3, stride 1, pad 1, dilation -1, want positive numbers"},
		{"stride zero across", digits, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: 1, Across: Steps{Pad: 2}}, "got kernel 3×3, stride 1×0, pad 1×2, want positive numbers"},
		{"kernel wider than the image", digits, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: 1, Across: Steps{Stride: 1, Pad: 2, Dilation: 6}}, "got a kernel of 3×13 over 8×8 pixels padded by 1×2"},
		{"kernel larger than the image", digits, ConvOptions{Out: 8, Kernel: 11, Stride: 1, Pad: 1}, "got a kernel of 11×11 over 8×8 pixels padded by 1"},
		{"groups that do not divide", digits, ConvOptions{Out: 8, Kernel: 3, Stride: 1, Pad: 1, Groups: 2}, "got 1 input and 8 output channels in 2 groups"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewConv(tt.in, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestConvSize checks shapes and counts against He et al. 2016, whose 3×3
// convolutions keep the size and halve it with stride 2.
func TestConvSize(t *testing.T) {
	c, err := NewConv(Shape{64, 16, 32, 32}, ConvOptions{Out: 32, Kernel: 3, Stride: 2, Pad: 1})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Out(), (Shape{64, 32, 16, 16}); got != want {
		t.Errorf("got output %v, want %v", got, want)
	}
	if got, want := c.MACs(), 64*16*16*9*16*32; got != want {
		t.Errorf("got %d MACs, want %d", got, want)
	}
}
