package models_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

func mustRevNet(t testing.TB, c models.Config) *models.Net {
	t.Helper()
	net, err := models.RevNet(c)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// TestCountsOfRevNets holds them to integers that were computed from other definitions
// of them, and that round to the .46, 1.73 and 1.75 million which are published.
func TestCountsOfRevNets(t *testing.T) {
	bottleneck := models.Bottleneck{}
	for _, b := range []built{
		{"RevNet-38", models.RevNet, models.Config{Depth: 38}, 464_890, 0},
		{"RevNet-38 of 100 classes", models.RevNet, models.Config{Depth: 38, Classes: 100}, 475_060, 0},
		{"RevNet-110", models.RevNet, models.Config{Depth: 110}, 1_729_194, 0},
		{"RevNet-110 of 100 classes", models.RevNet, models.Config{Depth: 110, Classes: 100}, 1_740_804, 0},
		{"RevNet-164", models.RevNet, models.Config{Depth: 164, Branch: bottleneck}, 1_748_778, 0},
		{"RevNet-164 of 100 classes", models.RevNet, models.Config{Depth: 164, Branch: bottleneck, Classes: 100}, 1_794_948, 0},
	} {
		b.compare(t)
	}
}

// revnetFixture is what PyTorch computed in float64; testdata/revnet.py says how.
type revnetFixture struct {
	fixture
	Bottleneck bool
}

func (f revnetFixture) net(t *testing.T) *models.Net {
	t.Helper()
	c := models.Config{Depth: f.Depth, Width: f.Width, Input: f.Input, Float64: true}
	if f.Bottleneck {
		c.Branch = models.Bottleneck{}
	}
	net := mustRevNet(t, c)
	f.fill(t, net)
	return net
}

// TestRevNetsAsInPyTorch holds small networks to their logits, and the gradients of
// training, which keeps no activations, to those of PyTorch, which keeps all.
func TestRevNetsAsInPyTorch(t *testing.T) {
	text, err := os.ReadFile("testdata/revnet.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []revnetFixture }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Cases {
		t.Run(fmt.Sprintf("%d %t", f.Depth, f.Bottleneck), func(t *testing.T) {
			net := f.net(t)
			images, labels := f.batch(0)
			f.compare(t, net, &data.Set{Shape: f.Input, Images: images}, 1e-6) // Predict returns float32
			r, err := net.Compile(nn.Options{Batch: f.Batch, Training: true}, models.CrossEntropy)
			if err != nil {
				t.Fatal(err)
			}
			got := gradientsOf(t, r, images, labels)
			if math.Abs(r.Loss()-f.Loss) > 1e-10*f.Loss {
				t.Errorf("got loss %v, want %v", r.Loss(), f.Loss)
			}
			if len(f.Gradients) < 5 {
				t.Fatalf("got %d gradients to compare with", len(f.Gradients))
			}
			for name, want := range f.Gradients {
				for i, w := range want {
					if math.Abs(got[name][i]-w) > 1e-9 {
						t.Fatalf("%s: got %v at %d, want %v", name, got[name][i], i, w)
					}
				}
			}
		})
	}
}

// TestDeletingHalves: without its branch a block leaves the state, as one does whose last
// layer is zero.
func TestDeletingHalves(t *testing.T) {
	digits := data.Digits(1)
	net := mustRevNet(t, models.Config{Depth: 14, Width: 4, Input: digits.Shape(), Seed: 2})
	r, err := net.Compile(nn.Options{Batch: 4}, models.NoLoss)
	if err != nil {
		t.Fatal(err)
	}
	outputs := func() []float32 {
		out := make([]float32, 40)
		if err := r.Load(digits.Test.Images[:4*64]); err != nil {
			t.Fatal(err)
		}
		if err := r.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := r.Read(out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	whole := outputs()
	for i, b := range net.Blocks() {
		r.Blocks[i].Deleted = true
		got := outputs()
		r.Blocks[i].Deleted = false
		last := b.BranchEnd()[0]
		kept := last.Float64s()
		if err := last.Set(make([]float64, last.Len())); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(outputs(), got); diff != "" {
			t.Errorf("%v: other outputs (-zero +deleted)\n%s", b, diff)
		}
		if err := last.Set(kept); err != nil {
			t.Fatal(err)
		}
		if cmp.Equal(got, whole) {
			t.Errorf("%v: got the whole network's outputs without it", b)
		}
	}
}

// TestRevNetsInFiles: a file rebuilds the network, whichever function made it.
func TestRevNetsInFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net.safetensors")
	images := &data.Set{Shape: [3]int{1, 8, 8}, Images: make([]float32, 128)}
	for i := range images.Images {
		images.Images[i] = float32(i % 7)
	}
	c := models.Config{Depth: 20, Width: 4, Input: images.Shape, Branch: models.Bottleneck{StrideFirst: true}, Seed: 4}
	net := mustRevNet(t, c)
	c.Step = models.Reversible{}
	same := mustResNet(t, c)
	if diff := cmp.Diff(values(net), values(same)); diff != "" {
		t.Errorf("other values (-RevNet +ResNet)\n%s", diff)
	}
	for _, net := range []*models.Net{net, same} {
		if err := net.Save(path); err != nil {
			t.Fatal(err)
		}
		loaded, err := models.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := net.Predict(context.Background(), images)
		if err != nil {
			t.Fatal(err)
		}
		got, err := loaded.Predict(context.Background(), images)
		if err != nil {
			t.Fatal(err)
		}
		if !cmp.Equal(got, want) || loaded.Name() != net.Name() || loaded.Config() != net.Config() {
			t.Errorf("got %v back, want %v with the same outputs", loaded, net)
		}
	}
}

func TestRevNetsThatCannotBe(t *testing.T) {
	revnet := func(c models.Config) error { _, err := models.RevNet(c); return err }
	for _, tt := range []struct {
		got  error
		want string
	}{
		{revnet(models.Config{Depth: 20}), "got depth 20, want 12n+2 for three stages of n ≥ 1 steps of two blocks, such as 14 or 26"},
		{revnet(models.Config{Depth: 112, Branch: models.Bottleneck{}}), "got depth 112, want 18n+2 for three stages of n ≥ 1 steps of two blocks, such as 110 or 128"},
		{revnet(models.Config{Depth: 14, Width: 5}), "got width 5, want an even number for two halves"},
		{revnet(models.Config{Depth: 38, Width: 6}), "got width 6 at depth 38, whose last stage has 3.5 times as many channels in two halves, want a multiple of 4"},
		{revnet(models.Config{Depth: 14, Order: models.Original}), "got the original order with steps of a reversible network, want PreActivation"},
		{revnet(models.Config{Depth: 14, Shortcut: models.SharedProjection}), "want another such as OptionAAveragedCentered"},
		{revnet(models.Config{Depth: 18, Layout: models.ImageNet}), "want CIFAR"},
		{revnet(models.Config{Depth: 14, Step: models.Euler{}}), "got steps of Euler, want those of a reversible network, or ResNet"},
		{revnet(models.Config{Blocks: 4, Branch: models.Linear{}, Input: [3]int{3, 1, 1}}), "got states of 3 values, want an even number for two halves"},
		{revnet(models.Config{Blocks: 3, Branch: models.Linear{}, Input: [3]int{2, 1, 1}}), "got 3 blocks, want an even number"},
		{revnet(models.Config{Depth: 20, Width: 2, Branch: models.Bottleneck{GroupWidth: 32}}), "got bottlenecks of 1×32d in a stage of width 1"},
		{func() error {
			_, err := models.WideResNet(models.Config{Depth: 16, Step: models.Reversible{}})
			return err
		}(), "got steps of a reversible network, want Euler, or RevNet with another Width"},
	} {
		if tt.got == nil || !strings.Contains(tt.got.Error(), tt.want) {
			t.Errorf("got error %v, want %q", tt.got, tt.want)
		}
	}
}
