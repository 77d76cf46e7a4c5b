package models_test

import (
	"context"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestGradientNormsOfALine: two blocks u ← u + w·u take 1 to (1+w₁)(1+w₂), and the
// squared error has the derivative 2·(y − target)·(1+w of the other) by each w.
func TestGradientNormsOfALine(t *testing.T) {
	net := mustResNet(t, models.Config{Branch: models.Linear{}, Blocks: 2, Input: [3]int{1, 1, 1}, Float64: true})
	for i, w := range []float64{0.5, -0.25} {
		if err := net.Params()[i].Set([]float64{w}); err != nil {
			t.Fatal(err)
		}
	}
	set := &data.Set{Shape: [3]int{1, 1, 1}, Images: []float32{1}, Targets: []float32{3}}
	norms, err := net.GradientNorms(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "gradients", norms, []float64{2 * (3 - 1.125) * 0.75, 2 * (3 - 1.125) * 1.5}, 1e-12)
}

// TestGradientNormsOfImages has one for each block, those that change the shape too.
func TestGradientNormsOfImages(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 20, Width: 2, Input: [3]int{1, 8, 8}, Seed: 1})
	some, err := data.Digits(1).Test.Stratified(50, 1)
	if err != nil {
		t.Fatal(err)
	}
	norms, err := net.GradientNorms(context.Background(), some)
	if err != nil {
		t.Fatal(err)
	}
	if len(norms) != 9 {
		t.Fatalf("got %d norms, want one for each of 9 blocks", len(norms))
	}
	for block, norm := range norms {
		if !(norm > 0) || math.IsInf(norm, 0) {
			t.Errorf("block %d: got a gradient of norm %v", block, norm)
		}
	}
	unlabelled := *some
	unlabelled.Labels = nil
	if _, err := net.GradientNorms(context.Background(), &unlabelled); err == nil {
		t.Error("got no error for a set without labels")
	}
}
