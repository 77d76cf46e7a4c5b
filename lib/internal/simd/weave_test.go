package simd

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestWeave compares every instruction set with the definition, to the bit, between
// guard pages: rows and columns of any number, with any distance between rows.
func TestWeave(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		rows, columns := rapid.IntRange(0, Strip).Draw(t, "rows"), rapid.IntRange(0, 40).Draw(t, "columns")
		step := max(1, columns+rapid.IntRange(-columns, 20).Draw(t, "step"))
		src := y.Place(draw(t, max(0, rows-1)*step+columns))
		dst, scale := y.Place(draw(t, columns*Strip)), y.Place(draw(t, rows))
		k.Weave(dst, src, scale, columns, step)
		for i, got := range dst {
			j, row, want := i/Strip, i%Strip, float32(0)
			if row < rows {
				want = scale[row] * src[row*step+j]
			}
			if math.Float32bits(got) != math.Float32bits(want) {
				t.Fatalf("got %v for column %d of row %d, want %v", got, j, row, want)
			}
		}
	})
}

// TestWinogradWeights compares every instruction set with products of matrices, between
// guard pages, and leaves alone what lies between positions.
func TestWinogradWeights(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		channels, turn := rapid.IntRange(0, 5).Draw(t, "channels"), rapid.Bool().Draw(t, "turn")
		position := channels*Strip + rapid.IntRange(1, 9).Draw(t, "gap")
		src := y.Place(draw(t, channels*9*Strip))
		dst := y.Place(draw(t, (WinogradPositions-1)*position+channels*Strip))
		before := slices.Clone(dst)
		k.Winograd.Weights(dst, src, channels, position, turn)
		for i := range dst {
			q, at := i/position, i%position
			if at >= channels*Strip {
				if dst[i] != before[i] {
					t.Fatalf("got %v written behind position %d", dst[i], q)
				}
				continue
			}
			if want := matrixG.around(tapsOf(src[at/Strip*9*Strip+at%Strip:], turn))[q/4][q%4]; math.Abs(float64(dst[i])-want) > 1e-5 {
				t.Fatalf("got %v at position %d, want %v", dst[i], q, want)
			}
		}
	})
}

// TestWinogradWeightsAreAlike holds instruction sets to each other: additions and
// halves leave no choice.
func TestWinogradWeightsAreAlike(t *testing.T) {
	src := make([]float32, 3*9*Strip)
	for i := range src {
		src[i] = float32(math.Sin(float64(i)))
	}
	for _, turn := range []bool{false, true} {
		var first []float32
		for _, isa := range Available() {
			got := make([]float32, WinogradPositions*3*Strip)
			Of[float32](isa).Winograd.Weights(got, src, 3, 3*Strip, turn)
			if first == nil {
				first = got
			}
			if !slices.Equal(got, first) {
				t.Errorf("%s: got other bits than with %s", isa, Available()[0])
			}
		}
	}
}

// tapsOf is a kernel whose taps are a strip apart, by half a turn or not.
func tapsOf(src []float32, turn bool) matrix {
	g := matrix{make([]float64, 3), make([]float64, 3), make([]float64, 3)}
	for tap := range 9 {
		at := tap
		if turn {
			at = 8 - tap
		}
		g[tap/3][tap%3] = float64(src[at*Strip])
	}
	return g
}

// TestWeaveMisuse checks that kernels in assembly refuse what they would read or write
// outside of.
func TestWeaveMisuse(t *testing.T) {
	some := func(n int) []float32 { return make([]float32, n) }
	for _, isa := range Available() {
		if isa == Generic {
			continue
		}
		k := Of[float32](isa)
		for name, call := range map[string]func(){
			"short packed":       func() { k.Weave(some(8*16-1), some(8*16), some(8), 16, 16) },
			"short weights":      func() { k.Weave(some(8*16), some(8*16-1), some(8), 16, 16) },
			"nine rows":          func() { k.Weave(some(9*16), some(9*16), some(9), 16, 16) },
			"negative step":      func() { k.Weave(some(8*16), some(8*16), some(8), 16, -1) },
			"step that wraps":    func() { k.Weave(some(8*16), some(8*16), some(8), 16, math.MaxInt/4) },
			"columns that wrap":  func() { k.Weave(some(8), some(8), some(8), math.MaxInt/4, 1) },
			"short transformed":  func() { k.Winograd.Weights(some(16*8-1), some(72), 1, 8, false) },
			"short kernels":      func() { k.Winograd.Weights(some(16*8), some(71), 1, 8, true) },
			"channels that wrap": func() { k.Winograd.Weights(some(16*8), some(72), math.MaxInt/8, 8, true) },
			"no position":        func() { k.Winograd.Weights(some(16*8), some(72), 1, 0, false) },
		} {
			if message := panicOf(call); !strings.HasPrefix(message, "simd: W") {
				t.Errorf("%s: %s: got %q, want a refusal", isa, name, message)
			}
		}
	}
}
