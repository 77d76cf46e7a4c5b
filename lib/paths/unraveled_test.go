package paths_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/paths"
)

// matrix is the linear branch x ↦ Wx.
func matrix(w []float64) func(x []float64) []float64 {
	return func(x []float64) []float64 {
		y := make([]float64, len(x))
		for i := range y {
			for j, v := range x {
				y[i] += w[i*len(x)+j] * v
			}
		}
		return y
	}
}

// Whatever the matrices, the terms of linear branches add up to the output, and the
// term of a path is the product of the matrices on it.
func TestLinearBranchesUnravel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := rapid.IntRange(1, 4).Draw(t, "values"), rapid.IntRange(1, 8).Draw(t, "branches")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		random := func(n int) []float64 {
			x := make([]float64, n)
			for i := range x {
				x[i] = rng.NormFloat64()
			}
			return x
		}
		var branches []func([]float64) []float64
		for range n {
			branches = append(branches, matrix(random(d*d)))
		}
		x := random(d)
		u, err := paths.Unravel(x, branches...)
		if err != nil {
			t.Fatal(err)
		}
		if len(u.Terms) != 1<<n || u.Gap() > 1e-9 {
			t.Errorf("got %d terms and a gap of %v, want 2^%d that add up", len(u.Terms), u.Gap(), n)
		}
		path := rapid.IntRange(0, 1<<n-1).Draw(t, "path")
		for b, f := range branches {
			if path>>b&1 == 1 {
				x = f(x)
			}
		}
		for i, want := range x {
			if got := u.Terms[path][i]; math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
				t.Errorf("path %b: got %v at %d, want %v", path, got, i, want)
			}
		}
	})
}

// A network of linear branches computes the sum over its paths.
func TestLinearNetworksUnravel(t *testing.T) {
	net, err := models.ResNet(models.Config{Branch: models.Linear{}, Blocks: 6, Input: [3]int{3, 1, 1}, Float64: true, Seed: 4})
	if err != nil {
		t.Fatal(err)
	}
	var branches []func([]float64) []float64
	for _, p := range net.Params() {
		branches = append(branches, matrix(p.Float64s()))
	}
	u, err := paths.Unravel([]float64{1, -2, 3}, branches...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := net.Predict(context.Background(), &data.Set{Shape: [3]int{3, 1, 1}, Images: []float32{1, -2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range out[0] {
		if math.Abs(u.Sum[i]-float64(want)) > 1e-5*(1+math.Abs(u.Sum[i])) {
			t.Errorf("got %v at %d as the sum over paths, want %v", u.Sum[i], i, want)
		}
	}
}

// A branch that is not linear sees all paths together: its terms do not add up.
func TestOtherBranchesDoNotUnravel(t *testing.T) {
	relu := func(x []float64) []float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = max(0, v-1)
		}
		return y
	}
	u, err := paths.Unravel([]float64{2}, relu, relu) // 2+1 = 3, 3+2 = 5; the terms are 2, 1, 1, 0
	if err != nil {
		t.Fatal(err)
	}
	if u.Output[0] != 5 || u.Sum[0] != 4 || u.Gap() != .2 {
		t.Errorf("got %v, want 5 for the output and 4 for the sum", u)
	}
}

func TestWhatCannotBeUnraveled(t *testing.T) {
	double := func(x []float64) []float64 { return append(x, x...) }
	many := make([]func([]float64) []float64, 21)
	tests := []struct {
		name     string
		x        []float64
		branches []func([]float64) []float64
		want     string
	}{
		{"nothing", []float64{1}, nil, "got 0 branches, want 1 to 20"},
		{"too many", []float64{1}, many, "got 21 branches"},
		{"no values", nil, many[:1], "got a state without values"},
		{"no function", []float64{1}, many[:1], "got no function for branch 0"},
		{"another size", []float64{1}, append(many[:0:0], double), "got 2 values from branch 0, want 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := paths.Unravel(tt.x, tt.branches...); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	var none *paths.Unraveled
	if got := none.MIMEBundle()["text/plain"]; got != "no paths" {
		t.Errorf("got %q, want words for nothing", got)
	}
}

// Two blocks that double and treble: (1+2)·(1+3) = 1 + 2 + 3 + 6.
func ExampleUnravel() {
	times := func(a float64) func([]float64) []float64 {
		return func(x []float64) []float64 { return []float64{a * x[0]} }
	}
	u, err := paths.Unravel([]float64{1}, times(2), times(3))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(u)
	// Output:
	// 4 paths; their sum differs from the output by 0 of its norm
	// through  what comes by it
	// []       [1]
	// [0]      [2]
	// [1]      [3]
	// [0 1]    [6]
	// sum      [12]
	// output   [12]
}
