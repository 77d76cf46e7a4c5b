package simd

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestHostileNumbers gives the kernels that take distances and counts any numbers,
// over buffers of any length between guard pages. They may refuse; if they do not,
// they must touch nothing else.
func TestHostileNumbers(t *testing.T) {
	for _, isa := range native() {
		for name, y := range fence.Yards() {
			t.Run(string(isa)+"/"+name, rapid.MakeCheck(func(t *rapid.T) {
				defer y.Clear(t)
				call := rapid.SampledFrom(hostileCalls()).Draw(t, "kernel")
				if got := panicOf(func() { call(t, Of[float32](isa), y) }); got != "" && !strings.HasPrefix(got, "simd: ") {
					t.Errorf("got panic %q, want none or one that says what was wrong", got)
				}
			}))
		}
	}
}

func hostileCalls() []func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
	transform := func(choose func(w *Winograd[float32]) forward[float32]) func(*rapid.T, *Kernels[float32], fence.Yard) {
		return func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			choose(&k.Winograd)(hostileBuffer(t, y), hostileBuffer(t, y), rapid.IntRange(0, 3).Draw(t, "line"), hostile(t), hostile(t),
				rapid.Uint().Draw(t, "inside"), hostile(t), hostile(t), hostile(t), hostile(t))
		}
	}
	return []func(t *rapid.T, k *Kernels[float32], y fence.Yard){
		transform(func(w *Winograd[float32]) forward[float32] { return w.Input }),
		transform(func(w *Winograd[float32]) forward[float32] { return w.Gradient }),
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Winograd.Output(hostileBuffer(t, y), hostileBuffer(t, y), hostile(t), hostile(t),
				rapid.Uint().Draw(t, "inside"), hostile(t), hostile(t), hostile(t), hostile(t))
		},
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Winograd.Finish(hostileBuffer(t, y), hostileBuffer(t, y), hostileBuffer(t, y), hostileBuffer(t, y), true, hostile(t), hostile(t),
				rapid.Uint().Draw(t, "inside"), hostile(t), hostile(t), hostile(t), hostile(t))
		},
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Outer(hostileBuffer(t, y), hostileBuffer(t, y), hostileBuffer(t, y), hostile(t), hostile(t), hostile(t))
		},
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Split(hostileBuffer(t, y), hostileBuffer(t, y), hostile(t), hostile(t), hostile(t), hostile(t), hostile(t))
		},
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Largest(hostileBuffer(t, y), hostileBuffer(t, y), []int{hostile(t), hostile(t)})
		},
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Route(hostileBuffer(t, y), hostileBuffer(t, y), hostileBuffer(t, y), []int{hostile(t), hostile(t)}, hostile(t), hostile(t))
		},
		func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
			k.Transpose(hostileBuffer(t, y), hostileBuffer(t, y), hostile(t))
		},
	}
}

// hostile draws a number that might fit, or one that overflows when it is added
// to or multiplied.
func hostile(t *rapid.T) int {
	if rapid.IntRange(0, 9).Draw(t, "fits") > 0 {
		return rapid.SampledFrom([]int{0, 1, 2, 3, 8, 16, 32, 64, 100}).Draw(t, "number")
	}
	return rapid.OneOf(rapid.Int(), rapid.SampledFrom([]int{
		math.MinInt, math.MinInt / 64, -64, -1, math.MaxInt / 64, math.MaxInt/16 + 1, math.MaxInt/4 + 1, math.MaxInt / 2, math.MaxInt - 63, math.MaxInt,
	})).Draw(t, "number")
}

// hostileBuffer draws a buffer of whole vectors, or of any length.
func hostileBuffer(t *rapid.T, y fence.Yard) []float32 {
	n := rapid.IntRange(0, 40).Draw(t, "vectors") * Lanes
	if rapid.IntRange(0, 4).Draw(t, "ragged") == 0 {
		n += rapid.IntRange(0, Lanes-1).Draw(t, "values")
	}
	return y.Place(draw(t, n))
}
