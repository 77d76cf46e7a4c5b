//go:build amd64 || arm64

package simd

import (
	"math"
	"regexp"
	"testing"
)

// TestChecks calls kernels with what does not fit. Each must say so before it
// touches a value.
func TestChecks(t *testing.T) {
	v := func(n int) []float32 { return make([]float32, n) }
	const image, row = 2 * 3 * Lanes, 3 * Lanes // two pixels of three channels
	gather := func(dst, src, w int, tap Tap, channels, pixels, dstStep, srcStep int) func(*Kernels[float32]) {
		return func(k *Kernels[float32]) {
			k.Gather(v(dst), v(src), v(w), []Tap{{}, tap, {}}, channels, pixels, dstStep, srcStep, false)
		}
	}
	tests := []struct {
		name string
		call func(k *Kernels[float32])
		want string
	}{
		{"destination short", gather(255, image, 24, Tap{}, 3, 2, 128, row), "Gather: got 255 values of destination, want 2 pixels with step 128 of 128"},
		{"destination steps overflow", gather(512, image, 24, Tap{}, 3, 5, math.MaxInt/2, row), "Gather: got 512 values of destination, want 5 pixels"},
		{"destination steps wrap", gather(512, image, 24, Tap{}, 3, 5, math.MaxInt/2+1, row), "Gather: got 512 values of destination, want 5 pixels"},
		{"source steps wrap", gather(1024, image, 24, Tap{}, 3, 5, 128, math.MaxInt/2+1), "want it inside 96 values of source"},
		{"destination steps back", gather(512, image, 24, Tap{}, 3, 2, -128, row), "Gather: got 512 values of destination, want 2 pixels"},
		{"source short", gather(256, image-1, 24, Tap{}, 3, 2, 128, row), "Gather: got tap {Source:0 Weight:0} of 3 channels and 2 pixels with step 48, want it inside 95 values of source"},
		{"tap after source", gather(256, image, 24, Tap{1, 0}, 3, 2, 128, row), "got tap {Source:1 Weight:0}"},
		{"tap before source", gather(256, image, 24, Tap{-1, 0}, 3, 2, 128, row), "got tap {Source:-1 Weight:0}"},
		{"tap far beyond source", gather(256, image, 24, Tap{math.MaxInt, 0}, 3, 2, 128, row), "got tap {Source:9223372036854775807"},
		{"tap far before source", gather(256, image, 24, Tap{math.MinInt, 0}, 3, 2, 128, row), "got tap {Source:-9223372036854775808"},
		{"tap after weights", gather(256, image, 24, Tap{0, 1}, 3, 2, 128, row), "got tap {Source:0 Weight:1}"},
		{"tap before weights", gather(256, image, 24, Tap{0, -1}, 3, 2, 128, row), "got tap {Source:0 Weight:-1}"},
		{"source steps overflow", gather(512, image, 24, Tap{}, 3, 4, 128, math.MaxInt/2), "want it inside 96 values of source"},
		{"source steps stay", gather(512, image, 24, Tap{}, 3, 4, 128, 0), "pixels with step 0"},
		{"too many channels", gather(256, image, 24, Tap{}, math.MaxInt/8, 1, 128, row), "channels and 1 pixels"},
		{"negative channels", gather(256, image, 24, Tap{}, -1, 1, 128, row), "of -1 channels"},

		{"sums short", func(k *Kernels[float32]) { k.Outer(v(255), v(64), v(64), 1, 1, 1) }, "Outer: got 255 sums, 64 and 64 values, want 256 and 1 pixels"},
		{"first operand short", func(k *Kernels[float32]) { k.Outer(v(256), v(127), v(128), 2, 64, 64) }, "127 and 128 values"},
		{"second operand short", func(k *Kernels[float32]) { k.Outer(v(256), v(128), v(127), 2, 64, 64) }, "128 and 127 values"},
		{"steps overflow", func(k *Kernels[float32]) { k.Outer(v(256), v(128), v(128), 5, math.MaxInt/2, 64) }, "Outer: got 256 sums"},

		{"tiles short", func(k *Kernels[float32]) { k.Split(v(255), v(256), 2, 2, 128, 64, 128) }, "Split: got 255 values of destination and 256 of source, want 256 and 256 for 2 tiles of 2 pixels"},
		{"pixels short", func(k *Kernels[float32]) { k.Split(v(256), v(255), 2, 2, 128, 64, 128) }, "256 values of destination and 255 of source"},
		{"tiles overlap at a step of zero", func(k *Kernels[float32]) { k.Split(v(256), v(256), 2, 2, 0, 64, 128) }, "with steps 0, 64 and 128"},
		{"tiles that overflow", func(k *Kernels[float32]) { k.Split(v(256), v(256), math.MaxInt/32, 2, 1, 64, 128) }, "Split: got 256 values of destination"},
		{"steps of tiles that overflow", func(k *Kernels[float32]) { k.Split(v(256), v(256), 2, 2, math.MaxInt, math.MaxInt, math.MaxInt) }, "Split: got 256 values of destination"},

		{"lanes short", func(k *Kernels[float32]) { k.LaneSums(v(2), v(31)) }, "LaneSums: got a slice of 1 channels, want at least 2"},

		{"part of a pixel", func(k *Kernels[float32]) { k.Affine(v(64), v(64), nil, v(3), v(3), v(3), true) }, "Affine: got 64 values, want whole pixels of 3 channels of 16"},
		{"no channels", func(k *Kernels[float32]) { k.Affine(v(64), v(64), nil, nil, nil, nil, true) }, "whole pixels of 0 channels"},
		{"result short", func(k *Kernels[float32]) { k.Affine(v(95), v(96), nil, v(3), v(3), v(3), true) }, "Affine: got a slice of 95 values, want at least 96"},
		{"addend short", func(k *Kernels[float32]) { k.Affine(v(96), v(96), v(95), v(3), v(3), v(3), true) }, "95 values to add"},
		{"addend empty", func(k *Kernels[float32]) { k.Affine(v(96), v(96), v(0), v(3), v(3), v(3), true) }, "0 values to add"},
		{"scale short", func(k *Kernels[float32]) { k.Affine(v(96), v(96), nil, v(3), v(2), v(3), true) }, "2 channels, want at least 3"},
		{"offset short", func(k *Kernels[float32]) { k.Affine(v(96), v(96), nil, v(3), v(3), v(2), true) }, "2 channels, want at least 3"},

		{"moments of part of a pixel", func(k *Kernels[float32]) { k.Moments(v(48), v(48), v(64), v(48)) }, "Moments: got 64 values"},
		{"moments' sums short", func(k *Kernels[float32]) { k.Moments(v(47), v(48), v(96), v(48)) }, "Moments: got a slice of 47"},
		{"moments' squares short", func(k *Kernels[float32]) { k.Moments(v(48), v(47), v(96), v(48)) }, "Moments: got a slice of 47"},

		{"gradient short", func(k *Kernels[float32]) { k.Project(v(96), v(48), v(48), v(95), v(96), nil, v(3), nil, nil) }, "Project: got a slice of 95 values"},
		{"projection short", func(k *Kernels[float32]) { k.Project(v(95), v(48), v(48), v(96), v(96), nil, v(3), nil, nil) }, "Project: got a slice of 95 values"},
		{"outputs short", func(k *Kernels[float32]) { k.Project(v(96), v(48), v(48), v(96), v(96), v(95), v(3), nil, nil) }, "95 outputs"},
		{"projection's sums short", func(k *Kernels[float32]) { k.Project(v(96), v(47), v(48), v(96), v(96), nil, v(3), nil, nil) }, "47 sums"},
		{"no offset", func(k *Kernels[float32]) { k.Project(v(96), v(48), v(48), v(96), v(96), nil, v(3), v(3), nil) }, "0 channels, want at least 3"},

		{"spread short", func(k *Kernels[float32]) { k.Spread(v(95), v(96), v(96), nil, v(3), v(3), v(3), v(3)) }, "Spread: got a slice of 95 values"},
		{"spread's addend short", func(k *Kernels[float32]) { k.Spread(v(96), v(96), v(96), v(95), v(3), v(3), v(3), v(3)) }, "95 values to add"},
		{"level short", func(k *Kernels[float32]) { k.Spread(v(96), v(96), v(96), nil, v(3), v(3), v(3), v(2)) }, "2 channels"},

		{"blend short", func(k *Kernels[float32]) { k.Blend(v(15), v(16), nil, nil, 1, 1) }, "Blend: got a slice of 15 values, want at least 16"},
		{"blended short", func(k *Kernels[float32]) { k.Blend(v(16), v(16), v(15), nil, 1, 1) }, "15 values of z"},
		{"added short", func(k *Kernels[float32]) { k.Blend(v(16), v(16), v(16), v(15), 1, 1) }, "15 values of f"},

		{"part of a square", func(k *Kernels[float32]) { k.Transpose(v(255), v(255), Lanes) }, "Transpose: got 255 values for 255 in columns of 16"},
		{"transposed short", func(k *Kernels[float32]) { k.Transpose(v(256), v(512), Strip) }, "Transpose: got 256 values for 512 in columns of 8"},
		{"other columns", func(k *Kernels[float32]) { k.Transpose(v(256), v(256), 4) }, "in columns of 8 or 16"},

		{"part of a vector", func(k *Kernels[float32]) { k.Largest(v(17), v(64), []int{0}) }, "Largest: got a pixel of 17 values"},
		{"no taps", func(k *Kernels[float32]) { k.Largest(v(16), v(64), nil) }, "taps 0 to 0 of 0, want"},
		{"tap after the image", func(k *Kernels[float32]) { k.Largest(v(16), v(64), []int{0, 49}) }, "Largest: got a tap at 49, want it inside an image of 64 values"},
		{"tap before the image", func(k *Kernels[float32]) { k.Route(v(64), v(16), v(64), []int{math.MinInt}, 0, 1) }, "Route: got a tap at -9223372036854775808"},
		{"pixel beyond the image", func(k *Kernels[float32]) { k.Route(v(64), v(16), v(15), []int{0}, 0, 1) }, "Route: got a tap at 0, want it inside an image of 15"},
		{"taps that are not there", func(k *Kernels[float32]) { k.Route(v(64), v(16), v(64), []int{0}, 0, 2) }, "taps 0 to 2 of 1"},

		{"dot's sums short", func(k *Kernels[float32]) { k.Dot(v(15), v(16), v(16)) }, "Dot: got a slice of 15 sums"},
		{"dot's operand short", func(k *Kernels[float32]) { k.Dot(v(16), v(16), v(15)) }, "Dot: got a slice of 15 values"},
	}
	for _, isa := range native() {
		for _, tt := range tests {
			t.Run(string(isa)+"/"+tt.name, func(t *testing.T) {
				if got := panicOf(func() { tt.call(Of[float32](isa)) }); !regexp.MustCompile("^simd: .*" + regexp.QuoteMeta(tt.want)).MatchString(got) {
					t.Errorf("got panic %q, want %q in it", got, tt.want)
				}
			})
		}
	}
}
