package models_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// In a network of vectors the norms are those of the states that Trajectory returns.
func TestActivationNormsOfVectorsAreThoseOfTheTrajectory(t *testing.T) {
	net, err := models.ResNet(models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 5, Input: [3]int{2, 1, 1}, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	set := &data.Set{Name: "points", Shape: [3]int{2, 1, 1}, Images: []float32{1, 0, -1, 2, .5, -.5}, Targets: make([]float32, 6)}
	states, err := net.Trajectory(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	norms, err := net.ActivationNorms(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	if len(norms) != 5 {
		t.Fatalf("got %d norms, want one behind each of 5 blocks", len(norms))
	}
	for block, got := range norms {
		sum := 0.0
		for _, v := range states[block+1] {
			sum += v * v
		}
		if want := math.Sqrt(sum / 6); math.Abs(got-want) > 1e-6 {
			t.Errorf("behind block %d: got %v, want %v", block, got, want)
		}
	}
}

// Every block of a network of images is asked, those that change the shape too, and
// the batches do not show.
func TestActivationNormsOfImages(t *testing.T) {
	net, err := models.LMResNet(models.Config{Depth: 14, Width: 2, Input: [3]int{1, 8, 8}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	test := data.Digits(1).Test
	some, err := test.Stratified(100, 1)
	if err != nil {
		t.Fatal(err)
	}
	norms, err := net.ActivationNorms(context.Background(), some)
	if err != nil {
		t.Fatal(err)
	}
	if len(norms) != 6 {
		t.Fatalf("got %d norms, want one behind each of 6 blocks", len(norms))
	}
	for block, norm := range norms {
		if !(norm > 0) || math.IsInf(norm, 0) {
			t.Errorf("behind block %d: got %v, want a number above 0", block, norm)
		}
	}
	others := map[string]func() (*models.Net, error){
		"plain": func() (*models.Net, error) {
			return models.Plain(models.Config{Depth: 14, Width: 2, Input: [3]int{1, 8, 8}})
		},
		"VGG": func() (*models.Net, error) {
			return models.Plain(models.Config{Depth: 11, Layout: models.VGG, Width: 2, Input: [3]int{1, 32, 32}})
		},
		"original order": func() (*models.Net, error) {
			return models.ResNet(models.Config{Depth: 14, Width: 2, Input: [3]int{1, 8, 8}, Order: models.Original})
		},
		"PolyNet": func() (*models.Net, error) {
			return models.PolyNet(models.Config{Depth: 14, Width: 2, Input: [3]int{1, 8, 8}})
		},
	}
	for name, build := range others {
		t.Run(name, func(t *testing.T) {
			other, err := build()
			if err != nil {
				t.Fatal(err)
			}
			in := other.Config().Input
			set := &data.Set{Name: "one image", Shape: in, Images: make([]float32, 2*in[1]*in[2]), Labels: []int{0, 1}, Classes: 10}
			for i := range set.Images {
				set.Images[i] = float32(i%7) - 3
			}
			if norms, err := other.ActivationNorms(context.Background(), set); err != nil || len(norms) != len(other.Blocks()) {
				t.Errorf("got %d norms and error %v, want one behind each of %d blocks", len(norms), err, len(other.Blocks()))
			}
		})
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := net.ActivationNorms(stopped, some); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that of the context", err)
	}
	if _, err := (&models.Net{}).ActivationNorms(context.Background(), some); err == nil {
		t.Error("got no error for a network that no function made")
	}
}
