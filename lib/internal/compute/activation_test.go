package compute

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// TestActivations compares value by value, over more than one part, with every
// instruction set.
func TestActivations(t *testing.T) {
	const n = 3*chunk + 5*Lanes
	x, g, y, dx := noise[float32](n), noise[float32](n + Lanes)[Lanes:], dirty[float32](n), dirty[float32](n)
	tests := []struct {
		name     string
		forward  func(p *Pool, y, x []float32)
		backward func(p *Pool, dx, dy, y []float32)
		y, slope func(x float64) float64
	}{
		{
			"relu", ReLUForward[float32], ReLUBackward[float32],
			func(x float64) float64 { return max(x, 0) },
			func(x float64) float64 { return math.Ceil(max(0, min(x, 1))) },
		},
		{
			"tanh", TanhForward[float32], TanhBackward[float32],
			math.Tanh, func(x float64) float64 { return 1 / (math.Cosh(x) * math.Cosh(x)) },
		},
	}
	for _, isa := range simd.Available() {
		p := NewPool(2, isa)
		for _, tt := range tests {
			t.Run(string(isa)+"/"+tt.name, func(t *testing.T) {
				tt.forward(p, y, x)
				tt.backward(p, dx, g, y)
				for i, v := range widened(x) {
					if want := tt.y(v); math.Abs(float64(y[i])-want) > 1e-6 {
						t.Fatalf("y(%v): got %v, want %v", v, y[i], want)
					}
					if want := tt.slope(v) * float64(g[i]); math.Abs(float64(dx[i])-want) > 1e-6 {
						t.Fatalf("dx at %v: got %v, want %v", v, dx[i], want)
					}
				}
			})
		}
	}
}
