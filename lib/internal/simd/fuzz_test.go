//go:build amd64 || arm64

package simd

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// FuzzGather gives Gather any numbers between guard pages. It may refuse them; if
// it does not, it must compute what they ask for and touch nothing else.
func FuzzGather(f *testing.F) {
	f.Add(16, 5, 256, 256, 256, 128, uint8(9), uint64(1), true)
	f.Add(3, 1, 128, 1, 0, 0, uint8(1), uint64(2), false)
	f.Add(1, 7, 1<<60, 1<<61, 1<<62, -1, uint8(3), uint64(3), false)
	f.Add(-1, 2, -128, -16, -5, 3, uint8(2), uint64(4), true)
	f.Fuzz(func(t *testing.T, channels, pixels, dstStep, srcStep, source, weight int, count uint8, seed uint64, add bool) {
		r := rand.New(rand.NewPCG(seed, 0))
		taps := make([]Tap, count%16)
		for i := range taps {
			taps[i] = Tap{source, weight}
			if r.IntN(2) == 0 {
				taps[i] = Tap{r.IntN(512), r.IntN(512)}
			}
		}
		for _, isa := range native() {
			for name, y := range fence.Yards() {
				dst, src, w := y.Place(noise(r.IntN(2048))), y.Place(noise(r.IntN(4096))), y.Place(noise(r.IntN(2048)))
				before := widen(dst)
				refused := panicOf(func() {
					Of[float32](isa).Gather(dst, src, w, taps, channels, pixels, dstStep, srcStep, add)
				})
				switch {
				case refused == "" && pixels > 0:
					matches(t, dst, before, src, w, taps, channels, pixels, dstStep, srcStep, add)
				case refused != "" && !strings.HasPrefix(refused, "simd: Gather: got"):
					t.Errorf("%s, %s: got panic %q, want none or one of Gather", isa, name, refused)
				}
				y.Clear(t)
			}
		}
	})
}

// matches compares what Gather computed with the portable kernel for float64.
func matches(t *testing.T, got []float32, before []float64, src, w []float32, taps []Tap, channels, pixels, dstStep, srcStep int, add bool) {
	t.Helper()
	if dstStep < Strip*Lanes {
		return // pixels lie over each other, and the order counts
	}
	want := before
	if len(taps) == 0 || channels == 0 {
		taps, channels = nil, 0
	}
	gather(want, widen(src), widen(w), taps, channels, pixels, dstStep, srcStep, add)
	for i := range want {
		if d := float64(got[i]) - want[i]; !(d < 1e-4 && d > -1e-4) {
			t.Fatalf("dst[%d]: got %v, want %v", i, got[i], want[i])
		}
	}
}
