package simd

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestTranspose compares every instruction set with the definition.
func TestTranspose(t *testing.T) {
	for _, isa := range Available() {
		for _, width := range []int{Strip, Lanes} {
			for squares := range 4 {
				t.Run(fmt.Sprintf("%s/width=%d/squares=%d", isa, width, squares), func(t *testing.T) {
					src, dst := newMargined[float32](squares*square, 1), newMargined[float32](squares*square, 0)
					want := newMargined[float64](squares*square, 0)
					for i := range squares * square {
						c, l := i/Lanes%Lanes, i%Lanes
						want.inner()[i/square*square+(c/width*Lanes+l)*width+c%width] = float64(src.inner()[i])
					}
					Of[float32](isa).Transpose(dst.inner(), src.inner(), width)
					mustBeNear(t, dst, want)
				})
			}
		}
	}
}

// TestTransposeStaysInside does without margins, between guard pages.
func TestTransposeStaysInside(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		n := square * rapid.IntRange(0, 5).Draw(t, "squares")
		k.Transpose(y.Place(draw(t, n)), y.Place(draw(t, n)), rapid.SampledFrom([]int{Strip, Lanes}).Draw(t, "width"))
	})
}
