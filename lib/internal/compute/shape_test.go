package compute

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestHostileSizes plans with any numbers: an error or a plan, never a panic nor a
// plan that takes minutes, and a plan is of shapes whose lengths are right.
func TestHostileSizes(t *testing.T) { rapid.Check(t, plansOrRefuses) }

// FuzzHostileSizes looks for numbers that go wrong.
func FuzzHostileSizes(f *testing.F) { f.Fuzz(rapid.MakeFuzz(plansOrRefuses)) }

func plansOrRefuses(t *rapid.T) {
	in := Shape{hostileSize(t, "images"), hostileSize(t, "channels"), hostileSize(t, "rows"), hostileSize(t, "columns")}
	kernel, stride, pad, out := hostileSize(t, "kernel"), hostileSize(t, "stride"), hostileSize(t, "pad"), hostileSize(t, "out")
	var shapes []Shape
	if c, err := NewConv(in, hostileConv(t, kernel, stride, pad, out)); err == nil {
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
}

// hostileConv draws the rest of a convolution, half of the time with steps across of
// its own.
func hostileConv(t *rapid.T, kernel, stride, pad, out int) ConvOptions {
	o := ConvOptions{
		Out: out, Kernel: kernel, KernelW: hostileSize(t, "columns of the kernel"), Stride: stride, Pad: pad,
		Dilation: hostileSize(t, "dilation"), Groups: hostileSize(t, "groups"),
	}
	if rapid.Bool().Draw(t, "across") {
		o.Across = Steps{Stride: hostileSize(t, "stride across"), Pad: hostileSize(t, "pad across"), Dilation: hostileSize(t, "dilation across")}
	}
	return o
}

// hostileSize draws a number that fits most plans, one just beyond a bound or within
// it, or any.
func hostileSize(t *rapid.T, name string) int {
	switch rapid.IntRange(0, 9).Draw(t, name+": kind") {
	case 0:
		return rapid.SampledFrom([]int{math.MinInt, -1, 0, mostSide + 1, mostStrips + 1, mostListed + 1, mostValues, math.MaxInt - 1, math.MaxInt}).Draw(t, name)
	case 1:
		return rapid.SampledFrom([]int{1 << 12, mostSide, mostListed, 1 << 31}).Draw(t, name)
	case 2:
		return rapid.Int().Draw(t, name)
	}
	return rapid.IntRange(1, 5).Draw(t, name)
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
		{"kernel over an image", conv(Shape{1, 1, 1 << 14, 1}, ConvOptions{Out: 1, Kernel: 1 << 14, KernelW: 1, Stride: 1, Pad: 1 << 12}), "NewConv: got kernels of 16384×1 over 16384×1 pixels, 1 channels to 1 in 1 groups, want a plan of at most 16777216 taps and runs, and 1048576 strips"},
		{"pixels of a layer", func() error { _, err := NewLinear(Shape{1, 1, 1 << 13, 1 << 13}, 1); return err }, "NewLinear: got kernels of 8192×8192 over 8192×8192 pixels"},
		{"channels", conv(Shape{1, 1, 1, 1}, ConvOptions{Out: 1 << 25, Kernel: 1, Stride: 1}), "1 channels to 33554432 in 1 groups, want a plan of at most"},
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
