package compute

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestHostileSizes plans with any numbers: an error or a plan, never a panic, and
// a plan is of shapes whose lengths are right.
func TestHostileSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := func(name string) int {
			if rapid.Bool().Draw(t, name+" is hostile") {
				return rapid.SampledFrom([]int{math.MinInt, -1, 0, mostSide + 1, mostValues, math.MaxInt - 1, math.MaxInt}).Draw(t, name)
			}
			return rapid.IntRange(1, 5).Draw(t, name)
		}
		in := Shape{size("images"), size("channels"), size("rows"), size("columns")}
		kernel, stride, pad, out := size("kernel"), size("stride"), size("pad"), size("out")
		shapes := []Shape{}
		across := Steps{Stride: size("stride across"), Pad: size("pad across"), Dilation: size("dilation across")}
		if c, err := NewConv(in, ConvOptions{Out: out, Kernel: kernel, Stride: stride, Pad: pad, Dilation: size("dilation"), Groups: size("groups"), Across: across}); err == nil {
			shapes = append(shapes, c.In(), c.Out(), Shape{1, c.Weights(), 1, 1})
		}
		if q, err := NewPooling(in, PoolingOptions{Kernel: kernel, Stride: stride, Pad: pad}); err == nil {
			shapes = append(shapes, q.In(), q.Out())
		}
		if s, err := NewShortcut(in, ShortcutOptions{Out: out, Stride: stride}); err == nil {
			shapes = append(shapes, s.In(), s.Out())
		}
		if l, err := NewLinear(in, out); err == nil {
			shapes = append(shapes, l.In(), l.Out())
		}
		if s, err := NewSlice(in, stride, kernel); err == nil {
			shapes = append(shapes, s.Wide(), s.Narrow())
		}
		if s, err := NewPad(in, stride, kernel); err == nil {
			shapes = append(shapes, s.Wide(), s.Narrow())
		}
		if c, err := NewConcat(in, Shape{in.N, out, in.H, in.W}, in); err == nil {
			shapes = append(shapes, c.Out())
		}
		if n, err := NewNorm(in, 1, false); err == nil {
			shapes = append(shapes, n.Shape)
		}
		for _, s := range shapes {
			mustBeOfSize(t, s)
		}
	})
}

// mustBeOfSize computes the length of a batch without overflow.
func mustBeOfSize(t *rapid.T, s Shape) {
	t.Helper()
	length := math.Ceil(float64(s.N)/Lanes) * Lanes * float64(s.C) * float64(s.H) * float64(s.W)
	if got := s.Len(); got < 1 || math.Abs(float64(got)-length) > 1e-9*length {
		t.Errorf("got %d values for %v, want %v", got, s, length)
	}
}

// TestSizesBeyondReason names what is too large.
func TestSizesBeyondReason(t *testing.T) {
	image := Shape{1, 4, 4, 4}
	conv := func(in Shape, o ConvOptions) func() error {
		return func() error { _, err := NewConv(in, o); return err }
	}
	tests := []struct {
		name string
		plan func() error
		want string
	}{
		{"batch of nothing else", conv(Shape{math.MaxInt - 1, 1, 1, 1}, ConvOptions{Out: 1, Kernel: 1, Stride: 1}), "NewConv: got shape 9223372036854775806×1×1×1, want at most"},
		{"batch", conv(Shape{math.MaxInt, 2, 2, 2}, ConvOptions{Out: 1, Kernel: 1, Stride: 1}), "NewConv: got shape 9223372036854775807×2×2×2, want at most"},
		{"rows", conv(Shape{1, 1, mostSide + 1, 1}, ConvOptions{Out: 1, Kernel: 1, Stride: 1}), "got shape 1×1×1048577×1, want at most 1048576 rows"},
		{"stride", conv(image, ConvOptions{Out: 1, Kernel: 1, Stride: math.MaxInt}), "stride 9223372036854775807, pad 0, want positive numbers up to 1048576"},
		{"padding", conv(image, ConvOptions{Out: 1, Kernel: 1, Stride: 1, Pad: math.MaxInt / 2}), "pad 4611686018427387903, want"},
		{"dilation", conv(image, ConvOptions{Out: 1, Kernel: 3, Stride: 1, Dilation: math.MaxInt}), "pad 0, dilation 9223372036854775807, want"},
		{"padding across", conv(image, ConvOptions{Out: 1, Kernel: 1, Stride: 1, Across: Steps{Stride: 1, Pad: math.MaxInt}}), "pad 0×9223372036854775807, want"},
		{"weights", conv(Shape{1, 1 << 21, 1, 1}, ConvOptions{Out: 1 << 20, Kernel: 1, Stride: 1}), "got kernels of 1×1 between 2097152 and 1048576 channels, want at most"},
		{"output", conv(image, ConvOptions{Out: math.MaxInt, Kernel: 1, Stride: 1}), "NewConv: output: got shape 1×9223372036854775807×4×4"},
		{"features", func() error { _, err := NewLinear(image, math.MaxInt); return err }, "NewLinear: got 9223372036854775807 output features of 64"},
		{"shortcut", func() error { _, err := NewShortcut(image, ShortcutOptions{math.MaxInt, 1, false, false}); return err }, "NewShortcut: output: got shape"},
		{"slice", func() error { _, err := NewSlice(image, math.MaxInt, math.MaxInt); return err }, "NewSlice: got 9223372036854775807 channels from"},
		{"pad", func() error { _, err := NewPad(image, math.MaxInt, math.MaxInt); return err }, "NewPad: got 9223372036854775807 channels before"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.plan(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}
