package simd

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestHostileNumbers gives every kernel any numbers, over buffers of any length
// between guard pages. It may refuse; if it does not, it must touch nothing else.
func TestHostileNumbers(t *testing.T) {
	for _, isa := range native() {
		for name, y := range fence.Yards() {
			for kernel, call := range hostileCalls() {
				t.Run(string(isa)+"/"+name+"/"+kernel, rapid.MakeCheck(func(t *rapid.T) {
					defer y.Clear(t)
					h := &hostile{t, y}
					if got := panicOf(func() { call(h, Of[float32](isa)) }); got != "" && !strings.HasPrefix(got, "simd: ") {
						t.Errorf("got panic %q, want none or one that says what was wrong", got)
					}
				}))
			}
		}
	}
}

func hostileCalls() map[string]func(h *hostile, k *Kernels[float32]) {
	return map[string]func(h *hostile, k *Kernels[float32]){
		"Gather": func(h *hostile, k *Kernels[float32]) {
			taps := []Tap{{h.number(), h.number()}, {h.number(), h.number()}}
			k.Gather(h.buffer(), h.buffer(), h.buffer(), taps, h.number(), h.number(), h.number(), h.number(), true)
		},
		"Outer": func(h *hostile, k *Kernels[float32]) {
			k.Outer(h.buffer(), h.buffer(), h.buffer(), h.number(), h.number(), h.number())
		},
		"Split": func(h *hostile, k *Kernels[float32]) {
			k.Split(h.buffer(), h.buffer(), h.number(), h.number(), h.number(), h.number(), h.number())
		},
		"LaneSums": func(h *hostile, k *Kernels[float32]) { k.LaneSums(h.few(), h.buffer()) },
		"Affine": func(h *hostile, k *Kernels[float32]) {
			k.Affine(h.buffer(), h.buffer(), h.maybe(), h.few(), h.few(), h.few(), true)
		},
		"Moments": func(h *hostile, k *Kernels[float32]) { k.Moments(h.buffer(), h.buffer(), h.buffer(), h.buffer()) },
		"Project": func(h *hostile, k *Kernels[float32]) {
			k.Project(h.buffer(), h.buffer(), h.buffer(), h.buffer(), h.buffer(), h.maybe(), h.few(), h.few(), h.few())
		},
		"Spread": func(h *hostile, k *Kernels[float32]) {
			k.Spread(h.buffer(), h.buffer(), h.buffer(), h.maybe(), h.few(), h.few(), h.few(), h.few())
		},
		"Blend":     func(h *hostile, k *Kernels[float32]) { k.Blend(h.buffer(), h.buffer(), h.maybe(), h.maybe(), 1, 1) },
		"Dot":       func(h *hostile, k *Kernels[float32]) { k.Dot(h.few(), h.buffer(), h.buffer()) },
		"Transpose": func(h *hostile, k *Kernels[float32]) { k.Transpose(h.buffer(), h.buffer(), h.number()) },
		"Largest": func(h *hostile, k *Kernels[float32]) {
			k.Largest(h.buffer(), h.buffer(), []int{h.number(), h.number()})
		},
		"Route": func(h *hostile, k *Kernels[float32]) {
			k.Route(h.buffer(), h.buffer(), h.buffer(), []int{h.number(), h.number()}, h.number(), h.number())
		},
		"Weave": func(h *hostile, k *Kernels[float32]) {
			k.Weave(h.buffer(), h.buffer(), h.few(), h.number(), h.number())
		},
		"Winograd.Weights": func(h *hostile, k *Kernels[float32]) {
			k.Winograd.Weights(h.buffer(), h.buffer(), h.number(), h.number(), true)
		},
		"Winograd.Input": func(h *hostile, k *Kernels[float32]) {
			k.Winograd.Input(h.buffer(), h.buffer(), h.line(), h.number(), h.number(), h.bits(), h.number(), h.number(), h.number(), h.number())
		},
		"Winograd.Gradient": func(h *hostile, k *Kernels[float32]) {
			k.Winograd.Gradient(h.buffer(), h.buffer(), h.line(), h.number(), h.number(), h.bits(), h.number(), h.number(), h.number(), h.number())
		},
		"Winograd.Multiply": func(h *hostile, k *Kernels[float32]) {
			k.Winograd.Multiply(h.buffer(), h.buffer(), h.buffer(), h.number(), h.number(), h.number(), h.number(), h.number(), h.number())
		},
		"Winograd.Output": func(h *hostile, k *Kernels[float32]) {
			k.Winograd.Output(h.buffer(), h.buffer(), h.number(), h.number(), h.bits(), h.number(), h.number(), h.number(), h.number())
		},
		"Winograd.Finish": func(h *hostile, k *Kernels[float32]) {
			k.Winograd.Finish(h.buffer(), h.buffer(), h.few(), h.maybe(), true,
				h.number(), h.number(), h.bits(), h.number(), h.number(), h.number(), h.number())
		},
	}
}

// hostile draws what kernels are called with.
type hostile struct {
	t *rapid.T
	fence.Yard
}

// number draws a number that might fit, or one that overflows when it is added to
// or multiplied.
func (h *hostile) number() int {
	if rapid.IntRange(0, 9).Draw(h.t, "fits") > 0 {
		return rapid.SampledFrom([]int{0, 1, 2, 3, 8, 16, 32, 64, 100}).Draw(h.t, "number")
	}
	return rapid.OneOf(rapid.Int(), rapid.SampledFrom([]int{
		math.MinInt, math.MinInt / 64, -64, -1, math.MaxInt / 64, math.MaxInt/16 + 1, math.MaxInt/4 + 1, math.MaxInt / 2, math.MaxInt - 63, math.MaxInt,
	})).Draw(h.t, "number")
}

func (h *hostile) line() int { return rapid.IntRange(0, WinogradTile-1).Draw(h.t, "line") }

func (h *hostile) bits() uint { return rapid.Uint().Draw(h.t, "bits") }

// buffer draws a buffer of whole vectors, or of any length.
func (h *hostile) buffer() []float32 {
	n := rapid.IntRange(0, 40).Draw(h.t, "vectors") * Lanes
	if rapid.IntRange(0, 4).Draw(h.t, "ragged") == 0 {
		n += rapid.IntRange(0, Lanes-1).Draw(h.t, "values")
	}
	return h.Place(draw(h.t, n))
}

// few draws a buffer of a few values, as there are for channels.
func (h *hostile) few() []float32 { return h.Place(draw(h.t, rapid.IntRange(0, 20).Draw(h.t, "few"))) }

// maybe draws a buffer, or nil.
func (h *hostile) maybe() []float32 {
	if rapid.Bool().Draw(h.t, "nil") {
		return nil
	}
	return h.buffer()
}
