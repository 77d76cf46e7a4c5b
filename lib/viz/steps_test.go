package viz_test

import (
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/viz"
)

// steps are all that there is a drawing of.
func steps() *plot.Plot {
	return viz.Steps(
		models.Euler{}, models.Polynomial{}, models.Polynomial{Form: models.Products, Degree: 3}, models.Polynomial{Form: models.Ways},
		models.Multistep{}, models.Highway{}, models.Reversible{}, models.Fractal{},
	)
}

// TestStepsWithoutADrawing are left out, and do not panic.
func TestStepsWithoutADrawing(t *testing.T) {
	for _, s := range [][]models.Step{nil, {nil}, {models.RungeKutta{Method: ode.RK4}}, {models.Fractal{Columns: 6}}, {models.Fractal{Columns: -1}}, {models.Polynomial{Degree: 99}}} {
		if p := viz.Steps(s...); p == nil {
			t.Errorf("%v: got no figure", s)
		} else {
			render(t, p, false)
		}
	}
}
