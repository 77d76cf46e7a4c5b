package models_test

import (
	"context"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// With running statistics as constants, the gradient by the image is the sum of the
// gradients along all 2^n paths (Veit et al. 2016): through every block by its
// shortcut or by its branch, blocks that change the shape and a deleted one among
// them. (Not so in a linear multi-step network, where the state before the last leads
// around a block.)
func TestPathsAddUpToTheGradient(t *testing.T) {
	tests := []struct {
		name     string
		build    func(models.Config) (*models.Net, error)
		shortcut models.Shortcut
	}{
		{"option A", models.ResNet, models.OptionA},
		{"option A of averages", models.ResNet, models.OptionAAveraged},
		{"option B", models.ResNet, models.OptionB},
		{"BN-ReLU-projection", models.ResNet, models.NormProjection},
		{"shared projection", models.ResNet, models.SharedProjection},
		{"original order, option A", original, models.OptionA},
		{"original order, option B", original, models.OptionB},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			net, err := tt.build(models.Config{Depth: 14, Width: 2, Input: [3]int{1, 6, 6}, Classes: 3, Float64: true, Shortcut: tt.shortcut})
			if err != nil {
				t.Fatal(err)
			}
			r, err := net.Compile(nn.Options{Batch: 2, Training: true, Frozen: true, ByInput: true}, models.CrossEntropy)
			if err != nil {
				t.Fatal(err)
			}
			load(t, net, r, models.CrossEntropy, 2)
			r.Blocks[3].Deleted = true
			whole := byImage(t, r)
			sum := make([]float64, len(whole))
			for path := range 1 << len(r.Blocks) {
				for i, g := range r.Blocks {
					g.Backward = nn.ShortcutOnly
					if path>>i&1 == 1 {
						g.Backward = nn.BranchOnly
					}
				}
				for i, v := range byImage(t, r) {
					sum[i] += v
				}
			}
			for i, w := range whole {
				if math.Abs(sum[i]-w) > 1e-6*(1+math.Abs(w)) {
					t.Fatalf("got %v at %d as the sum over paths, want %v", sum[i], i, w)
				}
			}
		})
	}
}

// byImage runs a batch of two images and returns the gradient of the loss by them.
func byImage(t *testing.T, r *models.Runner) []float64 {
	t.Helper()
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	narrow := make([]float32, 2*36)
	if err := r.ReadInputGradient(narrow); err != nil {
		t.Fatal(err)
	}
	wide := make([]float64, len(narrow))
	for i, v := range narrow {
		wide[i] = float64(v)
	}
	return wide
}
