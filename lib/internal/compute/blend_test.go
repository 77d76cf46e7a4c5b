package compute

import (
	"testing"

	"pgregory.net/rapid"
)

// TestBlend compares a step and an inner product with their definitions.
func TestBlend(t *testing.T) { inBoth(t, blendMatches[float32], blendMatches[float64]) }

func blendMatches[T Float](t *rapid.T) {
	s, r, p := drawShape(t), drawn(t), drawPool(t, 2)
	x, prev, f := newBatch[T](r, s), newBatch[T](r, s), newBatch[T](r, s)
	withPrev, withBranch := rapid.Bool().Draw(t, "prev"), rapid.Bool().Draw(t, "branch")
	const a, b = 1.25, -0.25
	var product float64
	want := make([]float64, len(x.plain))
	for i, v := range x.plain {
		want[i] = a * float64(v)
		if withPrev {
			want[i] += b * float64(prev.plain[i])
		}
		if withBranch {
			want[i] += float64(f.plain[i])
		}
		product += float64(v) * float64(f.plain[i])
	}
	before, branch := prev.blocked, f.blocked
	if !withPrev {
		before = nil
	}
	if !withBranch {
		branch = nil
	}
	y := dirty[T](s.Len())
	BlendForward(p, y, x.blocked, before, branch, a, b)
	mustBeClose(t, "y", unpacked(s, y), want, roundoff[T]())
	mustBeClose(t, "x·f", []float64{Dot(p, s, x.blocked, f.blocked)}, []float64{product}, roundoff[T]())
}

// TestScaledSums checks the short forms value by value, over more than one part.
func TestScaledSums(t *testing.T) {
	const n = 3*chunk + 5*Lanes
	p := newPool(2)
	x, f, y := noise[float32](n), noise[float32](n + Lanes)[Lanes:], dirty[float32](n)
	tests := []struct {
		name string
		run  func()
		want func(x, f float32) float32
	}{
		{"add", func() { Add(p, y, x, f) }, func(x, f float32) float32 { return x + f }},
		{"add scaled", func() { AddScaled(p, y, x, f, 0.5) }, func(x, f float32) float32 { return x + f/2 }},
		{"scale", func() { Scale(p, y, x, -2) }, func(x, _ float32) float32 { return -2 * x }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.run()
			for i, v := range x {
				if want := tt.want(v, f[i]); y[i] != want {
					t.Fatalf("x = %v, f = %v: got %v, want %v", v, f[i], y[i], want)
				}
			}
		})
	}
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
