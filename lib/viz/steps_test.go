package viz_test

import (
	"fmt"
	"log"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

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

// The blocks that Lu et al. (2018, table 1) compare, in one figure.
func ExampleSteps() {
	fig := viz.Steps(models.Euler{}, models.Polynomial{}, models.Fractal{Columns: 2}, models.Reversible{})
	fmt.Println(fig.Title.Text)
	if _, err := fig.WriterTo(16*vg.Centimeter, 10*vg.Centimeter, "svg"); err != nil {
		log.Fatal(err)
	}
	// Output: What a block computes
}
