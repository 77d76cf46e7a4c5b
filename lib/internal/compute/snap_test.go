package compute

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestSnapped: what is added is within half of the grid of what was to be, a multiple of
// it, and taken away again leaves what there was.
func TestSnapped(t *testing.T) { inBoth(t, snapsExactly[float32], snapsExactly[float64]) }

func snapsExactly[T Float](t *rapid.T) {
	n := rapid.SampledFrom([]int{1, 100, chunk + 5}).Draw(t, "values")
	p := drawPool(t, 2)
	scale := rapid.SampledFrom([]T{1e-6, 1, 8}).Draw(t, "scale")
	a := rapid.SampledFrom([]T{1, 0.3, -1}).Draw(t, "factor")
	x, f := noise[T](n), noise[T](n + 3)[3:]
	for i := range f {
		x[i], f[i] = 4*x[i], min(30, max(-30, scale*f[i]))
	}
	grid := float64(Grid[T]())
	AddSnapped(p, x, nil, x, 1)
	y, back := dirty[T](n), dirty[T](n)
	AddSnapped(p, y, x, f, a)
	AddSnapped(p, back, y, f, -a)
	for i := range x {
		if back[i] != x[i] {
			t.Fatalf("got %v back, want %v", back[i], x[i])
		}
		added := float64(y[i]) - float64(x[i])
		if m := added / grid; m != math.Round(m) {
			t.Fatalf("got %v added, want a multiple of %v", added, grid)
		}
		if want := float64(a * f[i]); math.Abs(added-want) > grid/2 {
			t.Fatalf("got %v added for %v, want at most %v between them", added, want, grid/2)
		}
	}
	AddSnapped(p, x, x, f, a) // in place
	for i := range x {
		if x[i] != y[i] {
			t.Fatalf("in place: got %v, want %v", x[i], y[i])
		}
	}
}

func TestGrids(t *testing.T) {
	if g := Grid[float32](); g != 1./(1<<17) {
		t.Errorf("got %v for float32", g)
	}
	if g := Grid[float64](); g != 1./(1<<44) {
		t.Errorf("got %v for float64", g)
	}
}
