package train_test

import (
	"context"
	"encoding/json"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// recipe is how a network is trained, here and by testdata/fit.py.
type recipe struct {
	Depth    int     `json:"depth"`
	Width    int     `json:"width"`
	Input    [3]int  `json:"input"`
	Order    string  `json:"order"`
	Shortcut string  `json:"shortcut"`
	Epochs   int     `json:"epochs"`
	Batch    int     `json:"batch"`
	Nesterov bool    `json:"nesterov"`
	Decay    float64 `json:"decay"`
	Smooth   float64 `json:"smoothing"`
	Schedule string  `json:"schedule"` // torch's name
	Warm     int     `json:"warm"`     // steps at 0.01
	Seed     uint64  `json:"-"`        // of the order of the samples
}

// course is what a run leaves behind.
type course struct {
	Losses []float64 // of the steps
	Errors []float64 // of the epochs, in percent
	Loss   float64   // on the test part
	Error  float64
}

// TestFitAsInTorch trains ResNet-20 on the digits for two epochs beside PyTorch, and
// ResNet-110 in the original order for one, at 0.01 and then 0.1: in float64, from the
// same weights on the same batches. It compares the losses of all steps, the training
// errors, and what the networks make of the test part. That takes in warm-up, schedule,
// momentum and decay, the smaller batch at the end of an epoch, label smoothing, and
// the running statistics. In ResNet-110 rounding grows from 1e-15 to 1e-9.
func TestFitAsInTorch(t *testing.T) {
	const python = "/usr/bin/python3"
	if testing.Short() {
		t.Skip("training twice takes seconds")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("no torch: ", err)
	}
	plain := recipe{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}, Order: "pre-activation", Shortcut: "A", Epochs: 2, Batch: 64, Nesterov: true, Decay: 1e-4, Schedule: "CosineAnnealingLR", Seed: 5}
	other := plain
	other.Order, other.Shortcut, other.Batch, other.Nesterov, other.Decay, other.Smooth, other.Schedule = "original", "B", 50, false, 5e-4, 0.1, "MultiStepLR"
	deep := plain
	deep.Depth, deep.Order, deep.Epochs, deep.Nesterov, deep.Schedule, deep.Warm = 110, "original", 1, false, "LambdaLR", 10
	for _, c := range []recipe{plain, other, deep} {
		t.Run(c.Order+" with "+c.Schedule, func(t *testing.T) {
			net := c.net(t)
			want, got := c.inTorch(t, python, net), c.fit(t, net)
			if len(got.Losses) != len(want.Losses) {
				t.Fatalf("got %d steps, want torch's %d", len(got.Losses), len(want.Losses))
			}
			for i, loss := range want.Losses {
				if math.Abs(got.Losses[i]-loss) > 1e-7*loss {
					t.Fatalf("step %d of %d: got a loss of %v, want torch's %v", i+1, len(want.Losses), got.Losses[i], loss)
				}
			}
			if !slices.Equal(got.Errors, want.Errors) || got.Error != want.Error || math.Abs(got.Loss-want.Loss) > 1e-6*want.Loss {
				t.Errorf("got training errors of %v and a test loss and error of %v and %v, want torch's %v, %v and %v", got.Errors, got.Loss, got.Error, want.Errors, want.Loss, want.Error)
			}
			t.Logf("losses from %.3f to %.3f, errors %v and %v %% of the test part", want.Losses[0], want.Losses[len(want.Losses)-1], want.Errors, want.Error)
		})
	}
}

func (c recipe) net(t *testing.T) *models.Net {
	t.Helper()
	config := models.Config{Depth: c.Depth, Width: c.Width, Input: c.Input, Shortcut: models.OptionA, Float64: true, Seed: 3}
	if c.Shortcut == "B" {
		config.Shortcut = models.OptionB
	}
	if c.Order == "original" {
		config.Order = models.Original
	}
	net, err := models.ResNet(config)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func (c recipe) fit(t *testing.T, net *models.Net) course {
	t.Helper()
	var run course
	digits := data.Digits(1)
	o := train.Options{
		Epochs: c.Epochs, Batch: c.Batch, Smoothing: c.Smooth, Seed: c.Seed,
		Schedule: map[string]train.Schedule{"CosineAnnealingLR": train.Cosine{Peak: 0.1}, "MultiStepLR": train.Step{At: []float64{0.5}}, "LambdaLR": train.Constant(0.1)}[c.Schedule],
		WarmUp:   train.WarmUp{Rate: 0.01, Steps: c.Warm},
		Solver:   &train.SGD{Momentum: 0.9, Nesterov: c.Nesterov, Decay: c.Decay},
		Progress: func(p train.Progress) { run.Losses = append(run.Losses, p.Loss) },
	}
	hist, err := train.Fit(context.Background(), net, digits.Train, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range hist.Epochs {
		run.Errors = append(run.Errors, e.Error)
	}
	eval, err := net.Evaluate(context.Background(), digits.Test)
	if err != nil {
		t.Fatal(err)
	}
	run.Loss, run.Error = eval.Loss, eval.Error
	return run
}

// inTorch has torch train the network, as it is, on the batches that Fit will take.
func (c recipe) inTorch(t *testing.T, python string, net *models.Net) course {
	t.Helper()
	weights := filepath.Join(t.TempDir(), "net")
	if err := net.Save(weights); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd := exec.Command(python, "testdata/fit.py", weights, c.samples(t), string(text))
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var run course
	if err := json.Unmarshal(out, &run); err != nil {
		t.Fatal(err)
	}
	return run
}

// samples writes the digits, and the order in which Fit will take them.
func (c recipe) samples(t *testing.T) (path string) {
	t.Helper()
	digits := data.Digits(1)
	var order []int64
	for epoch := range c.Epochs {
		for _, batch := range (data.Loader{Set: digits.Train, Size: c.Batch, Seed: c.Seed}).Epoch(epoch) {
			order = append(order, integers(batch)...)
		}
	}
	tensors := []safetensors.Tensor{{Name: "order", Shape: []int{c.Epochs, digits.Train.Len()}, Data: order}}
	for name, set := range map[string]*data.Set{"train": digits.Train, "test": digits.Test} {
		tensors = append(tensors,
			safetensors.Tensor{Name: name + ".images", Shape: append([]int{set.Len()}, c.Input[:]...), Data: set.Images},
			safetensors.Tensor{Name: name + ".labels", Shape: []int{set.Len()}, Data: integers(set.Labels)})
	}
	path = filepath.Join(t.TempDir(), "samples")
	if err := safetensors.WriteFile(path, nil, tensors); err != nil {
		t.Fatal(err)
	}
	return path
}

func integers(values []int) []int64 {
	wide := make([]int64, len(values))
	for i, v := range values {
		wide[i] = int64(v)
	}
	return wide
}
