package models_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/train"
)

// steps are networks of every way to step through a block, on digits.
var steps = map[string]struct {
	build  func(models.Config) (*models.Net, error)
	config models.Config
}{
	"Euler":      {models.ResNet, models.Config{Depth: 14}},
	"multi-step": {models.LMResNet, models.Config{Depth: 14}},
	"poly-2":     {models.PolyNet, models.Config{Depth: 14}},
	"poly-3":     {models.PolyNet, models.Config{Depth: 20, Branch: models.Bottleneck{}, Step: models.Polynomial{Degree: 3}}},
	"mpoly-2":    {models.PolyNet, models.Config{Depth: 14, Step: models.Polynomial{Form: models.Products}}},
	"fractal":    {models.FractalNet, models.Config{Depth: 6, Step: models.Fractal{Columns: 2}}},
	"drop-path":  {models.FractalNet, models.Config{Depth: 12, Step: models.Fractal{LocalDrop: 0.15, GlobalDrop: 0.5, Dropout: 0.1}}},
	"wide":       {models.WideResNet, models.Config{Depth: 16, Widen: 1, Dropout: 0.3}},
	"half steps": {models.ResNet, models.Config{Depth: 14, Step: models.Euler{H: 0.5}}},
	"midpoint":   {models.ResNet, models.Config{Depth: 14, Branch: models.Antisymmetric{}, Step: models.Midpoint{H: 0.5}}},
	"leapfrog":   {models.ResNet, models.Config{Depth: 14, Branch: models.Symmetric{}, Step: models.Leapfrog{H: 0.5}}},
	"symplectic": {models.ResNet, models.Config{Depth: 14, Branch: models.Symmetric{}, Step: models.Hamiltonian{H: 0.5}}},
	"momentum":   {models.ResNet, models.Config{Depth: 14, Step: models.Momentum{}}},
	"RK4":        {models.ResNet, models.Config{Depth: 14, Step: models.RungeKutta{Method: ode.RK4}}},
	"highway":    {models.HighwayNet, models.Config{Depth: 14}},
	"i-ResNet":   {models.ResNet, models.Config{Depth: 14, Branch: models.Contraction{}}},
	"neural ODE": {models.NeuralODE, models.Config{Depth: 14, Step: models.RungeKutta{Method: ode.Heun, Steps: 3}}},
	"2-way":      {models.PolyNet, models.Config{Depth: 14, Step: models.Polynomial{Form: models.Ways}}},
}

// TestWhatEveryStepCan: a network of it can be shown, learn, be saved and loaded
// again, and lose any block to a gate.
func TestWhatEveryStepCan(t *testing.T) {
	digits := data.Digits(1)
	some := func(set *data.Set, n int) *data.Set {
		indices := make([]int, n)
		for i := range indices {
			indices[i] = i
		}
		few, err := set.Subset(indices)
		if err != nil {
			t.Fatal(err)
		}
		return few
	}
	training, test := some(digits.Train, 256), some(digits.Test, 64)
	for name, tt := range steps {
		t.Run(name, func(t *testing.T) {
			tt.config.Width, tt.config.Input, tt.config.Seed = 4, digits.Shape(), 2
			net, err := tt.build(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			if text := net.String(); !strings.Contains(text, net.Name()) {
				t.Errorf("got %q, want it to begin with %s", text, net.Name())
			}
			mustLearn(t, net, training)
			mustReload(t, net, test)
			mustLose(t, net, test)
		})
	}
}

// mustLearn fails unless training lowers the loss.
func mustLearn(t *testing.T, net *models.Net, set *data.Set) {
	t.Helper()
	history, err := train.Fit(context.Background(), net, set, train.Options{Epochs: 4, Batch: 32})
	if err != nil {
		t.Fatal(err)
	}
	first, last := history.Epochs[0].Loss, history.Epochs[len(history.Epochs)-1].Loss
	if !(last < 0.95*first) {
		t.Errorf("got a loss of %.3f after %.3f, want a twentieth less", last, first)
	}
}

// mustReload fails unless a network that was saved predicts the same.
func mustReload(t *testing.T, net *models.Net, set *data.Set) {
	t.Helper()
	loaded, err := models.Load(save(t, net))
	if err != nil {
		t.Fatal(err)
	}
	var outputs []string
	for _, n := range []*models.Net{net, loaded} {
		out, err := n.Predict(context.Background(), set)
		if err != nil {
			t.Fatal(err)
		}
		outputs = append(outputs, fmt.Sprint(out))
	}
	if outputs[0] != outputs[1] {
		t.Error("got other predictions from the network that was loaded")
	}
}

// mustLose fails unless each block can be deleted, changes the loss, and leaves a
// finite one.
func mustLose(t *testing.T, net *models.Net, set *data.Set) {
	t.Helper()
	whole, err := net.Evaluate(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	each, err := lesion.Study{Net: net, Data: set}.DeleteEach(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(each.Blocks) != len(net.Blocks()) {
		t.Errorf("got %d deletions, want %d", len(each.Blocks), len(net.Blocks()))
	}
	for _, b := range each.Blocks {
		if d := b.Loss - whole.Loss; d == 0 || d-d != 0 {
			t.Errorf("%s: got a loss of %v without it, want another than %v", b.Name, b.Loss, whole.Loss)
		}
	}
}
