package viz_test

import (
	"bytes"
	"flag"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/cmpimg"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/train"
	"github.com/unravel-go/unravel/lib/viz"
)

var (
	update = flag.Bool("update", false, "write the golden images anew")
	dpi    = flag.Int("dpi", 72, "resolution of the images; for looking at them with -update only")
)

// TestFigures draws every kind of figure and compares it with testdata. Look at
// the images after -update: the comparison tells change, not beauty.
func TestFigures(t *testing.T) {
	type test struct {
		name   string
		figure *plot.Plot
	}
	tests := []test{
		{"deletions", deletions()},
		{"deletions_column", column(deletions())},
		{"deletions_one", viz.Deletions(resNet110())},
		{"deletions_none", viz.Deletions(nil)},
		{"lesion_boxes", lesionBoxes()},
		{"lesion_boxes_one", viz.LesionBoxes(lesions("ResNet-110", 20, 54))},
		{"lesion_tau", lesionTau()},
		{"pathlengths", viz.PathLengths(lengths(t, 54))},
		{"pathlengths_column", column(viz.PathLengths(lengths(t, 54)))},
		{"training_column", column(viz.Training(validated("ResNet-110", 2.3, 8)))},
		{"boxes_column", column(lesionBoxes())},
		{"tau_column", column(lesionTau())},
		{"coefficients_column", column(viz.Coefficients([]float64{0, -.21, -.12, -.3, .05, -.08, 0, .1, -.18, -.02, .22, -.4}))},
		{"stability_column", column(viz.Stability(ode.ForwardEuler, ode.Heun, ode.RK4, ode.LM(-.5)))},
		{"pathlengths_few", viz.PathLengths(lengths(t, 9))},
		{"pathlengths_several", viz.PathLengths(lengths(t, 54), lengths(t, 23))},
		{"steps", steps()},
		{"steps_column", column(steps())},
		{"remaining", viz.Remaining(54, 1, 10, 20)},
		{"training", viz.Training(history("ResNet-110", 2.3, 8), history("plain network, 14 layers", 2.5, 8))},
		{"training_validated", viz.Training(validated("ResNet-110", 2.3, 8))},
		{"training_regression", viz.Training(regression("LM-ResNet, 8 blocks"))},
		{"trajectories_euler", viz.Trajectories("Forward Euler keeps the order", trajectories(t, ode.ForwardEuler))},
		{"trajectories_lm", viz.Trajectories("LM(−0.95) crosses", trajectories(t, ode.LM(-.95)))},
		{"map1d", learnedMaps()},
		{"coefficients", viz.Coefficients([]float64{0, -.21, -.12, -.3, .05, -.08, 0, .1, -.18, -.02, .22, -.4})},
		{"coefficients_large", viz.Coefficients([]float64{0, -.86, .2, -.5, -.7, 1.1})},
		{"stability", viz.Stability(ode.ForwardEuler, ode.Heun, ode.RK4, ode.LM(-.5))},
		{"stability_one", viz.Stability(ode.RK4)},
		{"stability_limits", viz.StabilityLimits()},
		{"eigenvalues", eigenvalues()},
		{"norms_many", viz.BlockNorms("A deep network", "size of the state", viz.Curve{Name: "growing", Y: ramp(129, .1)}, viz.Curve{Name: "bounded", Y: ramp(129, .001)})},
		{"regions", viz.Regions(ode.ForwardEuler, ode.Heun, ode.RK4, ode.LM(-.5), ode.AdamsBashforth(3), ode.BDF(2))},
		{"regions_one", viz.Regions(ode.BackwardEuler)},
		{"regions_column", column(viz.Regions(ode.DormandPrince, ode.BackwardEuler))},
		{"stability_bdf", viz.Stability(ode.BDF(4))},
		{"unraveled", viz.Unraveled(3)},
		{"unraveled_deleted", viz.Unraveled(3, 1, 7)},
		{"unraveled_most", viz.Unraveled(4, 0, 3)},
		{"unraveled_column", column(viz.Unraveled(4, 1))},
		{"unraveled_one", viz.Unraveled(1)},
	}
	for _, more := range []map[string]*plot.Plot{networks(t), portraits(t), seriesFigures(t), pathFigures()} {
		for _, name := range slices.Sorted(maps.Keys(more)) {
			tests = append(tests, test{name, more[name]})
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := render(t, tt.figure, strings.HasSuffix(tt.name, "_column"))
			golden := filepath.Join("testdata", tt.name+".png")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			// Rounding moves an edge by less than a tenth, a moved label by more.
			same, err := cmpimg.EqualApprox("png", got, want, .1)
			if err != nil {
				t.Fatal(err)
			}
			if !same {
				path := filepath.Join(t.ArtifactDir(), tt.name+".png")
				t.Errorf("got a figure unlike %s: see %s", golden, path)
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func render(t *testing.T, p *plot.Plot, column bool) []byte {
	t.Helper()
	size := vgimg.UseWH(16*vg.Centimeter, 10*vg.Centimeter)
	if column {
		size = vgimg.UseWH(8*vg.Centimeter, 6*vg.Centimeter)
	}
	canvas := vgimg.NewWith(size, vgimg.UseDPI(*dpi))
	p.Draw(draw.New(canvas))
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deletions() *plot.Plot {
	p := viz.Deletions(resNet110(), plain14())
	viz.Chance(p, 10)
	return p
}

// resNet110 resembles a trained network of 54 blocks in three stages.
func resNet110() *lesion.Deletions {
	r := rand.New(rand.NewPCG(1, 1))
	d := &lesion.Deletions{Network: "ResNet-110", Base: 1.6, Samples: 500}
	for i := range 54 {
		b := lesion.Deletion{Block: i, Stage: i / 18, Transition: i == 18 || i == 36, Error: 1.4 + 2*r.Float64()*r.Float64()}
		switch i {
		case 0:
			b.Error = 32
		case 1, 18:
			b.Error = 9.8
		case 36:
			b.Error = 14
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
}

func plain14() *lesion.Deletions {
	r := rand.New(rand.NewPCG(2, 1))
	d := &lesion.Deletions{Network: "plain network, 14 layers", Base: 2.2, Samples: 500}
	for i := range 14 {
		d.Blocks = append(d.Blocks, lesion.Deletion{Block: i, Stage: i / 5, Transition: i == 5 || i == 10, Error: 75 + 17*r.Float64()})
	}
	return d
}

func lengths(t *testing.T, n int) *paths.Distribution {
	t.Helper()
	d, err := paths.Lengths(n)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func history(name string, start float64, epochs int) *train.History {
	h := &train.History{Network: name}
	for i := range epochs {
		loss := start * math.Exp(-.6*float64(i))
		h.Epochs = append(h.Epochs, train.Epoch{Loss: loss, Error: 30 * loss / start, Rate: .1})
	}
	return h
}

// validated is a history of a network that begins to learn its samples by heart.
func validated(name string, start float64, epochs int) *train.History {
	h := history(name, start, epochs)
	for i := range h.Epochs {
		e := &h.Epochs[i]
		e.Validation = &models.Evaluation{Loss: e.Loss + .02*float64(i), Error: 10, Samples: 500}
	}
	return h
}

func regression(name string) *train.History {
	h := &train.History{Network: name}
	for i := range 300 {
		h.Epochs = append(h.Epochs, train.Epoch{Loss: .344*math.Exp(-float64(i)/30) + 8e-6, Error: math.NaN()})
	}
	return h
}

// trajectories follows 11 points of u' = −1.2·u for eight steps of size 1.
func trajectories(t *testing.T, s ode.Scheme) [][]float64 {
	t.Helper()
	var u0 []float64
	for i := -5; i <= 5; i++ {
		u0 = append(u0, float64(i)/5)
	}
	pull := func(_ float64, u []float64) []float64 {
		du := make([]float64, len(u))
		for i := range u {
			du[i] = -.9 * math.Tanh(u[i])
		}
		return du
	}
	us, err := ode.Solve(s, pull, u0, 0, 8, 8)
	if err != nil {
		t.Fatal(err)
	}
	return us
}

func learnedMaps() *plot.Plot {
	var x, target, res, lm []float64
	for i := range 33 {
		at := float64(i-16) / 16
		x, target = append(x, at), append(target, -at)
		res, lm = append(res, .03*at), append(lm, -at+.004*math.Sin(9*at))
	}
	return viz.Map1D(x, target, viz.Curve{Name: "ResNet, 8 blocks: MSE 0.344", Y: res}, viz.Curve{Name: "LM-ResNet, 8 blocks: MSE 8.5e−6", Y: lm})
}
