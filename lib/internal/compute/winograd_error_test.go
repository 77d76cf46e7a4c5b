package compute

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestWinogradError measures the error of both algorithms against float64, for
// values around zero and for values far from it, where the transforms subtract
// nearly equal ones. By tiles it is the smaller: sums are a ninth as long.
func TestWinogradError(t *testing.T) {
	const worst = 1.5 // times the error of the direct algorithm
	for _, channels := range []int{16, 32, 64} {
		for _, mean := range []float64{0, 1, 10, 1000} {
			t.Run(fmt.Sprintf("channels=%d/mean=%v", channels, mean), func(t *testing.T) {
				direct, tiled := errorsOf(t, channels, mean)
				t.Logf("rms %.3g of direct, worst %.3g", tiled.rms/direct.rms, tiled.max/direct.max)
				if tiled.rms > worst*direct.rms || tiled.max > worst*direct.max {
					t.Errorf("got an error of %v by tiles, want at most %v times that of the direct algorithm, %v", tiled, worst, direct)
				}
			})
		}
	}
}

// deviation is the size of errors, relative to the deviation of the result.
type deviation struct{ rms, max float64 }

// errorsOf returns the errors of a convolution by both algorithms.
func errorsOf(t *testing.T, channels int, mean float64) (direct, tiled deviation) {
	p := newPool(2)
	c, err := NewConv(Shape{32, channels, 8, 8}, ConvOptions{Out: channels, Kernel: 3, Stride: 1, Pad: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, uint64(channels)))
	x, w := make([]float64, c.In().Len()), make([]float64, c.Weights())
	for i := range x {
		x[i] = float64(float32(mean + r.NormFloat64()))
	}
	for i := range w {
		w[i] = float64(float32(r.NormFloat64() * math.Sqrt(2/float64(9*channels))))
	}
	exact := make([]float64, c.Out().Len())
	c.forwardTiles = nil
	ConvForward(p, &c, exact, x, w, Epilogue[float64]{})

	y := make([]float32, len(exact))
	ConvForward(p, &c, y, narrowed(x), narrowed(w), Epilogue[float32]{})
	direct = deviationOf(y, exact)
	plan := newWinograd(c.out, c.in, 1, 1, 16)
	gatherTiles(p, forwardWeights(&c, plan, narrowed(w)), y, narrowed(x), Epilogue[float32]{})
	return direct, deviationOf(y, exact)
}

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
