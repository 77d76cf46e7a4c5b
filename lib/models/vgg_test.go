package models_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// TestCountsOfTorchvisionsVGG counts as torchvision does.
func TestCountsOfTorchvisionsVGG(t *testing.T) {
	for name, params := range map[string]int{"vgg16": 138_357_544, "vgg16_bn": 138_365_992} {
		build := func(c models.Config) (*models.Net, error) { return models.Torchvision(name, c) }
		built{name, build, models.Config{}, params, 0}.compare(t)
	}
}

// TestVGGAsInPyTorch holds narrow networks to their logits; testdata/vgg.py says how
// those were made. The values go by the tensors' names.
func TestVGGAsInPyTorch(t *testing.T) {
	text, err := os.ReadFile("testdata/vgg.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			fixture
			Norm bool
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Cases {
		layout := models.VGGClassifier
		if f.Norm {
			layout = models.VGGClassifierNorm
		}
		net, err := models.Plain(models.Config{Depth: f.Depth, Layout: layout, Width: f.Width, Classes: 10, Float64: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range net.Params() {
			scale, centre := 0.25, 0.0
			switch {
			case len(p.Shape) == 4:
				scale = math.Sqrt(6 / float64(p.Shape[0]*p.Shape[2]*p.Shape[3]))
			case len(p.Shape) == 2:
				scale = math.Sqrt(6 / float64(p.Shape[1]))
			case strings.HasSuffix(p.Name, "weight"), strings.HasSuffix(p.Name, "running_var"):
				centre = 1
			}
			values := f.uniform(p.Name, p.Len())
			for i, u := range values {
				values[i] = float64(float32(centre + scale*u))
			}
			if err := p.Set(values); err != nil {
				t.Fatal(err)
			}
		}
		images, _ := f.batch(0)
		f.compare(t, net, &data.Set{Shape: f.Input, Images: images}, 1e-6)
		if text := net.String(); !strings.Contains(text, "head") {
			t.Errorf("got %q, want a table with a head", text)
		}
	}
}

// TestPartsOfVGGAddUp: the table counts every parameter.
func TestPartsOfVGGAddUp(t *testing.T) {
	net, err := models.Plain(models.Config{Depth: 11, Layout: models.VGGClassifierNorm, Width: 2, Classes: 10})
	if err != nil {
		t.Fatal(err)
	}
	const want = `VGG-11 in the normalized VGG classifier layout on 3×224×224: `
	if text := net.String(); !strings.HasPrefix(text, want) {
		t.Errorf("got %q, want it to begin with %q", text, want)
	}
	sum := 0
	for _, p := range net.Params() {
		if p.Learned {
			sum += p.Len()
		}
	}
	if net.NumParams() != sum {
		t.Errorf("got %d parameters, want %d", net.NumParams(), sum)
	}
}

// TestImagesThatAClassifierCannotTake are refused.
func TestImagesThatAClassifierCannotTake(t *testing.T) {
	_, err := models.Torchvision("vgg11", models.Config{Input: [3]int{3, 64, 64}})
	mustContain(t, err, "models: Plain: got images of 64×64 in the VGG classifier layout, which leaves 2×2 pixels, want 224×224")
	_, err = models.Torchvision("vgg12", models.Config{})
	mustContain(t, err, "or vgg11, vgg13, vgg16 or vgg19")
}
