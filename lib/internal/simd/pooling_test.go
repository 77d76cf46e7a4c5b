package simd

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestLargest and TestRoute compare with the definition, to the bit. Few
// different values make ties, and some are NaN or infinite.
func TestLargest(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		x, taps, n := drawPixels(t, y)
		dst := y.Place(draw(t, n))
		k.Largest(dst, x, taps)
		for i, got := range dst {
			if want := x[taps[referenceLargest(x[i:], taps)]+i]; got != want && !(got != got && want != want) {
				t.Fatalf("dst[%d]: got %v, want %v", i, got, want)
			}
		}
	})
}

func TestRoute(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		x, taps, n := drawPixels(t, y)
		from := rapid.IntRange(0, len(taps)).Draw(t, "from")
		to := rapid.IntRange(from, len(taps)).Draw(t, "to")
		dy, dx := y.Place(draw(t, n)), y.Place(draw(t, len(x)))
		want := slices.Clone(dx)
		for i, g := range dy {
			if tap := referenceLargest(x[i:], taps); from <= tap && tap < to {
				want[taps[tap]+i] += g
			}
		}
		k.Route(dx, dy, x, taps, from, to)
		if !slices.Equal(dx, want) {
			t.Errorf("got %v, want %v", dx, want)
		}
	})
}

// drawPixels draws an image, different taps in whole vectors, as pooling has
// them, and the length of a pixel.
func drawPixels(t *rapid.T, y fence.Yard) (x []float32, taps []int, n int) {
	n = Lanes * rapid.IntRange(0, 5).Draw(t, "channels")
	pixels := rapid.IntRange(1, 12).Draw(t, "pixels")
	values := []float32{0, 1, 2, -1, float32(math.Inf(-1)), float32(math.Inf(1)), float32(math.NaN())}
	values = values[:rapid.IntRange(2, len(values)).Draw(t, "values")]
	drawn := draw(t, n*pixels)
	for i, v := range drawn {
		drawn[i] = values[int(math.Abs(float64(v))*1000)%len(values)]
	}
	for pixel := range pixels {
		if len(taps) == 0 || rapid.Bool().Draw(t, "tap") {
			taps = append(taps, pixel*n)
		}
	}
	return y.Place(drawn), taps, n
}

// referenceLargest returns the tap of the largest first value.
func referenceLargest(x []float32, taps []int) int {
	best := 0
	for t, at := range taps {
		if v := x[at]; v > x[taps[best]] || v != v {
			best = t
		}
	}
	return best
}
