package models

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// gatedFamilies are small networks of every family, and of every kind of step, of
// branch and of shortcut.
var gatedFamilies = []struct {
	name  string
	build func(Config) (*Net, error)
	c     Config
}{
	{"ResNet", ResNet, Config{Depth: 14}},
	{"ResNet, option B", ResNet, Config{Depth: 14, Shortcut: OptionB}},
	{"ResNet, averages", ResNet, Config{Depth: 14, Shortcut: OptionAAveragedCentered}},
	{"ResNet, shared projection", ResNet, Config{Depth: 14, Shortcut: SharedProjection}},
	{"ResNet, original", ResNet, Config{Depth: 14, Order: Original}},
	{"ResNet, original, option B", ResNet, Config{Depth: 14, Order: Original, Shortcut: OptionB}},
	{"ResNet, half steps", ResNet, Config{Depth: 14, Step: Euler{H: 0.5}}},
	{"ResNet, bottlenecks", ResNet, Config{Depth: 20, Branch: Bottleneck{}}},
	{"ResNet, antisymmetric", ResNet, Config{Depth: 14, Branch: Antisymmetric{Gamma: 0.25}}},
	{"ResNet, contractions", ResNet, Config{Depth: 14, Branch: Contraction{}}},
	{"ResNet of vectors", ResNet, Config{Blocks: 5, Branch: Dense{Hidden: 3}}},
	{"midpoint", ResNet, Config{Depth: 14, Step: Midpoint{H: 0.5}}},
	{"leapfrog", ResNet, Config{Depth: 14, Step: Leapfrog{H: 0.5}}},
	{"momentum", ResNet, Config{Depth: 14, Step: Momentum{Gamma: 0.5}}},
	{"Hamiltonian", ResNet, Config{Depth: 14, Step: Hamiltonian{H: 0.5}}},
	{"ResNeXt", ResNeXt, Config{Depth: 29, Branch: Bottleneck{Groups: 2, GroupWidth: 16}}},
	{"LM-ResNet", LMResNet, Config{Depth: 14}},
	{"LM-ResNet, original", LMResNet, Config{Depth: 14, Order: Original}},
	{"LM-ResNet that projects", LMResNet, Config{Depth: 14, Transition: Project}},
	{"LM-ResNet of vectors", LMResNet, Config{Blocks: 5, Branch: Linear{}}},
	{"LM-ResNeXt", LMResNeXt, Config{Depth: 20, Branch: Bottleneck{Groups: 2, GroupWidth: 16}}},
	{"WRN", WideResNet, Config{Depth: 16, Widen: 1}},
	{"PolyNet", PolyNet, Config{Depth: 14}},
	{"PolyNet, products", PolyNet, Config{Depth: 14, Step: Polynomial{Form: Products}}},
	{"PolyNet, ways", PolyNet, Config{Depth: 14, Step: Polynomial{Form: Ways}}},
	{"NeuralODE", NeuralODE, Config{Depth: 14, Step: RungeKutta{Method: ode.Heun, Steps: 2}}},
	{"HighwayNet", HighwayNet, Config{Depth: 14}},
	{"RevNet", RevNet, Config{Depth: 26}},
	{"Plain", Plain, Config{Depth: 8}},
	{"VGG", Plain, Config{Depth: 11, Layout: VGG, Input: [3]int{2, 32, 32}}},
	{"FractalNet", FractalNet, Config{Depth: 6, Step: Fractal{Columns: 2}, Input: [3]int{2, 8, 8}}},
}

// eachFamily runs a test on every family.
func eachFamily(t *testing.T, test func(t *testing.T, net *Net)) {
	for _, f := range gatedFamilies {
		t.Run(f.name, func(t *testing.T) {
			f.c.Seed, f.c.Float64 = 3, true
			switch {
			case f.c.Blocks > 0:
				f.c.Input = [3]int{4, 1, 1}
			default:
				f.c.Width, f.c.Classes = 4, 3
				if f.c.Input[0] == 0 {
					f.c.Input = [3]int{2, 6, 5}
				}
			}
			net, err := f.build(f.c)
			if err != nil {
				t.Fatal(err)
			}
			unsettle(t, net)
			test(t, net)
		})
	}
}

// unsettle moves every parameter from where it begins, statistics too: weights at
// random, and the rest so that ReLUs let most values pass and each block counts.
func unsettle(t *testing.T, net *Net) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 8))
	for _, p := range net.Params() {
		values := p.Float64s()
		low, high := 0.0, 0.2
		switch {
		case len(p.Shape) > 1:
			low = -0.2
		case strings.HasSuffix(p.Name, ".running_mean"):
			low, high = -0.2, 0
		}
		for i := range values {
			values[i] += low + (high-low)*rng.Float64()
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}

// graph compiles a network with room for eighteen samples, two more than lie side by
// side in memory.
func graph(t *testing.T, net *Net, o nn.Options) *Runner {
	t.Helper()
	o.Batch = 18
	loss := NoLoss
	if o.Training {
		loss = SquaredError
	}
	r, err := net.Compile(o, loss)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// result is what a run of so many samples leaves behind: the outputs, under no name,
// and the gradients by parameter.
func result(t *testing.T, net *Net, r *Runner, samples int) map[string][]float64 {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, uint64(samples)))
	draw := func(n int) []float32 {
		values := make([]float32, n)
		for i := range values {
			values[i] = float32(rng.NormFloat64())
		}
		return values
	}
	if err := r.Load(draw(samples * net.sampleSize())); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.String(), "training") {
		if err := r.Targets(draw(samples * net.Outputs())); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	out := make([]float32, samples*net.Outputs())
	if err := r.Read(out); err != nil {
		t.Fatal(err)
	}
	all := map[string][]float64{"": widened(out)}
	for _, p := range r.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		all[p.(gorgonia.Namer).Name()] = slices.Clone(g.Data().([]float64))
	}
	return all
}

// mustEqual compares results; what is missing in want is zero. The outputs have been
// rounded to float32.
func mustEqual(t *testing.T, what string, got, want map[string][]float64) {
	t.Helper()
	for name, values := range got {
		tolerance := 1e-8
		if name == "" {
			tolerance = 1e-5
		}
		expected := want[name]
		if expected == nil {
			expected = make([]float64, len(values))
		}
		for i, v := range values {
			if w := expected[i]; !(math.Abs(v-w) <= tolerance*(1+math.Abs(w))) {
				t.Fatalf("%s: %q: got %v at %d, want %v", what, name, v, i, w)
			}
		}
	}
}

// modes are the graphs that a network has.
var modes = []nn.Options{{}, {Holds: true}, {Training: true}, {Training: true, Frozen: true}}

// built is the network of the same layers with other updates.
func (n *Net) built(other func(i int, u update) update) *Net {
	twin, i := *n, 0
	twin.stages = nil
	for _, s := range n.stages {
		s.Blocks = slices.Clone(s.Blocks)
		for k, b := range s.Blocks {
			block := *b
			block.update = other(i, b.update)
			s.Blocks[k] = &block
			i++
		}
		twin.stages = append(twin.stages, s)
	}
	return &twin
}
