package compute

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestTurnedWeights holds gradients of weights from transposed images to the other way,
// in float64, for any kernel, steps, ragged batch and division into parts, NaN in
// padding lanes; and the bits to the number of threads.
func TestTurnedWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawWholeVectors(t)
		n := newTurnedOutering(c)
		n.pixelParts = rapid.IntRange(1, min(3, n.grid.regions())).Draw(t, "parts by pixels")
		n.stripParts = rapid.IntRange(1, c.out.C/Lanes).Draw(t, "parts by strips")
		n.chunk = rapid.IntRange(1, 9).Draw(t, "chunk")
		r := drawn(t)
		x, dy := newBatch[float64](r, c.In()), newBatch[float64](r, c.Out())
		got, again, want := dirty[float64](c.Weights()), dirty[float64](c.Weights()), dirty[float64](c.Weights())
		outerTurned(newPool(1), n, got, x.blocked, dy.blocked)
		outerTurned(newPool(3), n, again, x.blocked, dy.blocked)
		outer(newPool(1), &c.weights, want, x.blocked, dy.blocked)
		for i := range want {
			if !(math.Abs(got[i]-want[i]) <= 1e-10) {
				t.Fatalf("got %v for weight %d, want %v", got[i], i, want[i])
			}
		}
		if !slices.Equal(got, again) {
			t.Fatal("got other bits with three threads than with one")
		}
	})
}

// TestTurnedWeightsAreTaken says which gradients of weights are computed that way.
func TestTurnedWeightsAreTaken(t *testing.T) {
	tests := []struct {
		in                  Shape
		out, kernel, stride int
		groups              int
		want                bool
	}{
		{Shape{32, 64, 16, 16}, 256, 1, 1, 1, true},   // a bottleneck's end
		{Shape{32, 2048, 2, 2}, 512, 1, 1, 1, true},   // its beginning, at the end of a network
		{Shape{32, 32, 16, 16}, 64, 3, 2, 1, true},    // down from stage to stage
		{Shape{32, 16, 4, 4}, 16, 3, 1, 1, true},      // few channels of small images
		{Shape{32, 256, 14, 14}, 256, 3, 1, 1, true},  // too many channels for tiles
		{Shape{32, 16, 32, 32}, 16, 3, 1, 1, false},   // few channels of large ones
		{Shape{32, 64, 16, 16}, 64, 3, 1, 1, false},   // by tiles
		{Shape{32, 3, 32, 32}, 16, 3, 1, 1, false},    // no whole vectors
		{Shape{32, 128, 16, 16}, 128, 3, 1, 4, false}, // groups
	}
	for _, tt := range tests {
		c, err := NewConv(tt.in, ConvOptions{Out: tt.out, Kernel: tt.kernel, Stride: tt.stride, Pad: tt.kernel / 2, Groups: tt.groups})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.turnedWeights != nil; got != tt.want {
			t.Errorf("%v to %d channels, kernel %d, stride %d: got %v, want %v", tt.in, tt.out, tt.kernel, tt.stride, got, tt.want)
		}
	}
}

// drawWholeVectors draws a convolution between channels that fill vectors.
func drawWholeVectors(t *rapid.T) *Conv {
	o := ConvOptions{
		Out:    Lanes * rapid.IntRange(1, 4).Draw(t, "out"),
		Kernel: rapid.IntRange(1, 3).Draw(t, "kernel"), KernelW: rapid.IntRange(1, 3).Draw(t, "columns of the kernel"),
		Across: drawSteps(t, 3),
	}
	down := drawSteps(t, 3)
	o.Stride, o.Pad, o.Dilation = down.Stride, down.Pad, down.Dilation
	least := func(kernel int, s Steps) int { return max(1, s.Span(kernel)-2*s.Pad) }
	downSteps, across := o.Axes()
	c, err := NewConv(Shape{
		N: ragged(t),
		C: Lanes * rapid.IntRange(1, 3).Draw(t, "channels"),
		H: least(o.Kernel, downSteps) + rapid.IntRange(0, 4).Draw(t, "height"),
		W: least(o.KernelW, across) + rapid.IntRange(0, 4).Draw(t, "width"),
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return &c
}
