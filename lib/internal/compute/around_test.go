package compute

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawShape(t *rapid.T) Shape {
	return Shape{ragged(t), rapid.IntRange(1, 9).Draw(t, "channels"), rapid.IntRange(1, 9).Draw(t, "height"), rapid.IntRange(1, 9).Draw(t, "width")}
}

// TestPack checks the layout by its formula and that Unpack undoes Pack.
func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawShape(t)
		x := newBatch[float32](drawn(t), s)
		mustBeSame(t, "unpacked", unpacked(s, x.blocked), x.plain)
		packed := dirty[float32](s.Len())
		Pack(packed, x.plain, s)
		mustBeZeroInPadding(t, s, packed)
		n, c := rapid.IntRange(0, s.N-1).Draw(t, "n"), rapid.IntRange(0, s.C-1).Draw(t, "c")
		y, z := rapid.IntRange(0, s.H-1).Draw(t, "y"), rapid.IntRange(0, s.W-1).Draw(t, "x")
		got := packed[(((n/16*s.H+y)*s.W+z)*s.C+c)*16+n%16]
		if want := x.plain[((n*s.C+c)*s.H+y)*s.W+z]; got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// TestShortcut compares with the definition and checks adjointness.
func TestShortcut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, r, p := drawShape(t), drawn(t), newPool(2)
		stride := rapid.IntRange(1, 3).Draw(t, "stride")
		s, err := NewShortcut(in, in.C+rapid.IntRange(0, 4).Draw(t, "new"), stride)
		if err != nil {
			t.Fatal(err)
		}
		out := s.Out()
		x, dy := newBatch[float64](r, in), newBatch[float64](r, out)
		y, dx := dirty[float64](out.Len()), dirty[float64](in.Len())
		ShortcutForward(p, &s, y, x.blocked)
		ShortcutBackward(p, &s, dx, dy.blocked)
		got := unpacked(out, y)
		for i, v := range got {
			n, c := i/out.Features(), i/out.Pixels()%out.C
			row, column := i%out.Pixels()/out.W*stride, i%out.W*stride
			want := 0.0
			if c < in.C {
				want = x.plain[((n*in.C+c)*in.H+row)*in.W+column]
			}
			if v != want {
				t.Fatalf("y[%d]: got %v, want %v", i, v, want)
			}
		}
		forward, backward := dot(got, dy.plain), dot(x.plain, unpacked(in, dx))
		if math.Abs(forward-backward) > 1e-11*(1+math.Abs(forward)) {
			t.Errorf("got ⟨x, Sᵀy⟩ = %v, want ⟨Sx, y⟩ = %v", backward, forward)
		}
	})
}

func TestNewShortcutErrors(t *testing.T) {
	_, err := NewShortcut(Shape{1, 4, 2, 2}, 3, 1)
	if err == nil || !strings.Contains(err.Error(), "got 3 output channels and stride 1, want at least 4 and 1") {
		t.Errorf("got error %v", err)
	}
}

// TestAverage compares with the definition and checks adjointness.
func TestAverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r, p := drawShape(t), drawn(t), newPool(2)
		out := Shape{s.N, s.C, 1, 1}
		x, dy := newBatch[float64](r, s), newBatch[float64](r, out)
		y, dx := dirty[float64](out.Len()), dirty[float64](s.Len())
		AverageForward(p, s, y, x.blocked)
		AverageBackward(p, s, dx, dy.blocked)
		want := make([]float64, s.N*s.C)
		for i, v := range x.plain {
			want[i/s.Pixels()] += v / float64(s.Pixels())
		}
		got := unpacked(out, y)
		mustBeClose(t, "y", got, want, 1e-12)
		forward, backward := dot(got, dy.plain), dot(x.plain, unpacked(s, dx))
		if math.Abs(forward-backward) > 1e-11*(1+math.Abs(forward)) {
			t.Errorf("got ⟨x, Aᵀy⟩ = %v, want ⟨Ax, y⟩ = %v", backward, forward)
		}
	})
}

// TestLinear compares with the definition, and gradients by adjointness.
func TestLinear(t *testing.T) { inBoth(t, linearMatches[float32], linearMatches[float64]) }

func linearMatches[T Float](t *rapid.T) {
	in := Shape{ragged(t), rapid.IntRange(1, 9).Draw(t, "channels"), rapid.IntRange(1, 2).Draw(t, "height"), rapid.IntRange(1, 2).Draw(t, "width")}
	l, err := NewLinear(in, rapid.IntRange(1, 11).Draw(t, "out"))
	if err != nil {
		t.Fatal(err)
	}
	r, p, out := drawn(t), newPool(2), l.Out()
	x, dy := newBatch[T](r, in), newBatch[T](r, out)
	w, b := newBatch[T](r, Shape{1, l.conv.Weights(), 1, 1}).plain, newBatch[T](r, Shape{1, out.C, 1, 1}).plain
	want, wantDX := make([]float64, len(dy.plain)), make([]float64, len(x.plain))
	wantDW, wantDB := make([]float64, len(w)), make([]float64, len(b))
	features := in.Features()
	for i, g := range widened(dy.plain) {
		n, o := i/out.C, i%out.C
		want[i] = float64(b[o])
		wantDB[o] += g
		for f := range features {
			want[i] += float64(w[o*features+f]) * float64(x.plain[n*features+f])
			wantDX[n*features+f] += float64(w[o*features+f]) * g
			wantDW[o*features+f] += float64(x.plain[n*features+f]) * g
		}
	}
	y, dx, dw, db := dirty[T](out.Len()), dirty[T](in.Len()), dirty[T](len(w)), dirty[T](len(b))
	LinearForward(p, &l, y, x.blocked, w, b)
	LinearBackward(p, &l, dx, dw, db, dy.blocked, x.blocked, w)
	mustBeClose(t, "y", unpacked(out, y), want, roundoff[T]())
	mustBeClose(t, "dx", unpacked(in, dx), wantDX, roundoff[T]())
	mustBeClose(t, "dw", dw, wantDW, roundoff[T]())
	mustBeClose(t, "db", db, wantDB, roundoff[T]())
}

// TestBlend compares a step and an inner product with their definitions.
func TestBlend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r, p := drawShape(t), drawn(t), newPool(2)
		x, prev, f := newBatch[float64](r, s), newBatch[float64](r, s), newBatch[float64](r, s)
		withPrev, withBranch := rapid.Bool().Draw(t, "prev"), rapid.Bool().Draw(t, "branch")
		const a, b = 1.25, -0.25
		var product float64
		want := make([]float64, len(x.plain))
		for i, v := range x.plain {
			want[i] = a * v
			if withPrev {
				want[i] += b * prev.plain[i]
			}
			if withBranch {
				want[i] += f.plain[i]
			}
			product += v * f.plain[i]
		}
		before, branch := prev.blocked, f.blocked
		if !withPrev {
			before = nil
		}
		if !withBranch {
			branch = nil
		}
		y := dirty[float64](s.Len())
		BlendForward(p, y, x.blocked, before, branch, a, b)
		mustBeClose(t, "y", unpacked(s, y), want, 1e-14)
		mustBeClose(t, "x·f", []float64{Dot(p, s, x.blocked, f.blocked)}, []float64{product}, 1e-12)
	})
}

// TestDotThreads checks that the order of a sum does not depend on threads.
func TestDotThreads(t *testing.T) {
	s := Shape{37, 16, 8, 8}
	x := batchOf(s, noise[float32](s.N*s.Features()))
	want := Dot(newPool(1), s, x.blocked, x.blocked)
	for _, threads := range []int{2, 7} {
		if got := Dot(newPool(threads), s, x.blocked, x.blocked); got != want {
			t.Errorf("%d threads: got %v, want %v", threads, got, want)
		}
	}
}

// TestElementwise checks sums and tanh value by value, over more than
// one part.
func TestElementwise(t *testing.T) {
	const n = 3*chunk + 5
	p := newPool(2)
	x, g, y, dx := noise[float32](n), noise[float32](n + 1)[1:], dirty[float32](n), dirty[float32](n)
	tests := []struct {
		name     string
		run      func()
		y, slope func(x float64) float64
	}{
		{
			"tanh", func() { TanhForward(p, y, x); TanhBackward(p, dx, g, y) },
			math.Tanh, func(x float64) float64 { return 1 / (math.Cosh(x) * math.Cosh(x)) },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.run()
			for i, v := range widened(x) {
				if want := tt.y(v); math.Abs(float64(y[i])-want) > 1e-6 {
					t.Fatalf("y(%v): got %v, want %v", v, y[i], want)
				}
				if want := tt.slope(v) * float64(g[i]); math.Abs(float64(dx[i])-want) > 1e-6 {
					t.Fatalf("dx at %v: got %v, want %v", v, dx[i], want)
				}
			}
		})
	}
	Add(p, y, x, g)
	for i := range y {
		if want := x[i] + g[i]; y[i] != want {
			t.Fatalf("%v + %v: got %v, want %v", x[i], g[i], y[i], want)
		}
	}
}
