package simd

import (
	"math"
	"math/bits"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// multiplication is the numbers of a call of Winograd.Multiply and how long its
// slices have to be.
type multiplication struct {
	tiles, channels, strips             int
	dstPosition, srcPosition, wPosition int
	dst, src, w                         int
}

// drawMultiplication draws one whose positions lie close together or apart.
func drawMultiplication(t *rapid.T) multiplication {
	m := multiplication{
		tiles:    rapid.IntRange(1, 8).Draw(t, "tiles"),
		channels: rapid.IntRange(1, 9).Draw(t, "channels"),
		strips:   rapid.IntRange(1, 3).Draw(t, "strips"),
	}
	plane := func(name string, n int) (position, values int) {
		position = n + rapid.IntRange(0, 20).Draw(t, name)
		return position, (WinogradTile-1)*position + n
	}
	m.dstPosition, m.dst = plane("dst", m.tiles*m.strips*Strip*Lanes)
	m.srcPosition, m.src = plane("src", m.tiles*m.channels*Lanes)
	m.wPosition, m.w = plane("w", m.strips*m.channels*Strip)
	return m
}

// call calls Multiply.
func (m *multiplication) call(k *Kernels[float32], dst, src, w []float32) {
	k.Winograd.Multiply(dst, src, w, m.tiles, m.channels, m.strips, m.dstPosition, m.srcPosition, m.wPosition)
}

// want sets what Multiply computes, by its definition.
func (m *multiplication) want(dst []float64, src, w []float32) {
	for j := range WinogradTile {
		for t := range m.tiles {
			for i := range m.strips * Strip * Lanes {
				k, l := i/Lanes, i%Lanes
				var sum float64
				for c := range m.channels {
					sum += float64(w[j*m.wPosition+(k/Strip*m.channels+c)*Strip+k%Strip]) *
						float64(src[j*m.srcPosition+(t*m.channels+c)*Lanes+l])
				}
				dst[j*m.dstPosition+t*m.strips*Strip*Lanes+i] = sum
			}
		}
	}
}

// TestMultiply compares with the definition. What lies between the positions stays
// as it is.
func TestMultiply(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		m := drawMultiplication(t)
		dst, src, w := y.Place(draw(t, m.dst)), y.Place(draw(t, m.src)), y.Place(draw(t, m.w))
		want := widen(dst)
		m.want(want, src, w)
		m.call(k, dst, src, w)
		near(t, "dst", dst, want, m.channels)
	})
}

// TestMultiplyMisuse checks that assembly, which would read or write outside its
// slices, refuses.
func TestMultiplyMisuse(t *testing.T) {
	const tiles, channels, strips = 3, 2, 2
	right := multiplication{
		tiles: tiles, channels: channels, strips: strips,
		dstPosition: tiles * strips * Strip * Lanes, srcPosition: tiles * channels * Lanes, wPosition: strips * channels * Strip,
		dst: 4 * tiles * strips * Strip * Lanes, src: 4 * tiles * channels * Lanes, w: 4 * strips * channels * Strip,
	}
	tests := map[string]func(m *multiplication){
		"short destination":       func(m *multiplication) { m.dst-- },
		"short source":            func(m *multiplication) { m.src-- },
		"few weights":             func(m *multiplication) { m.w-- },
		"destination goes back":   func(m *multiplication) { m.dstPosition = -1 },
		"source goes back":        func(m *multiplication) { m.srcPosition = -1 },
		"weights go back":         func(m *multiplication) { m.wPosition = -1 },
		"positions that overflow": func(m *multiplication) { m.srcPosition = math.MaxInt / 2 },
		"tiles that overflow":     func(m *multiplication) { m.tiles = math.MaxInt / 8 },
		"channels that overflow":  func(m *multiplication) { m.channels = math.MaxInt / 8 },
		"strips that overflow":    func(m *multiplication) { m.strips = math.MaxInt },
		"channels that wrap":      func(m *multiplication) { m.channels += 1 << (bits.UintSize - 3) },
		"strips that wrap":        func(m *multiplication) { m.strips += 1 << (bits.UintSize - 4) },
	}
	for _, isa := range native() {
		for name, spoil := range tests {
			t.Run(string(isa)+"/"+name, func(t *testing.T) {
				m := right
				spoil(&m)
				got := panicOf(func() {
					m.call(Of[float32](isa), make([]float32, m.dst), make([]float32, m.src), make([]float32, m.w))
				})
				if !strings.HasPrefix(got, "simd: Winograd.Multiply: got") {
					t.Errorf("got panic %q, want one of Multiply", got)
				}
			})
		}
	}
}
