package models_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// differentiated is a network whose gradients are checked.
type differentiated struct {
	name   string
	build  func(models.Config) (*models.Net, error)
	config models.Config
	loss   models.Loss
}

// TestGradients compares the gradients of whole networks, as Gorgonia's Grad
// finds them through our operations, with central differences in float64: with
// every gate open, and with blocks deleted and scaled, those that change the shape
// among them.
func TestGradients(t *testing.T) {
	images := models.Config{Depth: 14, Width: 2, Input: [3]int{2, 5, 5}, Classes: 3, Float64: true, Seed: 4}
	projected, restarted, averaged := images, images, images
	averaged.Shortcut = models.OptionAAveragedCentered
	projected.Shortcut = models.OptionB
	restarted.Shortcut = models.OptionA
	shared, narrow := images, images
	shared.Shortcut = models.SharedProjection
	narrow.Depth, narrow.Branch, narrow.Transition, narrow.Seed = 20, models.Bottleneck{Groups: 2, GroupWidth: 32}, models.Project, 1
	vectors := models.Config{Branch: models.Dense{Hidden: 4}, Blocks: 4, Input: [3]int{2, 1, 1}, Float64: true, Seed: 4}
	tests := []differentiated{
		{"ResNet with option A", models.ResNet, images, models.CrossEntropy},
		{"ResNet with option B", models.ResNet, projected, models.CrossEntropy},
		{"ResNet with option A of averages", models.ResNet, averaged, models.CrossEntropy},
		{"LM-ResNet with option A of averages", models.LMResNet, averaged, models.CrossEntropy},
		{"original order with option A", original, images, models.CrossEntropy},
		{"original order with option B", original, projected, models.CrossEntropy},
		{"LM-ResNet", models.LMResNet, images, models.CrossEntropy},
		{"LM-ResNet with option A", models.LMResNet, restarted, models.CrossEntropy},
		{"ResNet with a shared projection", models.ResNet, shared, models.CrossEntropy},
		{"LM-ResNeXt that projects", models.LMResNeXt, narrow, models.CrossEntropy},
		{"LM-ResNeXt that projects, with option A", models.LMResNeXt, withOptionA(narrow), models.CrossEntropy},
		{"LM-ResNeXt that projects, in the original order", models.LMResNeXt, inOriginalOrder(narrow), models.CrossEntropy},
		{"ResNet-18 for ImageNet", models.ResNet, models.Config{Depth: 18, Layout: models.ImageNet, Width: 2, Input: [3]int{1, 32, 32}, Classes: 3, Float64: true}, models.CrossEntropy},
		{"VGG", models.Plain, models.Config{Depth: 11, Layout: models.VGG, Width: 2, Input: [3]int{1, 32, 32}, Classes: 3, Float64: true}, models.CrossEntropy},
		{"poly-3", models.PolyNet, withStep(images, models.Polynomial{Degree: 3}), models.CrossEntropy},
		{"mpoly-2 of vectors", models.PolyNet, withStep(vectors, models.Polynomial{Form: models.Products}), models.SquaredError},
		{"FractalNet", models.FractalNet, models.Config{Depth: 8, Width: 1, Input: [3]int{1, 16, 17}, Classes: 3, Float64: true, Seed: 4, Step: models.Fractal{Columns: 2}}, models.CrossEntropy},
		{"FractalNet of vectors", models.FractalNet, withStep(vectors, models.Fractal{}), models.SquaredError},
		{"Highway", models.HighwayNet, images, models.CrossEntropy},
		{"Highway with a shared projection", models.HighwayNet, shared, models.CrossEntropy},
		{"Highway of vectors", models.HighwayNet, vectors, models.SquaredError},
		{"Plain", models.Plain, images, models.CrossEntropy},
		{"ResNet on images with targets", models.ResNet, images, models.SquaredError},
		{"ResNet of vectors", models.ResNet, vectors, models.SquaredError},
		{"LM-ResNet of vectors", models.LMResNet, vectors, models.SquaredError},
	}
	symmetric, antisymmetric := images, images
	symmetric.Branch, symmetric.Step = models.Symmetric{Hidden: 3}, models.Hamiltonian{H: 0.5}
	antisymmetric.Branch, antisymmetric.Step = models.Antisymmetric{Gamma: 0.25}, models.Midpoint{H: 0.5}
	tests = append(tests,
		differentiated{"Hamiltonian of symmetric branches", models.ResNet, symmetric, models.CrossEntropy},
		differentiated{"midpoint of antisymmetric branches", models.ResNet, antisymmetric, models.CrossEntropy})
	for _, name := range []string{"Euler of 0.5", "multi-step of 0.5", "midpoint", "leapfrog", "momentum", "Hamiltonian", "Heun, two a block"} {
		stepped := images
		stepped.Step = everyStep[name]
		tests = append(tests, differentiated{name, models.ResNet, stepped, models.CrossEntropy})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			net, err := tt.build(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			r, err := net.Compile(nn.Options{Batch: 8, Training: true}, tt.loss)
			if err != nil {
				t.Fatal(err)
			}
			load(t, net, r, tt.loss, 7)
			offKinks(t, net)
			differ(t, net, r)
			gates := r.Blocks
			gates[1].Deleted, gates[2].Scale, gates[3].Scale = true, -0.7, 1.3
			differ(t, net, r)
			gates[2].Deleted, gates[1].Deleted = true, false
			differ(t, net, r)
		})
	}
}

func withStep(c models.Config, s models.Step) models.Config {
	c.Step = s
	return c
}

func withOptionA(c models.Config) models.Config {
	c.Shortcut = models.OptionA
	return c
}

func inOriginalOrder(c models.Config) models.Config {
	c.Order = models.Original
	return c
}

// offKinks moves offsets away from 0, where a ReLU of channels that are all zeros,
// as option A appends them, has no derivative.
func offKinks(t *testing.T, net *models.Net) {
	t.Helper()
	for _, p := range net.Params() {
		if strings.HasSuffix(p.Name, ".bias") {
			if err := p.Set(slices.Repeat([]float64{0.1}, p.Len())); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// load fills a runner with n random samples: fewer than it has room for.
func load(t *testing.T, net *models.Net, r *models.Runner, loss models.Loss, n int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(9, 9))
	in := net.Config().Input
	images := make([]float32, n*in[0]*in[1]*in[2])
	for i := range images {
		images[i] = float32(rng.NormFloat64())
	}
	if err := r.Load(images); err != nil {
		t.Fatal(err)
	}
	targets, labels := make([]float32, n*net.Outputs()), make([]int, n)
	for i := range labels {
		labels[i] = rng.IntN(net.Outputs())
	}
	for i := range targets {
		targets[i] = float32(rng.NormFloat64())
	}
	err := r.Labels(labels)
	if loss == models.SquaredError {
		err = r.Targets(targets)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func differ(t *testing.T, net *models.Net, r *models.Runner) {
	t.Helper()
	const h, tolerance = 1e-7, 1e-5 // a step so small that it crosses no ReLU
	loss := func() float64 {
		if err := r.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		return r.Loss()
	}
	loss()
	grads := make(map[string][]float64)
	for _, p := range r.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		grads[p.(gorgonia.Namer).Name()] = append([]float64(nil), g.Data().([]float64)...)
	}
	for _, p := range net.Params() {
		if !p.Learned {
			continue
		}
		if len(grads[p.Name]) != p.Len() {
			t.Fatalf("%s: got %d gradients, want %d", p.Name, len(grads[p.Name]), p.Len())
		}
		values := p.Float64s()
		at := func(i int, x float64) float64 {
			before := values[i]
			values[i] = x
			defer func() { values[i] = before }()
			if err := p.Set(values); err != nil {
				t.Fatal(err)
			}
			return loss()
		}
		for i := 0; i < len(values); i += 1 + len(values)/3 {
			want := (at(i, values[i]+h) - at(i, values[i]-h)) / (2 * h)
			if got := grads[p.Name][i]; math.Abs(got-want) > tolerance*(1+math.Abs(want)) {
				t.Errorf("%s[%d]: got gradient %.9g, want %.9g as by differences", p.Name, i, got, want)
			}
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}
