package compute

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestWinogradError measures the error of both algorithms against float64, for
// values around zero and for values far from it, where the transforms subtract
// nearly equal ones. Forward it is the smaller by tiles, where sums are a ninth as
// long; gradients of weights have sums as long, over larger values.
func TestWinogradError(t *testing.T) {
	const rms, worst = 1.5, 2 // times the error of the direct algorithm
	for _, channels := range []int{32, 64} {
		for _, mean := range []float64{0, 1, 10, 1000} {
			c, err := NewConv(Shape{32, channels, 8, 8}, ConvOptions{Out: channels, Kernel: 3, Stride: 1, Pad: 1})
			if err != nil {
				t.Fatal(err)
			}
			l := newLayer(c, mean)
			for pass, errors := range map[string]func(*layer) (direct, tiled deviation){
				"forward": (*layer).forwardErrors, "weights": (*layer).weightErrors,
			} {
				t.Run(fmt.Sprintf("pass=%s/channels=%d/mean=%v", pass, channels, mean), func(t *testing.T) {
					direct, tiled := errors(l)
					t.Logf("rms %.3g of direct, worst %.3g", tiled.rms/direct.rms, tiled.max/direct.max)
					if tiled.rms > rms*direct.rms || tiled.max > worst*direct.max {
						t.Errorf("got an error of %v by tiles, want at most %v and %v times that of the direct algorithm, %v", tiled, rms, worst, direct)
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
	l.direct.forwardTiles, l.direct.weightTiles = nil, nil
	l.x = random(c.In().Len(), mean, 1)
	l.w = random(c.Weights(), 0, math.Sqrt(2/float64(9*c.in.C)))
	l.dy = random(c.Out().Len(), 0, 1)
	return l
}

// forwardErrors returns the errors of the outputs.
func (l *layer) forwardErrors() (direct, tiled deviation) {
	p, y, exact := newPool(2), make([]float32, len(l.dy)), make([]float64, len(l.dy))
	ConvForward(p, &l.direct, exact, l.x, l.w, Epilogue[float64]{})
	ConvForward(p, &l.direct, y, narrowed(l.x), narrowed(l.w), Epilogue[float32]{})
	direct = deviationOf(y, exact)
	ConvForward(p, &l.tiled, y, narrowed(l.x), narrowed(l.w), Epilogue[float32]{})
	return direct, deviationOf(y, exact)
}

// weightErrors returns the errors of the weights' gradients.
func (l *layer) weightErrors() (direct, tiled deviation) {
	p, dw, exact := newPool(2), make([]float32, len(l.w)), make([]float64, len(l.w))
	ConvBackwardWeights(p, &l.direct, exact, l.x, l.dy)
	ConvBackwardWeights(p, &l.direct, dw, narrowed(l.x), narrowed(l.dy))
	direct = deviationOf(dw, exact)
	ConvBackwardWeights(p, &l.tiled, dw, narrowed(l.x), narrowed(l.dy))
	return direct, deviationOf(dw, exact)
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
