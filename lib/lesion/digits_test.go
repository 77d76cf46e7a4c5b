package lesion_test

import (
	"context"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// TestWhatIsToBeExpected repeats the first row of the package's table. The bounds
// are those that all five rows keep, with room to spare.
func TestWhatIsToBeExpected(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a network of 54 blocks")
	}
	ctx, digits := context.Background(), data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 110, Width: 8, Input: digits.Shape(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 8, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	study := lesion.Study{Net: net, Data: digits.Test}
	single, err := study.DeleteEach(ctx)
	if err != nil {
		t.Fatal(err)
	}
	counts := []int{0, 1, 2, 4, 8, 12, 16, 20, 30, 40}
	many, err := study.DeleteRandom(ctx, lesion.Random{Counts: counts, Draws: 5, Keep: []int{0}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	swaps, err := study.Reorder(ctx, lesion.Random{Counts: []int{1, 2, 4, 8, 12, 16, 20, 25, 30, 40}, Draws: 3, Keep: []int{0}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	boxes := many.Boxes()
	for _, claim := range []struct {
		name     string
		got      float64
		low, top float64
	}{
		{"error of the whole network", single.Base, 0, 7},
		{"median over deletions of one block, more than that", single.Median() - single.Base, -1, 1},
		{"90 % of deletions of one block, more than that", single.Quantile(.9) - single.Base, -1, 4},
		{"passes per block deleted", single.Passes / 54, 0, .55},
		{"mean without 4 blocks, more than the whole", boxes[3].Mean - single.Base, -1, 14},
		{"mean without 40 blocks", boxes[9].Mean, 75, 100},
		{"Spearman's correlation of error and deletions", many.ByCount().Spearman, .94, 1},
		{"Pearson's correlation of error and τ", swaps.ByTau().Pearson, -1, -.4},
		{"Spearman's correlation of error and τ", swaps.ByTau().Spearman, -1, -.45},
	} {
		if !(claim.got >= claim.low && claim.got <= claim.top) {
			t.Errorf("%s: got %.4g, want it in [%v, %v]", claim.name, claim.got, claim.low, claim.top)
		}
	}
}
