package models_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// withStates is a network compiled for as many digits as said, with its states kept, that has
// run them.
func withStates(t *testing.T, net *models.Net, o nn.Options) *models.Runner {
	t.Helper()
	r, err := net.CompileObjective(o, models.Objective{Loss: models.CrossEntropy, States: true})
	if err != nil {
		t.Fatal(err)
	}
	digits := data.Digits(1).Test
	if err := r.Load(digits.Images[:o.Batch*64]); err != nil {
		t.Fatal(err)
	}
	if err := r.Labels(digits.Labels[:o.Batch]); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return r
}

// The states that a runner keeps are those that graphs compute which end there.
func TestStatesAreWhatABlockPutsOut(t *testing.T) {
	for _, build := range []func(models.Config) (*models.Net, error){models.ResNet, models.Plain, models.LMResNet, models.PolyNet} {
		net, err := build(models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Seed: 1, Float64: true})
		if err != nil {
			t.Fatal(err)
		}
		few, err := data.Digits(1).Test.Subset([]int{0, 1, 2, 3, 4})
		if err != nil {
			t.Fatal(err)
		}
		want, err := net.ActivationNorms(context.Background(), few)
		if err != nil {
			t.Fatal(err)
		}
		r := withStates(t, net, nn.Options{Batch: 5})
		if len(r.States) != len(net.Blocks()) {
			t.Fatalf("%s: got %d states, want one for each of %d blocks", net.Name(), len(r.States), len(net.Blocks()))
		}
		for i, s := range r.States {
			values, err := r.Value(s)
			if err != nil {
				t.Fatal(err)
			}
			var squares float64
			for _, v := range values {
				squares += v * v
			}
			if got := math.Sqrt(squares / float64(len(values))); math.Abs(got-want[i]) > 1e-6*want[i] {
				t.Errorf("%s, behind block %d: got norm %v, want %v", net.Name(), i, got, want[i])
			}
		}
	}
}

// Where every block lets gradients back through its shortcut alone, and the shortcut is the
// identity, the gradient does not change on its way; through the branches too it does.
func TestGradientsByStatesGoBackThroughShortcuts(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := withStates(t, net, nn.Options{Batch: 5, Training: true})
	gradient := func(block int) []float64 {
		g, err := r.Gradient(r.States[block])
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	if slices.Equal(gradient(3), gradient(5)) {
		t.Error("got the same gradient by two states with a block between them")
	}
	for _, gate := range r.Blocks {
		gate.Backward = nn.ShortcutOnly
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, stage := range [][]int{{0, 1, 2}, {3, 4, 5}, {6, 7, 8}} {
		for _, block := range stage[:2] {
			if !slices.Equal(gradient(block), gradient(stage[2])) {
				t.Errorf("block %d: got another gradient than behind block %d", block, stage[2])
			}
		}
	}
}

// A reversible network that keeps its states trains as one that does not.
func TestKeptStatesOfReversibleNetworks(t *testing.T) {
	net, err := models.RevNet(models.Config{Depth: 14, Width: 8, Input: [3]int{1, 8, 8}, Seed: 1, Float64: true})
	if err != nil {
		t.Fatal(err)
	}
	o := nn.Options{Batch: 5, Training: true}
	with := withStates(t, net, o)
	without, err := net.Compile(o, models.CrossEntropy)
	if err != nil {
		t.Fatal(err)
	}
	digits := data.Digits(1).Test
	if err := without.Load(digits.Images[:5*64]); err != nil {
		t.Fatal(err)
	}
	if err := without.Labels(digits.Labels[:5]); err != nil {
		t.Fatal(err)
	}
	if err := without.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	want := gradients(t, without)
	for name, got := range gradients(t, with) {
		if d := distance(got, want[name]); d > 1e-9 {
			t.Errorf("%s: got a gradient that is off by %v", name, d)
		}
	}
}

// Where a network looks: the states behind a block and the gradients by them, weighed
// against each other, pixel by pixel (Selvaraju et al. 2017).
func ExampleRunner() {
	ctx, digits := context.Background(), data.Digits(1).Test
	net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: digits.Shape})
	if err != nil {
		log.Fatal(err)
	}
	o := nn.Options{Training: true, Frozen: true}
	r, err := net.CompileObjective(o, models.Objective{Loss: models.CrossEntropy, States: true})
	if err != nil {
		log.Fatal(err)
	}
	if err := r.Load(digits.Image(0)); err != nil {
		log.Fatal(err)
	}
	if err := r.Labels(digits.Labels[:1]); err != nil {
		log.Fatal(err)
	}
	if err := r.Run(ctx); err != nil {
		log.Fatal(err)
	}
	state := r.States[1]
	values, err := r.Value(state)
	if err != nil {
		log.Fatal(err)
	}
	gradient, err := r.Gradient(state)
	if err != nil {
		log.Fatal(err)
	}
	pixels := state.H * state.W
	looks := make([]float64, pixels)
	for c := range state.C {
		var weight float64 // how much less the loss would be with more of this channel
		for _, g := range gradient[c*pixels:][:pixels] {
			weight -= g
		}
		for i := range looks {
			looks[i] += weight * values[c*pixels+i]
		}
	}
	fmt.Printf("behind %v: %v, seen on %d pixels\n", net.Blocks()[1].Name, state, len(looks))
	// Output: behind layer2.0: 8×4×4, seen on 16 pixels
}
