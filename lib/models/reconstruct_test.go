package models_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestReconstruction goes back through every stage in float32.
func TestReconstruction(t *testing.T) {
	digits := data.Digits(1)
	set := &data.Set{Shape: digits.Shape(), Images: digits.Test.Images[:20*64]}
	for _, c := range []models.Config{
		{Depth: 110, Width: 8},
		{Depth: 164, Width: 8, Branch: models.Bottleneck{}},
		{Depth: 14, Width: 2},
		{Blocks: 8, Branch: models.Dense{Hidden: 5}},
	} {
		if c.Input = digits.Shape(); c.Blocks > 0 {
			c.Input = [3]int{64, 1, 1}
			set = &data.Set{Shape: c.Input, Images: set.Images}
		}
		net := mustRevNet(t, c)
		all, err := net.Reconstruct(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		blocks := 0
		for i, r := range all {
			t.Log(net.Name(), r)
			if r.Stage != i || r.Samples != 20 || len(r.Errors) != len(r.Blocks) || r.Largest == 0 {
				t.Errorf("%s: got %+v as stage %d", net.Name(), r, i)
			}
			if !(r.Error() <= 1e-4) {
				t.Errorf("%s: got %v, want at most 1e-4", net.Name(), r)
			}
			blocks += len(r.Blocks)
		}
		for _, b := range net.Blocks() {
			if b.Transition {
				blocks++ // which cannot be undone
			}
		}
		if blocks != len(net.Blocks()) {
			t.Errorf("%s: got %d blocks undone or changing the shape, want %d", net.Name(), blocks, len(net.Blocks()))
		}
	}
	_, err := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}}).Reconstruct(context.Background(), digits.Test)
	if err == nil || !strings.Contains(err.Error(), "cannot be undone, want a network such as RevNet") {
		t.Errorf("got error %v from a network that is not reversible", err)
	}
}

// Back through the blocks of a stage, from its output to its input.
func ExampleNet_Reconstruct() {
	digits := data.Digits(1)
	net, err := models.RevNet(models.Config{Depth: 38, Width: 8, Input: digits.Shape()})
	if err != nil {
		log.Fatal(err)
	}
	stages, err := net.Reconstruct(context.Background(), digits.Test)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range stages {
		fmt.Printf("stage %d: %d blocks undone, exact to 1e-4: %t\n", s.Stage+1, len(s.Blocks), s.Error() < 1e-4)
	}
	// Output:
	// stage 1: 6 blocks undone, exact to 1e-4: true
	// stage 2: 5 blocks undone, exact to 1e-4: true
	// stage 3: 5 blocks undone, exact to 1e-4: true
}
