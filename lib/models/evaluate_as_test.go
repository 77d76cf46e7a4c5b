package models_test

import (
	"context"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/train"
)

// TestTrainedOtherwise: of a network on digits that has learned in small steps, its own
// scheme makes the same errors, and so do the steps of a refined network; twice as many
// steps of Euler and steps of RK4 make few more.
func TestTrainedOtherwise(t *testing.T) {
	ctx, digits := context.Background(), data.Digits(1)
	net := mustResNet(t, models.Config{Depth: 20, Width: 8, Input: digits.Shape(), Step: models.Euler{H: 0.25}, Seed: 1})
	if _, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 3}); err != nil {
		t.Fatal(err)
	}
	own, err := net.Evaluate(ctx, digits.Test)
	if err != nil {
		t.Fatal(err)
	}
	fine, err := net.Refine()
	if err != nil {
		t.Fatal(err)
	}
	refined, err := fine.Evaluate(ctx, digits.Test)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name      string
		scheme    ode.Scheme
		size      float64
		like      models.Evaluation
		tolerance float64 // percentage points of error
	}{
		{"itself", nil, 1, own, 0},
		{"half steps, as the refined network", ode.ForwardEuler, 0.5, refined, 0},
		{"half steps", ode.ForwardEuler, 0.5, own, 5},
		{"RK4", ode.RK4, 1, own, 5},
	} {
		got, err := net.EvaluateAs(ctx, digits.Test, tt.scheme, tt.size)
		if err != nil {
			t.Fatal(err)
		}
		if d := got.Error - tt.like.Error; d > tt.tolerance || d < -tt.tolerance {
			t.Errorf("%s: got %v, want an error within %v points of %v", tt.name, got, tt.tolerance, tt.like)
		}
		t.Logf("%s: %v", tt.name, got)
	}
}
