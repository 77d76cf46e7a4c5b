package train_test

import (
	"testing"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/train"
)

// Whatever the step, a network goes without its blocks. Where a branch has no last
// layer to scale, or a block no shortcut, that is said before anything is trained.
func TestDepthsOfEveryStep(t *testing.T) {
	const noEnd, noShortcut = "whose branch has no last layer to scale, want Inverted scaling", "has no shortcut"
	c := models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}, Seed: 1}
	with := func(s models.Step) models.Config { c := c; c.Step = s; return c }
	tests := []struct {
		name             string
		build            func(models.Config) (*models.Net, error)
		c                models.Config
		atTest, inverted string // what is wrong with each, nothing if it works
	}{
		{"Euler", models.ResNet, with(models.Euler{H: 0.5}), "", ""},
		{"multi-step", models.LMResNet, c, "", ""},
		{"midpoint", models.ResNet, with(models.Midpoint{H: 0.5}), "", ""},
		{"leapfrog", models.ResNet, with(models.Leapfrog{H: 0.5}), "", ""},
		{"momentum", models.ResNet, with(models.Momentum{Gamma: 0.5}), "", ""},
		{"n-way", models.PolyNet, with(models.Polynomial{Form: models.Ways}), "", ""},
		{"powers", models.PolyNet, c, noEnd, ""},
		{"Hamiltonian", models.ResNet, with(models.Hamiltonian{}), "", ""},
		{"Runge-Kutta", models.ResNet, with(models.RungeKutta{Method: ode.Heun}), noEnd, ""},
		{"reversible", models.RevNet, c, "", ""},
		{"fractal", models.FractalNet, models.Config{Depth: 4, Width: 3, Input: [3]int{1, 8, 8}, Step: models.Fractal{Columns: 2}}, noShortcut, noShortcut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for scaling, want := range map[train.Scaling]string{train.AtTest: tt.atTest, train.Inverted: tt.inverted} {
				net, err := tt.build(tt.c)
				if err != nil {
					t.Fatal(err)
				}
				set := some(t, 20)
				o := train.Options{Epochs: 2, Batch: 10, Depth: train.StochasticDepth{Scaling: scaling}, Validate: set}
				h, err := train.Fit(t.Context(), net, set, o)
				switch {
				case want != "":
					mustContain(t, err, want)
				case err != nil:
					t.Errorf("%v: got error %v", scaling, err)
				case h.MACs <= 0 || h.MACs >= 3*float64(net.MACs())*40:
					t.Errorf("%v: got %v multiply-accumulates, want less than of whole passes", scaling, h.MACs)
				}
			}
		})
	}
}
