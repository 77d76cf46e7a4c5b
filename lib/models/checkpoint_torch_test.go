package models_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
)

// TestRestoringFromTorch: a state_dict that torch wrote gives torch's logits.
// testdata/checkpoint.py says how the files were made.
func TestRestoringFromTorch(t *testing.T) {
	const path = "testdata/torch_resnet8.safetensors"
	config := models.Config{Depth: 8, Width: 4, Input: [3]int{1, 8, 8}}
	for _, wide := range []bool{false, true} {
		config.Float64 = wide
		net := mustResNet(t, config)
		if err := net.Restore(path); err != nil {
			t.Fatal(err)
		}
		probe, err := safetensors.Open("testdata/torch_resnet8_probe.safetensors")
		if err != nil {
			t.Fatal(err)
		}
		defer probe.Close()
		set := &data.Set{Shape: config.Input, Images: valuesOf(t, probe, "images")}
		got, err := net.Predict(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range valuesOf(t, probe, "logits") {
			if d := math.Abs(float64(got[i/10][i%10] - want)); !(d <= 1e-5) {
				t.Errorf("float64 %t: logit %d of image %d: got %v, want torch's %v within 1e-5", wide, i%10, i/10, got[i/10][i%10], want)
			}
		}
	}
	_, err := models.Load(path)
	mustContain(t, err, "got a file without a configuration, want one from Net.Save")
}

func valuesOf(t *testing.T, f *safetensors.File, name string) []float32 {
	t.Helper()
	i := slices.IndexFunc(f.Tensors, func(info safetensors.Info) bool { return info.Name == name })
	wide, err := f.Float64s(f.Tensors[i])
	if err != nil {
		t.Fatal(err)
	}
	narrow := make([]float32, len(wide))
	for i, v := range wide {
		narrow[i] = float32(v)
	}
	return narrow
}

// TestTorchLoadsWhatIsSaved: load_state_dict takes a saved ResNet-20 strictly,
// and computes the same logits.
func TestTorchLoadsWhatIsSaved(t *testing.T) {
	const python = "/usr/bin/python3"
	if testing.Short() {
		t.Skip("loading torch takes seconds")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("no torch: ", err)
	}
	net := mustResNet(t, models.Config{Depth: 20, Seed: 3})
	disturbSlightly(t, net)
	set := &data.Set{Shape: [3]int{3, 32, 32}, Images: make([]float32, 4*3*32*32)}
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range set.Images {
		set.Images[i] = float32(rng.NormFloat64())
	}
	rows, err := net.Predict(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	probe := filepath.Join(t.TempDir(), "probe.safetensors")
	err = safetensors.WriteFile(probe, nil, []safetensors.Tensor{
		{Name: "images", Shape: []int{4, 3, 32, 32}, Data: set.Images},
		{Name: "logits", Shape: []int{4, 10}, Data: slices.Concat(rows...)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd := exec.Command(python, "testdata/checkpoint.py", "compare", save(t, net), probe)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var got struct {
		Logits     []int
		Difference float64
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Logits, []int{4, 10}) || !(got.Difference <= 1e-5) {
		t.Errorf("got logits of %v that differ by %g, want [4 10] within 1e-5", got.Logits, got.Difference)
	}
}

// disturbSlightly moves normalizations away from where they begin, and keeps
// logits of the size of one.
func disturbSlightly(t *testing.T, n *models.Net) {
	t.Helper()
	rng := rand.New(rand.NewPCG(9, 9))
	for _, p := range n.Params() {
		if len(p.Shape) != 1 {
			continue
		}
		values := p.Float64s()
		for i := range values {
			values[i] += 0.3 * rng.Float64()
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}
