package models_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/unravel-go/unravel/lib/models"
)

// TestStepsAsInPyTorch compares a batch forward and backward, and a batch by the
// statistics that the first left behind; testdata/steps.py says how they were made.
func TestStepsAsInPyTorch(t *testing.T) {
	text, err := os.ReadFile("testdata/steps.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []stepFixture }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Cases {
		t.Run(f.String(), func(t *testing.T) {
			net := f.filled(t)
			r := f.run(t, net)
			near(t, "loss", []float64{r.Loss()}, []float64{f.Loss}, 1e-9)
			near(t, "logits", read(t, r, f.Batch), f.Logits, rounding)
			f.matchPrints(t, gradients(t, r), 1e-9)
			r.UpdateStatistics()
			near(t, "logits in evaluation", f.evaluate(t, net, 0), f.Evaluated, rounding)
		})
	}
}

// stepFixture is what PyTorch computed in float64.
type stepFixture struct {
	fixture
	Step, Form string
	Degree     int
	Columns    int
	Behind     bool
}

func (f stepFixture) String() string { return fmt.Sprintf("%v %s", f.step(), f.Form) }

func (f stepFixture) step() models.Step {
	form := map[string]models.Form{"powers": models.Powers, "products": models.Products, "ways": models.Ways}[f.Form]
	return map[string]models.Step{
		"polynomial": models.Polynomial{Degree: f.Degree, Form: form},
		"highway":    models.Highway{},
		"fractal":    models.Fractal{Columns: f.Columns, PoolBehind: f.Behind},
	}[f.Step]
}

// filled is the network with the values of the formula.
func (f stepFixture) filled(t *testing.T) *models.Net {
	t.Helper()
	build := models.ResNet
	if f.Columns > 0 {
		build = models.FractalNet
	}
	net, err := build(models.Config{Depth: f.Depth, Width: f.Width, Input: f.Input, Step: f.step(), Float64: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range net.Params() {
		if p.Learned {
			if err := p.Set(f.initial(p)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return net
}
