package compute

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// A gradient that is added on the way is added, in every kind of plan.
func TestBackwardDataAddsAnotherGradient(t *testing.T) {
	tests := []struct {
		in Shape
		o  ConvOptions
	}{
		{Shape{19, 3, 5, 4}, ConvOptions{Out: 8, Kernel: 3, Stride: 2, Pad: 1}},
		{Shape{16, 16, 8, 8}, ConvOptions{Out: 16, Kernel: 3, Stride: 1, Pad: 1}},
		{Shape{5, 4, 6, 6}, ConvOptions{Out: 6, Kernel: 1, Stride: 2, Groups: 2}},
	}
	p, rng := NewPool(2, simd.Best()), rand.New(rand.NewPCG(1, 2))
	draw := func(n int) []float32 {
		values := make([]float32, n)
		for i := range values {
			values[i] = float32(rng.NormFloat64())
		}
		return values
	}
	for _, tt := range tests {
		c, err := NewConv(tt.in, tt.o)
		if err != nil {
			t.Fatal(err)
		}
		dy, w, plus := draw(c.Out().Len()), draw(c.Weights()), draw(c.In().Len())
		alone, both := make([]float32, len(plus)), make([]float32, len(plus))
		ConvBackwardData(p, &c, alone, dy, w)
		ConvBackwardDataPlus(p, &c, both, plus, dy, w)
		for i, v := range both {
			if want := alone[i] + plus[i]; math.Abs(float64(v-want)) > 1e-5 {
				t.Fatalf("%v: got %v at %d, want %v", tt.in, v, i, want)
			}
		}
	}
}
