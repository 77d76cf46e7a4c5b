package compute

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestWinogradError measures the error of the other algorithms against float64, for
// values around zero and for values far from it, where the transforms subtract
// nearly equal ones. Forward and by data it is the smaller by tiles, where sums are
// a ninth as long; gradients of weights have sums as long, over larger values by tiles,
// and from transposed images sums of all lanes instead of one.
func TestWinogradError(t *testing.T) {
	passes := []struct {
		name       string
		errors     func(*layer) (direct, tiled deviation)
		rms, worst float64 // at most, times the error of the direct algorithm
	}{
		{"forward", (*layer).forwardErrors, 1, 1},
		{"data", (*layer).dataErrors, 1, 1},
		{"weights", (*layer).weightErrors, 1.5, 2},
		{"weights, transposed", (*layer).turnedErrors, 1.25, 1.75}, // NEON: 1.6
	}
	for _, channels := range []int{32, 64} {
		for _, mean := range []float64{0, 1, 10, 1000} {
			c, err := NewConv(Shape{32, channels, 8, 8}, ConvOptions{Out: channels, Kernel: 3, Stride: 1, Pad: 1})
			if err != nil {
				t.Fatal(err)
			}
			l := newLayer(c, mean)
			for _, pass := range passes {
				t.Run(fmt.Sprintf("pass=%s/channels=%d/mean=%v", pass.name, channels, mean), func(t *testing.T) {
					direct, tiled := pass.errors(l)
					t.Logf("rms %.3g of direct, worst %.3g", tiled.rms/direct.rms, tiled.max/direct.max)
					if tiled.rms > pass.rms*direct.rms || tiled.max > pass.worst*direct.max {
						t.Errorf("got an error of %v by tiles, want at most %v and %v times that of the direct algorithm, %v", tiled, pass.rms, pass.worst, direct)
					}
				})
			}
		}
	}
}

// layer is a convolution by both algorithms and random values.
type layer struct {
	direct, tiled Conv
	x, w, dy      []float64 // that float32 holds
}

// newLayer returns a layer with images of deviation one around a mean, and
// weights that keep the deviation.
func newLayer(c Conv, mean float64) *layer {
	r := rand.New(rand.NewPCG(1, uint64(c.in.C)))
	random := func(n int, mean, scale float64) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(float32(mean + scale*r.NormFloat64()))
		}
		return x
	}
	l := &layer{direct: c, tiled: byTiles(c, 16)}
	l.direct.forwardTiles, l.direct.backwardTiles, l.direct.weightTiles, l.direct.turnedWeights = nil, nil, nil, nil
	l.x = random(c.In().Len(), mean, 1)
	l.w = random(c.Weights(), 0, math.Sqrt(2/float64(9*c.in.C)))
	l.dy = random(c.Out().Len(), 0, 1)
	return l
}

// forwardErrors returns the errors of the outputs.
func (l *layer) forwardErrors() (direct, tiled deviation) {
	p, x, w := newPool(2), narrowed(l.x), narrowed(l.w)
	return l.errors(len(l.dy),
		func(c *Conv, y []float64) { ConvForward(p, c, y, l.x, l.w, Epilogue[float64]{}) },
		func(c *Conv, y []float32) { ConvForward(p, c, y, x, w, Epilogue[float32]{}) })
}

// dataErrors returns those of the inputs' gradients, with the inputs for the
// outputs' gradients: they have the mean in question.
func (l *layer) dataErrors() (direct, tiled deviation) {
	p, dy, w := newPool(2), narrowed(l.x), narrowed(l.w)
	return l.errors(len(l.x),
		func(c *Conv, dx []float64) { ConvBackwardData(p, c, dx, l.x, l.w) },
		func(c *Conv, dx []float32) { ConvBackwardData(p, c, dx, dy, w) })
}

// weightErrors returns those of the weights' gradients.
func (l *layer) weightErrors() (direct, tiled deviation) {
	p, x, dy := newPool(2), narrowed(l.x), narrowed(l.dy)
	return l.errors(len(l.w),
		func(c *Conv, dw []float64) { ConvBackwardWeights(p, c, dw, l.x, l.dy) },
		func(c *Conv, dw []float32) { ConvBackwardWeights(p, c, dw, x, dy) })
}

// turnedErrors returns those of the weights' gradients by transposed images.
func (l *layer) turnedErrors() (direct, turned deviation) {
	t := *l
	t.tiled.weightTiles, t.tiled.turnedWeights = nil, newTurnedOutering(&l.direct)
	return t.weightErrors()
}

// errors compares n results of both algorithms with those in float64.
func (l *layer) errors(n int, wide func(*Conv, []float64), narrow func(*Conv, []float32)) (direct, tiled deviation) {
	got, exact := make([]float32, n), make([]float64, n)
	wide(&l.direct, exact)
	narrow(&l.direct, got)
	direct = deviationOf(got, exact)
	narrow(&l.tiled, got)
	return direct, deviationOf(got, exact)
}

// deviation is the size of errors, relative to the result.
type deviation struct{ rms, max float64 }

func deviationOf(got []float32, want []float64) deviation {
	var d deviation
	var squares, size float64
	for i, v := range want {
		e := math.Abs(float64(got[i]) - v)
		d.max, squares, size = max(d.max, e), squares+e*e, size+v*v
	}
	size = math.Sqrt(size / float64(len(want)))
	return deviation{math.Sqrt(squares/float64(len(want))) / size, d.max / size}
}

func narrowed(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}
