package compute

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// drawTiled draws a convolution that is computed by tiles, whether that pays or
// not.
func drawTiled(t *rapid.T) *Conv {
	pad := func(name string) int { return rapid.IntRange(0, 3).Draw(t, name) }
	c := drawConvOf(t, 9, ConvOptions{
		Kernel: 3, KernelW: 3, Groups: 1, Stride: 1, Pad: pad("pad"),
		Across: Steps{Stride: 1, Pad: pad("pad across")},
	})
	if rapid.IntRange(0, 9).Draw(t, "whole vectors") == 0 {
		in, out := c.in, Lanes*rapid.IntRange(1, 3).Draw(t, "out vectors")
		in.C = Lanes * rapid.IntRange(1, 2).Draw(t, "in vectors")
		*c = planConv(in, out, 1, c.down, c.across)
	}
	*c = byTiles(*c, rapid.IntRange(1, 9).Draw(t, "tiles"))
	return c
}

// byTiles is a convolution in steps of some tiles.
func byTiles(c Conv, tiles int) Conv {
	d, a := c.down.pad, c.across.pad
	c.forwardTiles = newWinograd(c.out, c.in, d, a, tiles)
	c.backwardTiles = newWinograd(c.in, c.out, 2-d, 2-a, tiles)
	if wholeVectors(c.in.C, c.out.C) {
		c.weightTiles = newWinogradOutering(&c, tiles)
	}
	return c
}

// TestWinogradChoice states where tiles pay, for the layers of residual networks.
func TestWinogradChoice(t *testing.T) {
	tests := []struct {
		in          Shape
		out, stride int
		want        bool
		outer       bool // weights, too
	}{
		{Shape{128, 3, 32, 32}, 16, 1, false, false}, // three channels share the cost of a transform
		{Shape{128, 16, 32, 32}, 16, 1, true, false},
		{Shape{128, 16, 32, 32}, 32, 2, false, false}, // a tile of stride 2 saves nothing
		{Shape{128, 32, 16, 16}, 32, 1, true, true},
		{Shape{128, 64, 8, 8}, 64, 1, true, true},
		{Shape{1, 64, 8, 8}, 64, 1, true, true}, // whatever the number of images
		{Shape{64, 8, 8, 8}, 8, 1, false, false},
		{Shape{64, 16, 4, 4}, 16, 1, false, false}, // little but edge, where taps on padding are free
		{Shape{64, 32, 2, 2}, 32, 1, false, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%v to %d", tt.in, tt.out), func(t *testing.T) {
			c, err := NewConv(tt.in, ConvOptions{Out: tt.out, Kernel: 3, Stride: tt.stride, Pad: 1})
			if err != nil {
				t.Fatal(err)
			}
			if got := c.forwardTiles != nil; got != tt.want {
				t.Errorf("got tiles %t, want %t", got, tt.want)
			}
			if got := c.weightTiles != nil; got != tt.outer {
				t.Errorf("got tiles %t for weights, want %t", got, tt.outer)
			}
			if got := c.backwardTiles != nil; got != tt.want {
				t.Errorf("got tiles %t in the backward pass, want %t", got, tt.want)
			}
		})
	}
}

// TestWinogradWantsPixelsSideBySide: along both axes.
func TestWinogradWantsPixelsSideBySide(t *testing.T) {
	beside := Steps{Stride: 1, Pad: 1}
	for _, apart := range []Steps{{Stride: 2, Pad: 1}, {Stride: 1, Pad: 2, Dilation: 2}} {
		for _, steps := range [][2]Steps{{apart, beside}, {beside, apart}} {
			down, across := steps[0], steps[1]
			o := ConvOptions{Out: 64, Kernel: 3, Stride: down.Stride, Pad: down.Pad, Dilation: down.Dilation, Across: across}
			if c := plan(t, Shape{1, 64, 16, 16}, o); c.forwardTiles != nil || c.backwardTiles != nil || c.weightTiles != nil {
				t.Errorf("down %+v, across %+v: got tiles, want none", down, across)
			}
		}
	}
}

// TestWinogradAllocatesNothing checks the steady state.
func TestWinogradAllocatesNothing(t *testing.T) {
	p := newPool(2)
	c, err := NewConv(Shape{40, 16, 12, 12}, ConvOptions{Out: 16, Kernel: 3, Stride: 1, Pad: 1})
	if err != nil {
		t.Fatal(err)
	}
	c = byTiles(c, 16)
	x, y, w := make([]float32, c.In().Len()), make([]float32, c.Out().Len()), make([]float32, c.Weights())
	var moments Moments
	allocs := testing.AllocsPerRun(20, func() {
		ConvForward(p, &c, y, x, w, Epilogue[float32]{ReLU: true, Moments: &moments})
		ConvBackwardData(p, &c, x, y, w)
		ConvBackwardWeights(p, &c, w, x, y)
	})
	if allocs >= 1 {
		t.Errorf("got %v allocations, want none", allocs)
	}
}
