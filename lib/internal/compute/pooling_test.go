package compute

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawPooling(t *rapid.T) *Pooling {
	kernel := rapid.IntRange(1, 4).Draw(t, "kernel")
	pad := rapid.IntRange(0, kernel-1).Draw(t, "pad")
	least := max(1, kernel-2*pad)
	q, err := NewPooling(Shape{
		N: ragged(t),
		C: rapid.IntRange(1, 5).Draw(t, "channels"),
		H: rapid.IntRange(least, 9).Draw(t, "height"),
		W: rapid.IntRange(least, 9).Draw(t, "width"),
	}, PoolingOptions{kernel, rapid.IntRange(0, 4).Draw(t, "stride"), pad, rapid.Bool().Draw(t, "exclude")})
	if err != nil {
		t.Fatal(err)
	}
	return &q
}

// windowOf lists the NCHW offsets of an output value's window, in row-major
// order.
func windowOf(q *Pooling, i int) []int {
	n, c, row, column := coordinates(q.Out(), i)
	var all []int
	for k := range q.height {
		for l := range q.width {
			y, x := row*q.stride-q.pad+k, column*q.stride-q.pad+l
			if y >= 0 && y < q.in.H && x >= 0 && x < q.in.W {
				all = append(all, ((n*q.in.C+c)*q.in.H+y)*q.in.W+x)
			}
		}
	}
	return all
}

// TestAveragePool compares with the definition and checks adjointness.
func TestAveragePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, r, p := drawPooling(t), drawn(t), drawPool(t, 2)
		x, dy := newBatch[float64](r, q.In()), newBatch[float64](r, q.Out())
		want := make([]float64, len(dy.plain))
		for i := range want {
			all := windowOf(q, i)
			count := float64(q.height * q.width)
			if q.excludePad {
				count = float64(len(all))
			}
			for _, at := range all {
				want[i] += x.plain[at] / count
			}
		}
		y, dx := dirty[float64](q.Out().Len()), dirty[float64](q.In().Len())
		AveragePoolForward(p, q, y, x.blocked)
		AveragePoolBackward(p, q, dx, dy.blocked)
		got := unpacked(q.Out(), y)
		mustBeClose(t, "y", got, want, 1e-14)
		mustBeAdjoint(t, dot(got, dy.plain), dot(x.plain, unpacked(q.In(), dx)))
	})
}

// TestMaxPool compares with the definition. Few different values make ties, and
// some are NaN or −∞.
func TestMaxPool(t *testing.T) { inBoth(t, maxPoolMatches[float32], maxPoolMatches[float64]) }

func maxPoolMatches[T Float](t *rapid.T) {
	q, r, p := drawPooling(t), drawn(t), drawPool(t, 2)
	values := []T{0, 1, 2, 3, T(math.Inf(-1)), T(math.NaN())}
	values = values[:rapid.IntRange(3, len(values)).Draw(t, "values")]
	x, dy := newBatch[T](r, q.In()), newBatch[T](r, q.Out())
	for i := range x.plain {
		x.plain[i] = values[r.IntN(len(values))]
	}
	x = batchOf(q.In(), x.plain)
	want, wantDX := make([]T, len(dy.plain)), make([]T, len(x.plain))
	for i := range want {
		all := windowOf(q, i)
		best := all[0]
		for _, at := range all {
			if v := x.plain[at]; v > x.plain[best] || v != v {
				best = at
			}
		}
		want[i] = x.plain[best]
		wantDX[best] += dy.plain[i]
	}
	y, dx := dirty[T](q.Out().Len()), dirty[T](q.In().Len())
	MaxPoolForward(p, q, y, x.blocked)
	MaxPoolBackward(p, q, dx, dy.blocked, x.blocked)
	mustBeSame(t, "y", unpacked(q.Out(), y), want)
	mustBeClose(t, "dx", unpacked(q.In(), dx), widened(wantDX), roundoff[T]())
}

// TestGlobalAverage compares with the definition and checks adjointness.
func TestGlobalAverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r, p := drawShape(t), drawn(t), drawPool(t, 2)
		out := Shape{s.N, s.C, 1, 1}
		x, dy := newBatch[float64](r, s), newBatch[float64](r, out)
		y, dx := dirty[float64](out.Len()), dirty[float64](s.Len())
		GlobalAverageForward(p, s, y, x.blocked)
		GlobalAverageBackward(p, s, dx, dy.blocked)
		want := make([]float64, s.N*s.C)
		for i, v := range x.plain {
			want[i/s.Pixels()] += v / float64(s.Pixels())
		}
		got := unpacked(out, y)
		mustBeClose(t, "y", got, want, 1e-12)
		mustBeAdjoint(t, dot(got, dy.plain), dot(x.plain, unpacked(s, dx)))
	})
}

func TestNewPoolingErrors(t *testing.T) {
	image := Shape{1, 1, 4, 4}
	tests := []struct {
		name string
		in   Shape
		o    PoolingOptions
		want string
	}{
		{"no images", Shape{0, 1, 4, 4}, PoolingOptions{Kernel: 2}, "got shape 0×1×4×4, want at least one image"},
		{"no kernel", image, PoolingOptions{}, "got kernel 0×0, stride 0, pad 0, want positive numbers"},
		{"windows of padding", image, PoolingOptions{Kernel: 2, Pad: 2}, "got pad 2, want less than the kernel, 2"},
		{"large kernel", image, PoolingOptions{Kernel: 7, Pad: 1}, "got a kernel of 7×7 over 4×4 pixels padded by 1, want one that fits"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewPooling(tt.in, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want %q", err, tt.want)
			}
		})
	}
}
