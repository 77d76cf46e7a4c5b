package train_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// What is not learned has its bits behind a run, decay or not, and running statistics have
// theirs if they are frozen. All else moves.
func TestWhatIsHeldStays(t *testing.T) {
	set, err := fewDigits()
	if err != nil {
		t.Fatal(err)
	}
	for _, frozen := range []bool{false, true} {
		net, err := digitsNet()
		if err != nil {
			t.Fatal(err)
		}
		before := map[string][]float64{}
		for _, p := range net.Params() {
			before[p.Name] = p.Float64s()
			p.Learned = p.Learned && !strings.HasPrefix(p.Name, "layer1")
		}
		o := train.Options{Epochs: 1, Batch: 16, WeightDecay: 0.1, Frozen: frozen}
		if _, err := train.Fit(context.Background(), net, set, o); err != nil {
			t.Fatal(err)
		}
		for _, p := range net.Params() {
			statistic := strings.Contains(p.Name, ".running_")
			moves := p.Learned || statistic && !frozen
			if moved := !slices.Equal(p.Float64s(), before[p.Name]); moved != moves {
				t.Errorf("frozen %t, %v: got moved %t, want %t", frozen, p, moved, moves)
			}
		}
	}
}

// A network that knows ten digits learns to tell even from odd, by a new last layer alone.
func ExampleFit_fineTuning() {
	ctx, digits := context.Background(), data.Digits(1)
	c := models.Config{Depth: 8, Width: 8, Input: digits.Shape(), Seed: 1}
	ten, err := models.ResNet(c)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := train.Fit(ctx, ten, digits.Train, train.Options{Epochs: 2}); err != nil {
		log.Fatal(err)
	}

	parity := *digits.Train // a set of the same images
	parity.Classes, parity.Labels, parity.ClassNames = 2, nil, nil
	for _, digit := range digits.Train.Labels {
		parity.Labels = append(parity.Labels, digit%2)
	}
	c.Classes = 2
	two, err := models.ResNet(c)
	if err != nil {
		log.Fatal(err)
	}
	known := ten.Params() // in the same order
	for i, p := range two.Params() {
		if strings.HasPrefix(p.Name, "fc.") {
			continue
		}
		if err := p.Set(known[i].Float64s()); err != nil {
			log.Fatal(err)
		}
		p.Learned = false
	}
	hist, err := train.Fit(ctx, two, &parity, train.Options{Epochs: 2, Frozen: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("numbers that are learned:", two.NumParams())
	fmt.Println("better than chance:", hist.Last().Error < 40)
	// Output:
	// numbers that are learned: 66
	// better than chance: true
}
