package compute

import (
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
	LinearForward(p, &l, y, x.blocked, w, b, nil)
	LinearBackward(p, &l, dx, dw, db, dy.blocked, x.blocked, w)
	mustBeClose(t, "y", unpacked(out, y), want, roundoff[T]())
	mustBeClose(t, "dx", unpacked(in, dx), wantDX, roundoff[T]())
	mustBeClose(t, "dw", dw, wantDW, roundoff[T]())
	mustBeClose(t, "db", db, wantDB, roundoff[T]())
}
