package compute

import (
	"fmt"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// TestDescend compares two steps with the rule written out, for sizes around a
// vector and a chunk.
func TestDescend(t *testing.T) {
	for _, isa := range simd.Available() {
		p := NewPool(2, isa)
		for _, n := range []int{1, 15, 16, 17, chunk, 5*chunk + 3} {
			for _, d := range []Descent{
				{Rate: 0.1},
				{Rate: 0.1, Decay: 0.5},
				{Rate: 0.1, Momentum: 0.9, Decay: 1e-2},
				{Rate: 0.1, Momentum: 0.9, Decay: 1e-2, Nesterov: true},
			} {
				w, v, g := noise[float32](n), noise[float32](n + 1)[:n], noise[float32](n + 2)[:n]
				want := make([]float64, n)
				for i := range want {
					want[i] = descended(d, float64(w[i]), float64(v[i]), float64(g[i]))
				}
				for range 2 {
					if !Descend(p, d, w, v, g) {
						t.Fatalf("%v: %d values: got some that are not finite", isa, n)
					}
				}
				mustBeClose(t, fmt.Sprintf("%v: %d values, %+v", isa, n, d), w, want, 1e-6)
			}
		}
	}
}

// descended is w after two steps with the same gradient.
func descended(d Descent, w, v, g float64) float64 {
	for range 2 {
		step := g + d.Decay*w
		v = d.Momentum*v + step
		if d.Nesterov {
			w -= d.Rate * (step + d.Momentum*v)
		} else {
			w -= d.Rate * v
		}
	}
	return w
}

func TestDescendFindsWhatIsNotFinite(t *testing.T) {
	for _, isa := range simd.Available() {
		p := NewPool(2, isa)
		const n = 2*chunk + 21
		for _, at := range []int{0, 17, chunk + 1, n - 6, n - 1} {
			for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat32} {
				w, v, g := noise[float32](n), make([]float32, n), make([]float32, n)
				g[at] = float32(bad)
				want := bad == math.MaxFloat32
				if got := Descend(p, Descent{Rate: 1}, w, v, g); got != want {
					t.Errorf("%v: a gradient of %v at %d: got finite %v, want %v", isa, bad, at, got, want)
				}
			}
		}
	}
}

func BenchmarkDescend(b *testing.B) {
	const n = 1 << 19
	for _, isa := range simd.Available() {
		b.Run(fmt.Sprintf("isa=%v", isa), func(b *testing.B) {
			p := NewPool(1, isa)
			w, v, g := noise[float32](n), noise[float32](n), noise[float32](n)
			b.SetBytes(5 * 4 * n)
			b.ReportAllocs()
			for b.Loop() {
				Descend(p, Descent{Rate: 1e-9, Momentum: 0.9, Decay: 1e-4, Nesterov: true}, w, v, g)
			}
		})
	}
}
