package models_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// TestTorchvisionsLogits restores a state_dict of each network and predicts. The
// values go by the tensors' names, so names and shapes are torchvision's too.
// testdata/torchvision_networks.py says how the logits were made.
func TestTorchvisionsLogits(t *testing.T) {
	for _, f := range torchvisionFixtures(t) {
		t.Run(f.Name, func(t *testing.T) {
			if testing.Short() && f.Name != "resnet18" {
				t.Skip("25 million weights take seconds")
			}
			path, images := "", f.images()
			for _, wide := range []bool{true, false} {
				net, err := models.Torchvision(f.Name, models.Config{Input: f.Input, Classes: 10, Float64: wide})
				if err != nil {
					t.Fatal(err)
				}
				if got := len(net.Params()); got != f.Tensors {
					t.Errorf("got %d tensors, want %d", got, f.Tensors)
				}
				if path == "" {
					path = f.stateDict(t, net)
				}
				if err := net.Restore(path); err != nil {
					t.Fatal(err)
				}
				tolerance := 1e-4
				if wide {
					tolerance = 1e-6 // Predict returns float32
				}
				f.compare(t, net, images, tolerance)
			}
		})
	}
}

// torchvisionFixture is what torchvision computed in float64.
type torchvisionFixture struct {
	fixture
	Name    string
	Tensors int
}

func torchvisionFixtures(t *testing.T) []torchvisionFixture {
	t.Helper()
	text, err := os.ReadFile("testdata/torchvision.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []torchvisionFixture }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func (f torchvisionFixture) images() *data.Set {
	images, _ := f.batch(0)
	return &data.Set{Shape: f.Input, Images: images}
}

// stateDict writes what torch's state_dict of the network holds.
func (f torchvisionFixture) stateDict(t *testing.T, net *models.Net) string {
	t.Helper()
	features := features(net)
	var tensors []safetensors.Tensor
	for _, p := range net.Params() {
		values := make([]float32, p.Len())
		for i, v := range f.filled(p, features) {
			values[i] = float32(v)
		}
		tensors = append(tensors, safetensors.Tensor{Name: p.Name, Shape: p.Shape, Data: values})
		if layer, ok := strings.CutSuffix(p.Name, "running_mean"); ok {
			tensors = append(tensors, safetensors.Tensor{Name: layer + "num_batches_tracked", Data: []float32{0}})
		}
	}
	path := filepath.Join(t.TempDir(), "net.safetensors")
	if err := safetensors.WriteFile(path, nil, tensors); err != nil {
		t.Fatal(err)
	}
	return path
}

// features is how many values reach the linear layer.
func features(net *models.Net) int {
	for _, p := range net.Params() {
		if p.Name == "fc.weight" {
			return p.Shape[1]
		}
	}
	return 0
}

// filled is what the scripts make of a tensor.
func (f fixture) filled(p *nn.Param, features int) []float64 {
	scale, centre := 0.25, 0.0
	switch {
	case len(p.Shape) == 4:
		scale = math.Sqrt(6 / float64(p.Shape[0]*p.Shape[2]*p.Shape[3]))
	case strings.HasPrefix(p.Name, "fc."):
		scale = math.Sqrt(1 / float64(features))
	case strings.HasSuffix(p.Name, "weight"), strings.HasSuffix(p.Name, "running_var"):
		centre = 1
	}
	values := f.uniform(p.Name, p.Len())
	for i, u := range values {
		values[i] = centre + float64(scale*u)
	}
	return values
}

// compare holds logits to the fixture's, relative to the largest of them.
func (f fixture) compare(t *testing.T, net *models.Net, images *data.Set, tolerance float64) {
	t.Helper()
	rows, err := net.Predict(context.Background(), images)
	if err != nil {
		t.Fatal(err)
	}
	largest, off := 0.0, 0.0
	for i, want := range f.Evaluated {
		largest = max(largest, math.Abs(want))
		off = max(off, math.Abs(float64(rows[i/10][i%10])-want))
	}
	if !(off <= tolerance*largest) {
		t.Errorf("float64 %t: got logits that are off by %g, want at most %g of %g", net.Config().Float64, off, tolerance, largest)
	}
	t.Logf("float64 %t: off by %.2g of %.3g", net.Config().Float64, off, largest)
}
