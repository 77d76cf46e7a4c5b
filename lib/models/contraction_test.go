package models_test

import (
	"context"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
)

// TestContractionsHaveInverses: with weights far beyond the bound, which the projection
// brings back, two states of images come no closer than 1 − L and go no further apart
// than 1 + L, and the iteration finds the way back.
func TestContractionsHaveInverses(t *testing.T) {
	for name, c := range map[string]models.Config{
		"vectors": {Branch: models.Contraction{Lipschitz: 0.7, Hidden: 9}, Blocks: 3, Input: [3]int{5, 1, 1}},
		"images":  {Branch: models.Contraction{Lipschitz: 0.7}, Depth: 14, Width: 3, Input: [3]int{1, 5, 4}, Classes: 2},
	} {
		net := mustResNet(t, withFloat64(c))
		for _, p := range net.Params() {
			grown := p.Float64s()
			for i := range grown {
				grown[i] *= 20
			}
			if err := p.Set(grown); err != nil {
				t.Fatal(err)
			}
		}
		net.Constrain()
		f, err := net.Field(context.Background(), 0, samples(net, 4))
		if err != nil {
			t.Fatal(err)
		}
		moved := append([]float64(nil), f.U0...)
		var apart, apartAfter float64
		for i := range moved {
			moved[i] += 0.3 * math.Sin(float64(7*i))
			apart += math.Pow(moved[i]-f.U0[i], 2)
		}
		a, b := append([]float64(nil), f.At(0, f.U0)...), f.At(0, moved)
		for i := range a {
			apartAfter += math.Pow(b[i]-a[i], 2)
		}
		if ratio := math.Sqrt(apartAfter / apart); ratio > 0.7 || ratio < 0.01 {
			t.Errorf("%s: got a branch that stretches by %v, want at most 0.7", name, ratio)
		}
		states, err := f.Solve(nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		back, err := f.Back(states[len(states)-1:])
		if err != nil {
			t.Fatal(err)
		}
		if off := apartBy(t, back.States, states); off > 1e-11 || back.Contraction > 0.7 {
			t.Errorf("%s: %g from where it came from with a contraction of %v, want at most 1e-11 and 0.7", name, off, back.Contraction)
		}
	}
	_, err := models.ResNet(models.Config{Branch: models.Contraction{Lipschitz: 1}, Blocks: 3, Input: [3]int{5, 1, 1}})
	mustContain(t, err, "want at least 0 (which means 0.9) and below 1")
}
