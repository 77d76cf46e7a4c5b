package compute

import (
	"testing"

	"pgregory.net/rapid"
)

// TestEpilogue compares a convolution with all that may follow it with the same
// done step by step in float64.
func TestEpilogue(t *testing.T) { inBoth(t, epilogueMatches[float32], epilogueMatches[float64]) }

func epilogueMatches[T Float](t *rapid.T) {
	c, r, p := drawConv(t), drawn(t), drawPool(t, 2)
	out := c.Out()
	x, add := newBatch[T](r, c.In()), newBatch[T](r, out)
	w := newBatch[T](r, Shape{1, c.Weights(), 1, 1}).plain
	e := drawEpilogue(t, newBatch[T](r, Shape{2, out.C, 1, 1}).plain, add.blocked)

	want := make([]float64, len(add.plain))
	visit(c, func(iy, ix, iw int) { want[iy] += float64(w[iw]) * float64(x.plain[ix]) })
	for i := range want {
		channel := i / out.Pixels() % out.C
		if e.Scale != nil {
			want[i] *= float64(e.Scale[channel])
		}
		if e.Bias != nil {
			want[i] += float64(e.Bias[channel])
		}
		if e.Add != nil {
			want[i] += float64(add.plain[i])
		}
		if e.ReLU {
			want[i] = max(want[i], 0)
		}
	}

	y := dirty[T](out.Len())
	ConvForward(p, c, y, x.blocked, w, e)
	mustBeClose(t, "y", unpacked(out, y), want, roundoff[T]())
	if e.Moments == nil {
		return
	}
	mean, variance := make([]float64, out.C), make([]float64, out.C)
	wantMean, wantVariance := make([]float64, out.C), make([]float64, out.C)
	e.Moments.Result(mean, variance)
	measure(out, want, wantMean, wantVariance)
	mustBeClose(t, "mean", mean, wantMean, roundoff[T]())
	mustBeClose(t, "variance", variance, wantVariance, 10*roundoff[T]())
}

// drawEpilogue draws an epilogue with some of scale and bias, the halves of
// numbers, and of what is added.
func drawEpilogue[T Float](t *rapid.T, numbers, add []T) Epilogue[T] {
	e := Epilogue[T]{ReLU: rapid.Bool().Draw(t, "relu")}
	if rapid.Bool().Draw(t, "scale") {
		e.Scale = numbers[:len(numbers)/2]
	}
	if rapid.Bool().Draw(t, "bias") {
		e.Bias = numbers[len(numbers)/2:]
	}
	if rapid.Bool().Draw(t, "add") {
		e.Add = add
	}
	if rapid.Bool().Draw(t, "moments") {
		e.Moments = new(Moments)
	}
	return e
}

// measure sets mean and variance of NCHW images by definition.
func measure(s Shape, x []float64, mean, variance []float64) {
	count := float64(s.N * s.Pixels())
	for i, v := range x {
		mean[i/s.Pixels()%s.C] += v / count
	}
	for i, v := range x {
		d := v - mean[i/s.Pixels()%s.C]
		variance[i/s.Pixels()%s.C] += d * d / count
	}
}
