package compute

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPackedWeights holds convolutions with weights that are kept, through changes
// of the weights, of where they lie and of the scale, to those that pack them every
// time, to the bit.
func TestPackedWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, r, p := drawConv(t), drawn(t), drawPool(t, 2)
		var packed Packed[float32]
		weights := [][]float32{newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain, newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain}
		scales := [][]float32{nil, newBatch[float32](r, Shape{1, c.Out().C, 1, 1}).plain, newBatch[float32](r, Shape{1, c.Out().C, 1, 1}).plain}
		for range rapid.IntRange(2, 6).Draw(t, "convolutions") {
			w, scale := rapid.SampledFrom(weights).Draw(t, "w"), rapid.SampledFrom(scales).Draw(t, "scale")
			if rapid.Bool().Draw(t, "changed") {
				w[r.IntN(len(w))]++
				packed.Doubt()
			}
			x := newBatch[float32](r, c.In()).blocked
			got, want := dirty[float32](c.Out().Len()), dirty[float32](c.Out().Len())
			e := Epilogue[float32]{Scale: scale}
			ConvForward(p, c, want, x, w, e)
			ConvForwardPacked(p, c, got, x, w, &packed, e)
			if !slices.Equal(unpacked(c.Out(), got), unpacked(c.Out(), want)) {
				t.Fatal("got another output with weights that are kept")
			}
		}
	})
}
