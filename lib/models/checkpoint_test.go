package models_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// small is one network of each kind, by its name in test output.
var small = map[string]struct {
	build  func(models.Config) (*models.Net, error)
	config models.Config
}{
	"ResNet, option A":   {models.ResNet, models.Config{Depth: 14, Width: 2, Input: [3]int{1, 8, 8}, Seed: math.MaxUint64}},
	"ResNet, option B":   {models.ResNet, models.Config{Depth: 8, Width: 3, Shortcut: models.OptionB, Branch: models.Basic{}}},
	"ResNet, original":   {models.ResNet, models.Config{Depth: 8, Width: 3, Order: models.Original, Shortcut: models.OptionB}},
	"ResNet, projection": {models.ResNet, models.Config{Depth: 8, Width: 3, Shortcut: models.NormProjection, Classes: 3}},
	"ResNet of vectors":  {models.ResNet, models.Config{Branch: models.Dense{Hidden: 5, Lipschitz: 0.9}, Blocks: 3, Input: [3]int{2, 1, 1}}},
	"Plain":              {models.Plain, models.Config{Depth: 8, Width: 2}},
	"Plain, option B":    {models.Plain, models.Config{Depth: 8, Width: 2, Shortcut: models.OptionB}},
	"LM-ResNet":          {models.LMResNet, models.Config{Depth: 14, Width: 2}},
	"LM-ResNet, A":       {models.LMResNet, models.Config{Depth: 14, Width: 2, Shortcut: models.OptionA}},
	"bottlenecks":        {models.ResNet, models.Config{Depth: 11, Width: 4, Branch: models.Bottleneck{StrideFirst: true}}},
	"ImageNet":           {models.ResNet, models.Config{Depth: 18, Width: 2, Layout: models.ImageNet, Input: [3]int{1, 32, 40}, Classes: 3}},
	"ResNeXt":            {models.ResNeXt, models.Config{Depth: 11, Width: 4, Branch: models.Bottleneck{Groups: 2, GroupWidth: 16}, Order: models.Original}},
	"LM-ResNeXt":         {models.LMResNeXt, models.Config{Depth: 20, Width: 4, Branch: models.Bottleneck{Groups: 2, GroupWidth: 16}, Transition: models.Project}},
	"WRN":                {models.WideResNet, models.Config{Depth: 10, Width: 2, Widen: 3}},
	"Highway":            {models.HighwayNet, models.Config{Depth: 8, Width: 2, Step: models.Highway{Bias: -1.5}}},
	"Highway, vectors":   {models.HighwayNet, models.Config{Branch: models.Dense{Hidden: 3}, Blocks: 2, Input: [3]int{2, 1, 1}}},
	"VGG classifier":     {models.Plain, models.Config{Depth: 11, Width: 1, Layout: models.VGGClassifier, Classes: 3}},
	"VGG classifier, BN": {models.Plain, models.Config{Depth: 13, Width: 1, Layout: models.VGGClassifierNorm, Classes: 3}},
	"WRN with dropout":   {models.WideResNet, models.Config{Depth: 10, Width: 2, Widen: 1, Dropout: 0.3}},
	"VGG":                {models.Plain, models.Config{Depth: 11, Width: 2, Layout: models.VGG}},
	"LM steps":           {models.ResNet, models.Config{Depth: 8, Width: 2, Step: models.Multistep{}, Shortcut: models.OptionB}},
	"linear blocks":      {models.ResNet, models.Config{Branch: models.Linear{}, Blocks: 3, Input: [3]int{4, 1, 1}}},
	"poly-3":             {models.PolyNet, models.Config{Depth: 14, Width: 2, Step: models.Polynomial{Degree: 3}}},
	"Shake-Shake":        {models.ResNet, models.Config{Depth: 8, Width: 2, Branch: models.ShakeShake{}}},
	"Shake-Shake, batch": {models.ResNet, models.Config{Depth: 8, Width: 2, Branch: models.ShakeShake{Batch: true}}},
	"mpoly-2":            {models.PolyNet, models.Config{Depth: 20, Width: 4, Branch: models.Bottleneck{}, Step: models.Polynomial{Form: models.Products}}},
	"poly-2 of vectors":  {models.PolyNet, models.Config{Branch: models.Dense{Hidden: 3, Lipschitz: 0.5}, Blocks: 2, Input: [3]int{2, 1, 1}}},
	"FractalNet":         {models.FractalNet, models.Config{Depth: 8, Width: 2}},
	"FractalNet, drops":  {models.FractalNet, models.Config{Depth: 4, Width: 3, Step: models.Fractal{Columns: 2, PoolBehind: true, LocalDrop: 0.15, GlobalDrop: 0.5, Dropout: 0.4}}},
	"FractalNet, dense":  {models.FractalNet, models.Config{Branch: models.Dense{Hidden: 3}, Blocks: 2, Input: [3]int{2, 1, 1}}},
	"half steps":         {models.ResNet, models.Config{Depth: 14, Width: 2, Step: models.Euler{H: 0.5}}},
	"LM half steps":      {models.LMResNet, models.Config{Depth: 14, Width: 2, Step: models.Multistep{H: 0.5}}},
	"midpoint":           {models.ResNet, models.Config{Depth: 14, Width: 2, Step: models.Midpoint{H: 0.5}}},
	"leapfrog":           {models.ResNet, models.Config{Depth: 14, Width: 2, Step: models.Leapfrog{H: 0.5}}},
	"momentum":           {models.ResNet, models.Config{Depth: 14, Width: 2, Step: models.Momentum{Gamma: 0.5}}},
	"Hamiltonian":        {models.ResNet, models.Config{Depth: 14, Width: 2, Step: models.Hamiltonian{H: 0.5}}},
	"RK4":                {models.ResNet, models.Config{Depth: 14, Width: 2, Step: models.RungeKutta{Method: ode.RK4, Steps: 2, H: 0.5}}},
	"symmetric":          {models.ResNet, models.Config{Depth: 14, Width: 2, Branch: models.Symmetric{Hidden: 3}, Step: models.Leapfrog{H: 0.5}}},
	"antisymmetric":      {models.ResNet, models.Config{Depth: 14, Width: 2, Branch: models.Antisymmetric{Gamma: 0.25}, Step: models.Midpoint{H: 0.5}}},
	"antisymmetric ones": {models.ResNet, models.Config{Branch: models.Antisymmetric{}, Blocks: 3, Input: [3]int{2, 1, 1}}},
	"Hamiltonian ones":   {models.ResNet, models.Config{Branch: models.Symmetric{}, Blocks: 3, Input: [3]int{4, 1, 1}, Step: models.Hamiltonian{}}},
	"neural ODE":         {models.NeuralODE, models.Config{Depth: 14, Width: 2}},
	"neural ODE, dense":  {models.NeuralODE, models.Config{Branch: models.Dense{Hidden: 3}, Blocks: 1, Input: [3]int{2, 1, 1}, Step: models.RungeKutta{Method: ode.Heun, Steps: 8}}},
	"refined":            {models.ResNet, models.Config{Depth: 14, Width: 2, Refined: 1}},
	"refined, dense":     {models.LMResNet, models.Config{Branch: models.Dense{Hidden: 3}, Blocks: 2, Input: [3]int{2, 1, 1}, Refined: 2}},
	"contractions":       {models.ResNet, models.Config{Depth: 14, Width: 2, Branch: models.Contraction{Lipschitz: 0.5, Hidden: 3}}},
	"LM-ResNet, vectors": {models.LMResNet, models.Config{Branch: models.Dense{Hidden: 1}, Blocks: 4, Input: [3]int{1, 1, 1}}},
}

// disturb gives every parameter and statistic values that no builder gives.
func disturb(t *testing.T, n *models.Net) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 7))
	for _, p := range n.Params() {
		values := p.Float64s()
		for i := range values {
			values[i] = math.Abs(values[i]) + rng.Float64()
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
}

// values are those of all parameters.
func values(n *models.Net) map[string][]float64 {
	all := make(map[string][]float64)
	for _, p := range n.Params() {
		all[p.Name] = p.Float64s()
	}
	return all
}

func save(t *testing.T, n *models.Net) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "net.safetensors")
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLoadGivesBackWhatWasSaved to the bit, for every family in both number
// types; and saving it again gives the same file.
func TestLoadGivesBackWhatWasSaved(t *testing.T) {
	for name, tt := range small {
		for _, wide := range []bool{false, true} {
			tt.config.Float64 = wide
			net, err := tt.build(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			disturb(t, net)
			path := save(t, net)
			got, err := models.Load(path)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got.Name() != net.Name() || !cmp.Equal(got.Config(), net.Config()) {
				t.Errorf("%s: got %s with %+v, want %s with %+v", name, got.Name(), got.Config(), net.Name(), net.Config())
			}
			if diff := cmp.Diff(values(net), values(got)); diff != "" {
				t.Errorf("%s: other values (-want +got)\n%s", name, diff)
			}
			if first, second := mustRead(t, path), mustRead(t, save(t, got)); !bytes.Equal(first, second) {
				t.Errorf("%s: saving again gave another file", name)
			}
		}
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestValuesThatAreNotFinite: a network that has diverged can be looked into
// later.
func TestValuesThatAreNotFinite(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	last := len(net.Params()) - 1
	if err := net.Params()[last].Set([]float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 4, 5, 6, 7, 8, 9}); err != nil {
		t.Fatal(err)
	}
	got, err := models.Load(save(t, net))
	if err != nil {
		t.Fatal(err)
	}
	v := got.Params()[last].Float64s()
	if v[0] == v[0] || !math.IsInf(v[1], 1) || !math.IsInf(v[2], -1) || !math.Signbit(v[3]) {
		t.Errorf("got %v", v)
	}
}

// TestCompiledRunnersSeeRestoredValues: they share the network's memory.
func TestCompiledRunnersSeeRestoredValues(t *testing.T) {
	net := mustResNet(t, models.Config{Depth: 8, Width: 2, Input: [3]int{1, 8, 8}})
	r, err := net.Compile(nn.Options{Batch: 4}, models.NoLoss)
	if err != nil {
		t.Fatal(err)
	}
	image := data.Digits(1).Test.Image(0)
	logits := func() []float32 {
		t.Helper()
		out := make([]float32, net.Outputs())
		err := errors.Join(r.Load(image), r.Run(context.Background()), r.Read(out))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := logits()
	path := save(t, net)
	disturb(t, net)
	if cmp.Equal(logits(), want) {
		t.Error("got the same logits from other parameters")
	}
	if err := net.Restore(path); err != nil {
		t.Fatal(err)
	}
	if got := logits(); !cmp.Equal(got, want) {
		t.Errorf("got %v after restoring, want %v", got, want)
	}
}

func TestSavingWhereNothingCanBe(t *testing.T) {
	net, folder := mustResNet(t, models.Config{Depth: 8, Width: 2}), t.TempDir()
	mustContain(t, net.Save(folder), "models: Save ResNet-8: write "+folder)
	mustContain(t, net.Save(filepath.Join(folder, "none", "net")), "none: no such file")
	mustContain(t, net.Save(""), "got an empty path")
	mustContain(t, net.Restore(filepath.Join(folder, "none")), "models: Restore ResNet-8: ")
	mustContain(t, net.Restore(folder), "want a regular one")
	_, err := models.Load(filepath.Join(folder, "none"))
	mustContain(t, err, "models: Load: ")
	for _, none := range []*models.Net{nil, {}} {
		mustContain(t, none.Save(filepath.Join(folder, "net")), "got no network")
		mustContain(t, none.Restore(filepath.Join(folder, "net")), "got no network")
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("got files %v, %v, want none", left, err)
	}
}

// TestOverwriting: the second network takes the first one's place.
func TestOverwriting(t *testing.T) {
	first := mustResNet(t, models.Config{Depth: 14, Width: 4})
	path := save(t, first)
	if err := mustResNet(t, models.Config{Depth: 8, Width: 2}).Save(path); err != nil {
		t.Fatal(err)
	}
	got, err := models.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name() != "ResNet-8" {
		t.Errorf("got %s, want the second network", got.Name())
	}
}
