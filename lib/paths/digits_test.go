package paths_test

import (
	"context"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/train"
)

// In a trained network of 54 blocks the gradient decays exponentially with the length
// of the path, and most of it comes by the few short ones. Paths of such a length respond
// to images nearly without correlation.
func TestShortPathsCarryTheGradient(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a network of 54 blocks")
	}
	ctx, digits := context.Background(), data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 110, Width: 4, Input: digits.Shape(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 6, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	g, err := paths.Study{Net: net, Data: digits.Train}.GradientByLength(ctx, paths.Sampling{Samples: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	a, err := paths.Study{Net: net, Data: digits.Test}.Activations(ctx, paths.Following{Count: 30, Length: 11, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(a)
	fit, product := g.Fit(), g.Product()
	effective := product.Effective(.95)
	t.Log(g.Summary())
	for _, claim := range []struct {
		name     string
		got      float64
		low, top float64
	}{
		{"correlation of length and log norm", fit.R, -1, -.98},
		{"factor per block", fit.Factor, .15, .45},
		{"shortest of the effective paths", float64(effective.Lo), 3, 22},
		{"longest of the effective paths", float64(effective.Hi), 3, 22},
		{"mean length by gradient", product.Mean(), 9, 15},
		{"share of all paths", effective.Paths, 0, .03},
		{"correlation of activations", a.Correlation().All().Absolute, 0, .15},
	} {
		if !(claim.got >= claim.low && claim.got <= claim.top) {
			t.Errorf("%s: got %.4g, want it in [%v, %v]", claim.name, claim.got, claim.low, claim.top)
		}
	}
}
