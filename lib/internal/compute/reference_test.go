package compute

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// batch is a batch of images twice: in NCHW order and blocked, where NaN in the
// padding lanes shows up wherever it leaks to.
type batch[T Float] struct {
	shape   Shape
	plain   []T
	blocked []T
}

// newBatch returns a batch of standard normal noise.
func newBatch[T Float](r *rand.Rand, s Shape) batch[T] {
	plain := make([]T, s.N*s.Features())
	for i := range plain {
		plain[i] = T(r.NormFloat64())
	}
	return batchOf(s, plain)
}

// batchOf returns a batch of the given values in NCHW order.
func batchOf[T Float](s Shape, plain []T) batch[T] {
	b := batch[T]{s, plain, make([]T, s.Len())}
	Pack(b.blocked, plain, s)
	poison(s, b.blocked)
	return b
}

// poison writes NaN to the padding lanes.
func poison[T Float](s Shape, blocked []T) {
	for i := range blocked {
		if i%Lanes >= s.Valid(i/s.blockLen()) {
			blocked[i] = T(math.NaN())
		}
	}
}

// dirty returns a result buffer full of NaN: kernels must overwrite, not add.
func dirty[T Float](n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(math.NaN())
	}
	return x
}

// unpacked returns the valid values in NCHW order.
func unpacked[T Float](s Shape, blocked []T) []T {
	plain := make([]T, s.N*s.Features())
	Unpack(plain, blocked, s)
	return plain
}

// widened converts to float64.
func widened[T Float](x []T) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

// dot is the inner product.
func dot[T Float](a, b []T) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// mustBeClose fails unless got equals want up to tolerance times the largest
// value wanted, at least 1.
func mustBeClose[T Float](t rapid.TB, what string, got []T, want []float64, tolerance float64) {
	t.Helper()
	scale := 1.0
	for _, v := range want {
		scale = max(scale, math.Abs(v))
	}
	for i := range want {
		if !(math.Abs(float64(got[i])-want[i]) <= tolerance*scale) {
			t.Fatalf("%s[%d]: got %v, want %v ± %.1g", what, i, got[i], want[i], tolerance*scale)
		}
	}
}

// mustBeSame fails unless got and want are the same bits, zeros' signs too, or both NaN.
func mustBeSame[T Float](t rapid.TB, what string, got, want []T) {
	t.Helper()
	for i := range want {
		if g, w := float64(got[i]), float64(want[i]); math.Float64bits(g) != math.Float64bits(w) && !(g != g && w != w) {
			t.Fatalf("%s[%d]: got %v, want exactly %v", what, i, got[i], want[i])
		}
	}
}

// ragged draws a number of images around the edges of blocks.
func ragged(t *rapid.T) int {
	return rapid.SampledFrom([]int{1, 5, 15, 16, 17, 32, 37}).Draw(t, "images")
}

// drawn returns a source of noise whose seed rapid draws.
func drawn(t *rapid.T) *rand.Rand {
	return rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed")))
}

// drawConv draws a convolution that fits its image, every other one by tiles.
func drawConv(t *rapid.T) *Conv {
	if rapid.Bool().Draw(t, "by tiles") {
		return drawTiled(t)
	}
	o := ConvOptions{
		Kernel: rapid.IntRange(1, 4).Draw(t, "kernel"),
		Groups: rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(t, "groups"),
	}
	down := drawSteps(t, o.Kernel)
	o.Stride, o.Pad, o.Dilation = down.Stride, down.Pad, down.Dilation
	if o.KernelW = o.Kernel; rapid.Bool().Draw(t, "otherwise across") {
		o.KernelW = rapid.IntRange(1, 4).Draw(t, "columns of the kernel")
		o.Across = drawSteps(t, o.KernelW)
	}
	return drawConvOf(t, 6, o)
}

// drawSteps draws how a kernel of a size goes along an axis.
func drawSteps(t *rapid.T, kernel int) Steps {
	return Steps{
		Stride:   rapid.IntRange(1, 3).Draw(t, "stride"),
		Pad:      rapid.IntRange(0, kernel).Draw(t, "pad"),
		Dilation: rapid.SampledFrom([]int{0, 1, 1, 2, 3}).Draw(t, "dilation"),
	}
}

// drawConvOf draws the channels and images of so many pixels a side at most, or as
// many as the kernel spans.
func drawConvOf(t *rapid.T, most int, o ConvOptions) *Conv {
	o.Out = o.Groups * rapid.IntRange(1, 19).Draw(t, "out")
	side := func(name string, kernel int, s Steps) int {
		least := max(1, s.Span(kernel)-2*s.Pad)
		return rapid.IntRange(least, max(least, most)).Draw(t, name)
	}
	down, across := o.Axes()
	c, err := NewConv(Shape{
		N: ragged(t),
		C: o.Groups * rapid.IntRange(1, 11).Draw(t, "channels"),
		H: side("height", o.Kernel, down),
		W: side("width", o.KernelW, across),
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

// visit calls f with the NCHW offsets of every product of a convolution.
func visit(c *Conv, f func(y, x, w int)) {
	in, out, each := c.In(), c.Out(), c.In().C/c.groups
	for n := range out.N {
		for o := range out.C {
			for ch := range each {
				from := o/(out.C/c.groups)*each + ch
				visitPlane(c, func(pixel, source, tap int) {
					f((n*out.C+o)*out.Pixels()+pixel, (n*in.C+from)*in.Pixels()+source, (o*each+ch)*c.taps()+tap)
				})
			}
		}
	}
}

// visitPlane calls f with the output pixel, the input pixel and the tap of every
// product between one channel and another.
func visitPlane(c *Conv, f func(pixel, source, tap int)) {
	for i := range c.out.H {
		for j := range c.out.W {
			for tap := range c.taps() {
				k, l := tap/c.across.kernel, tap%c.across.kernel
				row, column := i*c.down.stride+k*c.down.dilation-c.down.pad, j*c.across.stride+l*c.across.dilation-c.across.pad
				if row >= 0 && row < c.in.H && column >= 0 && column < c.in.W {
					f(i*c.out.W+j, row*c.in.W+column, tap)
				}
			}
		}
	}
}

// inBoth runs a property in float32 and in float64.
func inBoth(t *testing.T, narrow, wide func(*rapid.T)) {
	t.Run("float32", func(t *testing.T) { rapid.Check(t, narrow) })
	t.Run("float64", func(t *testing.T) { rapid.Check(t, wide) })
}

// roundoff is a bound on the relative error of sums in T.
func roundoff[T Float]() float64 {
	var t T
	if _, ok := any(t).(float32); ok {
		return 1e-4
	}
	return 1e-12
}

// newPool returns a pool with the machine's best kernels.
func newPool(threads int) *Pool { return NewPool(threads, simd.Best()) }

// drawPool returns a pool with the kernels of one of the machine's instruction
// sets.
func drawPool(t *rapid.T, threads int) *Pool {
	return NewPool(threads, rapid.SampledFrom(simd.Available()).Draw(t, "isa"))
}

// coordinates are those of value i in NCHW order.
func coordinates(s Shape, i int) (n, c, y, x int) {
	return i / s.Features(), i / s.Pixels() % s.C, i / s.W % s.H, i % s.W
}

// at is the value of a pixel.
func (b *batch[T]) at(n, c, y, x int) T {
	s := b.shape
	return b.plain[((n*s.C+c)*s.H+y)*s.W+x]
}

// mustBeAdjoint fails unless ⟨Ax, y⟩ = ⟨x, Aᵀy⟩.
func mustBeAdjoint(t rapid.TB, forward, backward float64) {
	t.Helper()
	if math.Abs(forward-backward) > 1e-11*(1+math.Abs(forward)) {
		t.Errorf("got ⟨x, Aᵀy⟩ = %v, want ⟨Ax, y⟩ = %v", backward, forward)
	}
}
