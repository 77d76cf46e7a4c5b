package compute

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// TestConvStaysInside checks that no pass reads or writes beyond a buffer, whatever
// the shape.
func TestConvStaysInside(t *testing.T) { rapid.Check(t, convStaysInside) }

// FuzzConvStaysInside looks for such a shape.
func FuzzConvStaysInside(f *testing.F) { f.Fuzz(rapid.MakeFuzz(convStaysInside)) }

func convStaysInside(t *rapid.T) {
	c, r, p := drawConv(t), drawn(t), drawPool(t, 1)
	x, dy := newBatch[float32](r, c.In()), newBatch[float32](r, c.Out())
	w := newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain
	e := drawEpilogue(t, noise[float32](2*c.Out().C), dy.blocked)
	for _, yard := range fence.Yards() {
		place := func(values []float32) []float32 {
			if values == nil {
				return nil
			}
			return yard.Place(values)
		}
		y, dx, dw := yard.Place(dirty[float32](c.Out().Len())), yard.Place(dirty[float32](c.In().Len())), yard.Place(dirty[float32](len(w)))
		x, dy, w := yard.Place(x.blocked), yard.Place(dy.blocked), yard.Place(w)
		e := Epilogue[float32]{Scale: place(e.Scale), Bias: place(e.Bias), Add: place(e.Add), ReLU: e.ReLU, Moments: e.Moments}
		ConvForward(p, c, y, x, w, e)
		ConvBackwardDataPlus(p, c, dx, x, dy, w)
		ConvBackwardWeights(p, c, dw, x, dy)
		yard.Clear(t)
	}
}

// TestAroundStaysInside checks the same of the operations around convolutions.
func TestAroundStaysInside(t *testing.T) { rapid.Check(t, aroundStaysInside) }

// FuzzAroundStaysInside looks for a shape where one does not.
func FuzzAroundStaysInside(f *testing.F) { f.Fuzz(rapid.MakeFuzz(aroundStaysInside)) }

func aroundStaysInside(t *rapid.T) {
	s, p := drawShape(t), drawPool(t, 1)
	for _, yard := range fence.Yards() {
		for _, op := range aroundOps(ground{t, p, s, yard}) {
			op.run()
		}
		yard.Clear(t)
	}
}
