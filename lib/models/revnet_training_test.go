package models_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/train"
)

// gradientsOf runs a batch and returns the gradients by the parameters' names.
func gradientsOf(t testing.TB, r *models.Runner, images []float32, labels []int) map[string][]float64 {
	t.Helper()
	if err := r.Load(images); err != nil {
		t.Fatal(err)
	}
	if err := r.Labels(labels); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	grads := make(map[string][]float64)
	for _, p := range r.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		var values []float64
		switch d := g.Data().(type) {
		case []float64:
			values = d
		case []float32:
			for _, v := range d {
				values = append(values, float64(v))
			}
		}
		grads[p.(*gorgonia.Node).Name()] = values
	}
	return grads
}

// TestRevNetTrainsAsWithStoredActivations, to the bit: in float32, at full depth and
// beyond, for a batch that is ragged.
func TestRevNetTrainsAsWithStoredActivations(t *testing.T) {
	digits := data.Digits(1)
	for _, c := range []models.Config{{Depth: 38, Width: 8}, {Depth: 218, Width: 8}, {Depth: 164, Width: 4, Branch: models.Bottleneck{}}} {
		c.Input, c.Seed = digits.Shape(), 3
		net := mustRevNet(t, c)
		var all [2]map[string][]float64
		for i, store := range []bool{false, true} {
			r, err := net.Compile(nn.Options{Batch: 32, Training: true, StoreActivations: store}, models.CrossEntropy)
			if err != nil {
				t.Fatal(err)
			}
			all[i] = gradientsOf(t, r, digits.Train.Images[:21*64], digits.Train.Labels[:21])
		}
		if diff := cmp.Diff(all[1], all[0]); diff != "" {
			t.Errorf("%s: other gradients (-stored +again)\n%s", net.Name(), diff)
		}
	}
}

// TestRevNetsMemoryIsFlat: beside the gradients of parameters, training takes as much
// for 218 layers as for 50.
func TestRevNetsMemoryIsFlat(t *testing.T) {
	activations := func(depth int, store bool) int64 {
		net := mustRevNet(t, models.Config{Depth: depth, Width: 8, Input: [3]int{1, 16, 16}})
		r, err := net.Compile(nn.Options{Batch: 32, Training: true, StoreActivations: store}, models.CrossEntropy)
		if err != nil {
			t.Fatal(err)
		}
		return r.Bytes() - 4*int64(net.NumParams())
	}
	if few, many := activations(50, false), activations(218, false); many > few+few/10 {
		t.Errorf("got %d bytes for 218 layers, want about the %d of 50", many, few)
	}
	if again, stored := activations(110, false), activations(110, true); stored < 8*again {
		t.Errorf("got %d bytes with stored activations and %d without, want at least eight times as many", stored, again)
	}
}

// Training a reversible network keeps no activations: its memory, without that of the
// parameters' gradients, does not grow with the depth.
func ExampleRevNet() {
	for _, depth := range []int{26, 110} {
		net, err := models.RevNet(models.Config{Depth: depth, Width: 8, Input: [3]int{1, 8, 8}})
		if err != nil {
			log.Fatal(err)
		}
		for _, store := range []bool{false, true} {
			r, err := net.Compile(nn.Options{Batch: 64, Training: true, StoreActivations: store}, models.CrossEntropy)
			if err != nil {
				log.Fatal(err)
			}
			activations := r.Bytes() - 4*int64(net.NumParams())
			fmt.Printf("%s, activations stored: %-5t  %4.1f MB\n", net.Name(), store, float64(activations)/1e6)
		}
	}
	// Output:
	// RevNet-26, activations stored: false   0.7 MB
	// RevNet-26, activations stored: true    2.1 MB
	// RevNet-110, activations stored: false   0.7 MB
	// RevNet-110, activations stored: true    8.5 MB
}

// TestRevNetsInExperiments: training, lesion studies and paths take a RevNet as any
// network.
func TestRevNetsInExperiments(t *testing.T) {
	digits := data.Digits(1)
	net := mustRevNet(t, models.Config{Depth: 26, Width: 8, Input: digits.Shape()})
	ctx := context.Background()
	if _, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 2}); err != nil {
		t.Fatal(err)
	}
	study := lesion.Study{Net: net, Data: digits.Test}
	deep, err := paths.Study{Net: mustRevNet(t, models.Config{Depth: 14, Width: 4, Input: digits.Shape(), Float64: true}), Data: digits.Test, Batch: 3}.Enumerate(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	if !(deep.Difference < 1e-12) {
		t.Errorf("got path gradients whose sum differs by %v from the gradient, want rounding", deep.Difference)
	}
	if _, err := study.Reorder(ctx, lesion.Random{Counts: []int{1, 4, 16}, Draws: 5}); err != nil {
		t.Error(err) // where the first f trades places with a block that has one layer more
	}
	if _, err := net.CompileObjective(nn.Options{Training: true}, models.Objective{Loss: models.CrossEntropy, Noise: models.Noise{Normal: 0.1}}); err == nil || !strings.Contains(err.Error(), "got noise behind the blocks of RevNet-26, want none") {
		t.Errorf("got error %v from noise on states that are computed again", err)
	}
	back, err := net.Reconstruct(ctx, digits.Test)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range back {
		if !(r.Error() <= 1e-5) {
			t.Errorf("got %v of the trained network, want at most 1e-5", r)
		}
	}
	each, err := study.DeleteEach(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if each.Base > 20 || len(each.Blocks) != 12 || each.Blocks[4].Name != "layer2.0.f" || !each.Blocks[4].Transition {
		t.Errorf("got %+v, want 12 blocks of a network that has learned something", each)
	}
}
