package models_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// factors builds a network of linear blocks on a line, u' = z·u, with a step size of
// 1 and z drawn for each block, and returns by what it multiplies.
func factors(t *rapid.T, build func(models.Config) (*models.Net, error), c models.Config, branches int) (zs []float64, factor float64) {
	c.Branch, c.Input, c.Float64 = models.Linear{}, [3]int{1, 1, 1}, true
	net, err := build(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range net.Params() {
		if len(p.Shape) != 4 {
			continue
		}
		z := rapid.Float64Range(-2, 2).Draw(t, p.Name)
		zs = append(zs, z)
		if err := p.Set([]float64{z}); err != nil {
			t.Fatal(err)
		}
	}
	if len(zs) != c.Blocks*branches {
		t.Fatalf("got %d branches, want %d in each of %d blocks", len(zs), branches, c.Blocks)
	}
	out, err := net.Predict(t.Context(), &data.Set{Shape: c.Input, Images: []float32{1}})
	if err != nil {
		t.Fatal(err)
	}
	return zs, float64(out[0][0])
}

// mustMultiply fails if two numbers differ by more than the rounding to float32 of a
// prediction.
func mustMultiply(t *rapid.T, what string, got, want, size float64) {
	if math.Abs(got-want) > 1e-6*(1+size) {
		t.Errorf("%s: got %.9g, want %.9g", what, got, want)
	}
}

// TestLinearBlocksOfEuler multiply by 1 + z each.
func TestLinearBlocksOfEuler(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zs, got := factors(t, models.ResNet, models.Config{Blocks: rapid.IntRange(1, 5).Draw(t, "blocks")}, 1)
		want := 1.0
		for _, z := range zs {
			want *= 1 + z
		}
		mustMultiply(t, fmt.Sprint(zs), got, want, math.Abs(want))
	})
}
