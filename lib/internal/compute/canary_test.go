package compute

import (
	"testing"

	"pgregory.net/rapid"
)

// TestConvStaysInside checks that no pass writes beyond a buffer, whatever the
// shape.
func TestConvStaysInside(t *testing.T) { rapid.Check(t, convStaysInside) }

// FuzzConvStaysInside looks for such a shape.
func FuzzConvStaysInside(f *testing.F) { f.Fuzz(rapid.MakeFuzz(convStaysInside)) }

func convStaysInside(t *rapid.T) {
	c, r, p := drawConv(t), drawn(t), drawPool(t, 1)
	x, dy := newBatch[float32](r, c.In()), newBatch[float32](r, c.Out())
	w := newBatch[float32](r, Shape{1, c.Weights(), 1, 1}).plain
	y, dx, dw := newCage(c.Out().Len()), newCage(c.In().Len()), newCage(len(w))
	ConvForward(p, c, y.inside(), x.blocked, w, Epilogue[float32]{ReLU: true})
	ConvBackwardData(p, c, dx.inside(), dy.blocked, w)
	ConvBackwardWeights(p, c, dw.inside(), x.blocked, dy.blocked)
	y.check(t, "y")
	dx.check(t, "dx")
	dw.check(t, "dw")
}

// TestAroundStaysInside checks the same of the operations around convolutions.
func TestAroundStaysInside(t *testing.T) {
	for _, s := range []Shape{{1, 2, 1, 1}, {16, 3, 5, 7}, {33, 5, 9, 3}, {37, 16, 12, 8}} {
		for _, op := range aroundOps(t, newPool(1), s) {
			op.run()
			for _, x := range op.leaves {
				for i, v := range x[len(x):cap(x)] {
					if v != canary {
						t.Fatalf("%s of %v: got %v at %d of %d, want nothing written there", op.name, s, v, len(x)+i, len(x))
					}
				}
			}
		}
	}
}

// fencedNoise and fencedDirty are noise and NaN in a cage.
func fencedNoise(n int) []float32 { return fenced(noise[float32](n)) }
func fencedDirty(n int) []float32 { return fenced(dirty[float32](n)) }

func fenced(x []float32) []float32 {
	c := newCage(len(x))
	copy(c.inside(), x)
	return c.inside()
}

// cage is a buffer between canaries.
type cage struct{ values []float32 }

const (
	bars   = 200 // canaries on each side
	canary = 12345
)

func newCage(n int) cage {
	c := cage{make([]float32, n+2*bars)}
	fill(c.values, canary)
	return c
}

// inside is the buffer, with the canaries behind it in its capacity.
func (c cage) inside() []float32 { return c.values[bars : len(c.values)-bars] }

func (c cage) check(t *rapid.T, name string) {
	for i := range bars {
		for _, at := range []int{i, len(c.values) - 1 - i} {
			if c.values[at] != canary {
				t.Fatalf("%s: got %v at %d of %d, want nothing written there", name, c.values[at], at-bars, len(c.values)-2*bars)
			}
		}
	}
}
