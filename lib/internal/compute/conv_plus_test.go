package compute

import (
	"math"
	"testing"
)

// TestBackwardDataAddsAnotherGradient checks that what is added on the way is
// added, in every kind of plan.
func TestBackwardDataAddsAnotherGradient(t *testing.T) {
	tests := []struct {
		in Shape
		o  ConvOptions
	}{
		{Shape{19, 3, 5, 4}, ConvOptions{Out: 8, Kernel: 3, Stride: 2, Pad: 1}},
		{Shape{16, 16, 8, 8}, ConvOptions{Out: 16, Kernel: 3, Stride: 1, Pad: 1}},
		{Shape{5, 4, 6, 6}, ConvOptions{Out: 6, Kernel: 1, Stride: 2, Groups: 2}},
	}
	p := newPool(2)
	for _, tt := range tests {
		c, err := NewConv(tt.in, tt.o)
		if err != nil {
			t.Fatal(err)
		}
		dy, w, plus := noise[float32](c.Out().Len()), noise[float32](c.Weights()), noise[float32](c.In().Len())
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
