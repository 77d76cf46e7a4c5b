package models_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestInvertUndoesPredict, and Predict undoes Invert, for any width, depth and number of
// samples.
func TestInvertUndoesPredict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		half := rapid.IntRange(1, 4).Draw(t, "half")
		net, err := models.RevNet(models.Config{
			Branch: models.Dense{Hidden: 5}, Blocks: 2 * rapid.IntRange(1, 5).Draw(t, "steps"),
			Input: [3]int{2 * half, 1, 1}, Seed: rapid.Uint64().Draw(t, "seed"), Float64: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		set := &data.Set{Shape: [3]int{2 * half, 1, 1}}
		for range 2 * half * rapid.SampledFrom([]int{1, 3, 64, 65}).Draw(t, "samples") {
			set.Images = append(set.Images, rapid.Float32Range(-2, 2).Draw(t, "value"))
		}
		for _, ways := range [][2]func(context.Context, *data.Set) ([][]float32, error){{net.Predict, net.Invert}, {net.Invert, net.Predict}} {
			there, err := ways[0](t.Context(), set)
			if err != nil {
				t.Fatal(err)
			}
			back, err := ways[1](t.Context(), &data.Set{Shape: set.Shape, Images: joined(there)})
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range joined(back) {
				if want := set.Images[i]; math.Abs(float64(got-want)) > 1e-3 { // states between are rounded to float32
					t.Fatalf("value %d: got %v back, want %v", i, got, want)
				}
			}
		}
	})
}

func joined(rows [][]float32) []float32 {
	var all []float32
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}

func TestWhatCannotBeInverted(t *testing.T) {
	ctx := context.Background()
	images := mustRevNet(t, models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}})
	_, err := images.Invert(ctx, samples(images, 1))
	mustContain(t, err, "models: Invert: got RevNet-14, want a network of RevNet with a branch of vectors")
	vectors := mustResNet(t, onVectors)
	_, err = vectors.Invert(ctx, samples(vectors, 1))
	mustContain(t, err, "want a network of RevNet")
	net := mustRevNet(t, onVectors)
	if _, err = net.Invert(ctx, samples(images, 1)); err == nil {
		t.Error("got no error for samples of another shape")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err = net.Invert(gone, samples(net, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

// A network finds back from its output to its input without having learned to.
func ExampleNet_Invert() {
	net, err := models.RevNet(models.Config{Branch: models.Dense{Hidden: 8}, Blocks: 6, Input: [3]int{2, 1, 1}, Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	set := &data.Set{Shape: [3]int{2, 1, 1}, Images: []float32{3, -1}}
	there, err := net.Predict(context.Background(), set)
	if err != nil {
		log.Fatal(err)
	}
	back, err := net.Invert(context.Background(), &data.Set{Shape: set.Shape, Images: there[0]})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.3f\n", back[0])
	// Output: [3.000 -1.000]
}
