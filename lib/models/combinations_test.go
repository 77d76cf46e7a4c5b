package models_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// allSteps and allBranches are one of each kind, with options that are not zero.
var (
	allSteps = []models.Step{
		nil,
		models.Euler{H: 0.5},
		models.Multistep{},
		models.Multistep{H: 0.5},
		models.Midpoint{H: 0.5},
		models.Leapfrog{H: 0.5},
		models.Momentum{Gamma: 0.5},
		models.Hamiltonian{H: 0.5},
		models.RungeKutta{Method: ode.RK4, Steps: 2, H: 0.5},
		models.Polynomial{},
		models.Polynomial{Degree: 3, Form: models.Products},
		models.Polynomial{Degree: 3, Form: models.Ways},
		models.Highway{Bias: -1},
		models.Reversible{},
		models.Fractal{Columns: 2},
	}
	allBranches = []models.Branch{
		nil,
		models.Bottleneck{Groups: 2, GroupWidth: 16, StrideFirst: true},
		models.ShakeShake{},
		models.Symmetric{Hidden: 3},
		models.Antisymmetric{Gamma: 0.25},
		models.Contraction{},
		models.Contraction{Lipschitz: 0.5, Hidden: 2},
		models.Dense{Hidden: 3},
		models.Dense{Hidden: 3, Lipschitz: 0.5},
		models.Linear{},
	}
)

// places are what a step and a branch stand in.
var places = map[string]models.Config{
	"CIFAR":            {Depth: 14, Input: [3]int{2, 5, 4}},
	"original":         {Depth: 14, Input: [3]int{2, 5, 4}, Order: models.Original},
	"projecting":       {Depth: 14, Input: [3]int{2, 5, 4}, Transition: models.Project},
	"ImageNet":         {Depth: 18, Input: [3]int{2, 32, 33}, Layout: models.ImageNet},
	"ends in points":   {Depth: 18, Input: [3]int{2, 32, 32}, Layout: models.ImageNet},
	"vectors":          {Blocks: 4, Input: [3]int{4, 1, 1}},
	"vectors, refined": {Blocks: 2, Input: [3]int{4, 1, 1}, Refined: 1},
}

// combined is a configuration of small networks.
func combined(c models.Config, step models.Step, branch models.Branch) models.Config {
	c.Step, c.Branch, c.Seed, c.Float64 = step, branch, 5, true
	if c.Depth == 0 {
		return c
	}
	c.Width, c.Classes = 4, 3
	if _, ok := branch.(models.Bottleneck); ok {
		c.Depth = map[models.Layout]int{models.CIFAR: 20, models.ImageNet: 50}[c.Layout]
	}
	if _, ok := step.(models.Fractal); ok {
		c.Depth = 4
	}
	return c
}

// TestEveryCombination of a step, a branch and what they stand in is refused in words,
// or it trains, is saved and loaded, goes on without its blocks, and is the equation that
// it says.
func TestEveryCombination(t *testing.T) {
	for place, around := range places {
		for i, step := range allSteps {
			for j, branch := range allBranches {
				build := models.ResNet
				if _, ok := step.(models.Fractal); ok {
					build = models.FractalNet
				}
				t.Run(fmt.Sprintf("%s, step %d %v, branch %d %T", place, i, step, j, branch), func(t *testing.T) {
					net, err := build(combined(around, step, branch))
					if err != nil {
						mustContain(t, err, "got ")
						mustContain(t, err, ", want ")
						return
					}
					mustWork(t, net)
				})
			}
		}
	}
}

// mustWork fails unless a network does what every network does. Of large images only
// that it is saved: the others have the same blocks.
func mustWork(t *testing.T, net *models.Net) {
	t.Helper()
	set := samplesFor(net)
	if r := net.Estimate() / float64(net.NumParams()); r > 1 || r < 1.0/3 {
		t.Errorf("got an estimate of %.2f times the parameters, want a third to all of them", r)
	}
	if net.Config().Layout == models.ImageNet {
		mustReload(t, net, set)
		return
	}
	loss := models.CrossEntropy
	if net.Config().Depth == 0 {
		loss = models.SquaredError
	}
	r, err := net.Compile(nn.Options{Batch: 4, Training: true}, loss)
	if err != nil {
		t.Fatal(err)
	}
	load(t, net, r, loss, 3)
	offKinks(t, net)
	if _, shakes := net.Config().Branch.(models.ShakeShake); !shakes { // whose way back is another
		mustHaveTheSlope(t, net, r)
		r.Blocks[0].Scale, r.Blocks[1].Deleted = -0.7, true
		mustHaveTheSlope(t, net, r)
		r.Blocks[0].Scale, r.Blocks[1].Deleted = 1, false
	}
	descend(t, net, r)
	mustReload(t, net, set)
	mustGoOnWithoutBlocks(t, net, set)
	mustBeItsEquation(t, net, set)
}

// samplesFor are three that a network takes.
func samplesFor(net *models.Net) *data.Set {
	rng := rand.New(rand.NewPCG(9, 9))
	in := net.Config().Input
	set := &data.Set{Shape: in, Images: make([]float32, 3*in[0]*in[1]*in[2])}
	for i := range set.Images {
		set.Images[i] = float32(rng.NormFloat64())
	}
	return set
}

// slopes are the gradients of the last run, by the names of parameters.
func slopes(t *testing.T, net *models.Net, r *models.Runner) map[string][]float64 {
	t.Helper()
	grads := make(map[string][]float64)
	for _, p := range r.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		grads[p.(gorgonia.Namer).Name()] = slices.Clone(g.Data().([]float64))
	}
	return grads
}

// descend takes a step of gradient descent, of length 0.01.
func descend(t *testing.T, net *models.Net, r *models.Runner) {
	t.Helper()
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	grads, size := slopes(t, net, r), 0.0
	for _, g := range grads {
		size = math.Hypot(size, mat.Norm(mat.NewVecDense(len(g), g), 2))
	}
	if size-size != 0 || size == 0 {
		t.Fatalf("got a gradient of size %v", size)
	}
	for _, p := range net.Params() {
		v := p.Float64s()
		for i, g := range grads[p.Name] {
			v[i] -= 0.01 * g / size
		}
		if err := p.Set(v); err != nil {
			t.Fatal(err)
		}
	}
	net.Constrain()
}

// mustHaveTheSlope compares the gradient with central differences along one random
// direction.
func mustHaveTheSlope(t *testing.T, net *models.Net, r *models.Runner) {
	t.Helper()
	run := func() float64 {
		if err := r.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		return r.Loss()
	}
	run()
	grads := slopes(t, net, r)
	rng := rand.New(rand.NewPCG(3, 4))
	var got float64
	values, way := make(map[string][]float64), make(map[string][]float64)
	for _, p := range net.Params() {
		if !p.Learned {
			continue
		}
		if len(grads[p.Name]) != p.Len() {
			t.Fatalf("%s: got %d gradients, want %d", p.Name, len(grads[p.Name]), p.Len())
		}
		values[p.Name] = p.Float64s()
		for _, g := range grads[p.Name] {
			d := rng.NormFloat64()
			way[p.Name] = append(way[p.Name], d)
			got += g * d
		}
	}
	at := func(h float64) float64 {
		for _, p := range net.Params() {
			if p.Learned {
				v := slices.Clone(values[p.Name])
				for i := range v {
					v[i] += h * way[p.Name][i]
				}
				if err := p.Set(v); err != nil {
					t.Fatal(err)
				}
			}
		}
		return run()
	}
	var wants []float64
	for _, h := range []float64{1e-6, 1e-7, 1e-8, 1e-9} { // of which one crosses no ReLU and is not all rounding
		want := (at(h) - at(-h)) / (2 * h)
		if math.Abs(got-want) <= 1e-5*(1+math.Abs(want)) && want != 0 {
			at(0)
			return
		}
		wants = append(wants, want)
	}
	at(0)
	t.Errorf("got the slope %.9g, want one of %.9g as by differences", got, wants)
}

// mustGoOnWithoutBlocks fails unless each block counts, and what is left without it is
// finite, and without all of them.
func mustGoOnWithoutBlocks(t *testing.T, net *models.Net, set *data.Set) {
	t.Helper()
	r, err := net.Compile(nn.Options{Batch: 3}, models.NoLoss)
	if err != nil {
		t.Fatal(err)
	}
	out := func() []float32 {
		flat := make([]float32, 3*net.Outputs())
		if err := r.Load(set.Images); err != nil {
			t.Fatal(err)
		}
		if err := r.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := r.Read(flat); err != nil {
			t.Fatal(err)
		}
		return flat
	}
	whole := out()
	for i, g := range r.Blocks {
		g.Deleted = true
		without := out()
		g.Deleted = false
		if slices.Equal(whole, without) || slices.ContainsFunc(without, func(v float32) bool { return v-v != 0 }) {
			t.Errorf("without block %d: got %v, of the whole %v", i, without, whole)
		}
	}
	for _, g := range r.Blocks {
		g.Deleted = true
	}
	for _, v := range out() {
		if v-v != 0 {
			t.Error("without blocks: got a value that is not finite")
		}
	}
}

// mustBeItsEquation fails unless package ode finds the activations of every stage.
func mustBeItsEquation(t *testing.T, net *models.Net, set *data.Set) {
	t.Helper()
	for stage := range net.Stages() {
		f, err := net.Field(context.Background(), stage, set)
		if err != nil {
			mustHaveNoEquation(t, net, err)
			return
		}
		us, err := f.Solve(nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		want, err := f.Activations()
		if err != nil {
			t.Fatal(err)
		}
		per := (len(us) - 1) / (len(want) - 1)
		for i := range want {
			got := f.State(us[i*per])
			for j := range got {
				if math.Abs(got[j]-want[i][j]) > 1e-10*(1+math.Abs(want[i][j])) {
					t.Fatalf("stage %d, behind block %d: got %v of the equation, want %v", stage, i, got[j], want[i][j])
				}
			}
		}
	}
}

// mustHaveNoEquation fails unless a network without a field is one that has no scheme
// either, or one of two whose blocks are none by themselves: RevNet, of which two make a
// step, and PolyNet, whose F is another for each use where it normalizes.
func mustHaveNoEquation(t *testing.T, net *models.Net, err error) {
	t.Helper()
	mustContain(t, err, ", want ")
	switch step := net.Config().Step.(type) {
	case models.Reversible:
		return
	case models.Polynomial:
		if step.Form == models.Powers {
			return
		}
	}
	if net.Scheme() != nil {
		t.Errorf("got the scheme %s and %v", net.Scheme().Name(), err)
	}
}
