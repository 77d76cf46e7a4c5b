package models_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestTrajectoryEndsInThePrediction: it begins with the input, and the last
// state is what the network predicts.
func TestTrajectoryEndsInThePrediction(t *testing.T) {
	set, err := data.Crossing(33)
	if err != nil {
		t.Fatal(err)
	}
	config := models.Config{Branch: models.Dense{Hidden: 5, Lipschitz: 0.9}, Blocks: 6, Input: [3]int{1, 1, 1}, Seed: 3}
	for _, build := range []func(models.Config) (*models.Net, error){models.ResNet, models.LMResNet} {
		net, err := build(config)
		if err != nil {
			t.Fatal(err)
		}
		states, err := net.Trajectory(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		if len(states) != 7 || len(states[0]) != 33 {
			t.Fatalf("%s: got %d states of %d values, want 7 of 33", net.Name(), len(states), len(states[0]))
		}
		for i, v := range set.Images {
			if states[0][i] != float64(v) {
				t.Fatalf("%s: first state of sample %d: got %v, want the input %v", net.Name(), i, states[0][i], v)
			}
		}
		out, err := net.Predict(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		for i, y := range out {
			if d := math.Abs(states[6][i] - float64(y[0])); d > 1e-6 {
				t.Errorf("%s: last state of sample %d differs from the prediction by %g, want at most 1e-6", net.Name(), i, d)
			}
		}
	}
}

// TestEulerKeepsTheOrder is the theorem behind the crossing notebook: with
// branches of Lipschitz constant below 1 each block of a residual network is an
// increasing map, so no two trajectories on a line change places.
func TestEulerKeepsTheOrder(t *testing.T) {
	set, err := data.Crossing(65)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(5) {
		net, err := models.ResNet(models.Config{Branch: models.Dense{Hidden: 8, Lipschitz: 0.9}, Blocks: 8, Input: [3]int{1, 1, 1}, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range net.Params() {
			grown := p.Float64s()
			for i := range grown {
				grown[i] *= 50
			}
			if err := p.Set(grown); err != nil {
				t.Fatal(err)
			}
		}
		net.Constrain()
		states, err := net.Trajectory(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		for n, state := range states {
			if !slices.IsSorted(state) {
				t.Errorf("seed %d: states after block %d are out of order", seed, n)
			}
		}
	}
}

func TestTrajectoryRefusesImages(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = net.Trajectory(context.Background(), data.Digits(1).Test)
	if err == nil || !strings.Contains(err.Error(), "want one of vectors, with a Dense branch") {
		t.Errorf("got error %v, want one that asks for a network of vectors", err)
	}
}
