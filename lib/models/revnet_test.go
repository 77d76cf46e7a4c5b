package models_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
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

// gradientsOf runs a batch and returns the gradients by the parameters' names.
func gradientsOf(t testing.TB, r *models.Runner, images []float32, labels []int) map[string][]float64 {
	t.Helper()
	if err := r.Load(images); err != nil {
		t.Fatal(err)
	}
	if err := r.Labels(labels); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	grads := make(map[string][]float64)
	for _, p := range r.Params() {
		g, err := p.Grad()
		if err != nil {
			t.Fatal(err)
		}
		var values []float64
		switch d := g.Data().(type) {
		case []float64:
			values = d
		case []float32:
			for _, v := range d {
				values = append(values, float64(v))
			}
		}
		grads[p.(*gorgonia.Node).Name()] = values
	}
	return grads
}

// TestRevNetTrainsAsWithStoredActivations, to the bit: in float32, at full depth and
// beyond, for a batch that is ragged.
func TestRevNetTrainsAsWithStoredActivations(t *testing.T) {
	digits := data.Digits(1)
	for _, c := range []models.Config{{Depth: 38, Width: 8}, {Depth: 218, Width: 8}, {Depth: 164, Width: 4, Branch: models.Bottleneck{}}} {
		c.Input, c.Seed = digits.Shape(), 3
		net := mustRevNet(t, c)
		var all [2]map[string][]float64
		for i, store := range []bool{false, true} {
			r, err := net.Compile(nn.Options{Batch: 32, Training: true, StoreActivations: store}, models.CrossEntropy)
			if err != nil {
				t.Fatal(err)
			}
			all[i] = gradientsOf(t, r, digits.Train.Images[:21*64], digits.Train.Labels[:21])
		}
		if diff := cmp.Diff(all[1], all[0]); diff != "" {
			t.Errorf("%s: other gradients (-stored +again)\n%s", net.Name(), diff)
		}
	}
}

// TestRevNetsMemoryIsFlat: beside the gradients of parameters, training takes as much
// for 218 layers as for 50.
func TestRevNetsMemoryIsFlat(t *testing.T) {
	activations := func(depth int, store bool) int64 {
		net := mustRevNet(t, models.Config{Depth: depth, Width: 8, Input: [3]int{1, 16, 16}})
		r, err := net.Compile(nn.Options{Batch: 32, Training: true, StoreActivations: store}, models.CrossEntropy)
		if err != nil {
			t.Fatal(err)
		}
		return r.Bytes() - 4*int64(net.NumParams())
	}
	if few, many := activations(50, false), activations(218, false); many > few+few/10 {
		t.Errorf("got %d bytes for 218 layers, want about the %d of 50", many, few)
	}
	if again, stored := activations(110, false), activations(110, true); stored < 8*again {
		t.Errorf("got %d bytes with stored activations and %d without, want at least eight times as many", stored, again)
	}
}

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

// TestRevNetIsSemiImplicitEuler: of linear branches, h·x2 and −h·x1, the states are those
// of the scheme, and go round on the ellipse x1² + x2² + h·x1·x2 = 1.
func TestRevNetIsSemiImplicitEuler(t *testing.T) {
	const h, steps = .1, 10
	net := mustRevNet(t, models.Config{Blocks: 2 * steps, Branch: models.Linear{}, Input: [3]int{2, 1, 1}, Float64: true})
	for i, p := range net.Params() {
		if err := p.Set([]float64{[]float64{h, -h}[i%2]}); err != nil {
			t.Fatal(err)
		}
	}
	states, err := net.Trajectory(context.Background(), &data.Set{Shape: [3]int{2, 1, 1}, Images: []float32{1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	turn := func(_ float64, u []float64) []float64 { return []float64{h * u[1], -h * u[0]} }
	want, err := ode.Solve(net.Scheme(), turn, []float64{1, 0}, 0, steps, steps)
	if err != nil {
		t.Fatal(err)
	}
	for n, w := range want {
		u := states[2*n] // a step is two blocks
		for i := range w {
			if math.Abs(u[i]-w[i]) > 1e-7 {
				t.Errorf("step %d: got %v, want %v", n, u, w)
			}
		}
		if kept := u[0]*u[0] + u[1]*u[1] + h*u[0]*u[1]; math.Abs(kept-1) > 1e-6 {
			t.Errorf("step %d: got %v of what is kept, want 1", n, kept)
		}
	}
	if want := []float64{0.5820887703538017, -0.8427503884058641}; math.Abs(states[20][0]-want[0])+math.Abs(states[20][1]-want[1]) > 1e-7 {
		t.Errorf("got %v in the end, want %v", states[20], want)
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

// Training a reversible network keeps no activations: its memory, without that of the
// parameters' gradients, does not grow with the depth.
func ExampleRevNet() {
	for _, depth := range []int{26, 110} {
		net, err := models.RevNet(models.Config{Depth: depth, Width: 8, Input: [3]int{1, 8, 8}})
		if err != nil {
			log.Fatal(err)
		}
		for _, store := range []bool{false, true} {
			r, err := net.Compile(nn.Options{Batch: 64, Training: true, StoreActivations: store}, models.CrossEntropy)
			if err != nil {
				log.Fatal(err)
			}
			activations := r.Bytes() - 4*int64(net.NumParams())
			fmt.Printf("%s, activations stored: %-5t  %4.1f MB\n", net.Name(), store, float64(activations)/1e6)
		}
	}
	// Output:
	// RevNet-26, activations stored: false   0.7 MB
	// RevNet-26, activations stored: true    2.1 MB
	// RevNet-110, activations stored: false   0.7 MB
	// RevNet-110, activations stored: true    8.5 MB
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
