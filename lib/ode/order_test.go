package ode_test

import (
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

// bashforth returns Adams and Bashforth's scheme of 3 or 4 steps.
func bashforth(steps int, start ode.Scheme) *ode.Multistep {
	if steps == 3 {
		return &ode.Multistep{Label: "AB3", Alpha: []float64{1, 0, 0}, Beta: []float64{23. / 12, -16. / 12, 5. / 12}, Start: start}
	}
	return &ode.Multistep{
		Label: "AB4", Alpha: []float64{1, 0, 0, 0},
		Beta: []float64{55. / 24, -59. / 24, 37. / 24, -9. / 24}, Start: start,
	}
}

// Order is that of the recursion; the first steps decide how much of it Solve
// delivers.
func TestFirstStepsDecideWhatSolveDelivers(t *testing.T) {
	leapfrog := ode.LM(1).Consistent()
	accurate := *leapfrog
	accurate.Start = ode.RK4
	tests := []struct {
		name      string
		scheme    *ode.Multistep
		order     int
		delivered float64
	}{
		{"AB3 after forward Euler", bashforth(3, nil), 3, 2},
		{"AB3 after Heun", bashforth(3, ode.Heun), 3, 3},
		{"AB4 after forward Euler", bashforth(4, nil), 4, 2},
		{"AB4 after Heun", bashforth(4, ode.Heun), 4, 3},
		{"AB4 after RK4", bashforth(4, ode.RK4), 4, 4},
		{"leapfrog as published, slowed down", ode.LM(1), 2, 1},
		{"leapfrog, consistent", leapfrog, 2, 2},
		{"leapfrog after RK4", &accurate, 2, 2},
		{"LM(-0.5), sped up", ode.LM(-.5), 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.scheme.Order(); got != tt.order {
				t.Errorf("got order %d of the recursion, want %d", got, tt.order)
			}
			exact := math.Exp(-tt.scheme.Speed())
			globalError := func(n int) float64 {
				us, err := ode.Solve(tt.scheme, decay, []float64{1}, 0, 1, n)
				if err != nil {
					t.Fatal(err)
				}
				return math.Abs(us[n][0] - exact)
			}
			if got := math.Log2(globalError(256) / globalError(512)); math.Abs(got-tt.delivered) > .06 {
				t.Errorf("observed order %.3f, want %v ± 0.06", got, tt.delivered)
			}
		})
	}
}
