package viz_test

import (
	"bytes"
	"math"
	"math/cmplx"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/train"
	"github.com/unravel-go/unravel/lib/viz"
)

// svg draws a figure as a notebook does.
func svg(t interface{ Fatal(...any) }, p *plot.Plot) string {
	canvas := vgsvg.New(16*vg.Centimeter, 10*vg.Centimeter)
	p.Draw(draw.New(canvas))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNothingToDrawIsSaid(t *testing.T) {
	tests := []struct {
		name   string
		figure *plot.Plot
		want   string
	}{
		{"deletions of no network", viz.Deletions(nil, nil), "no deletions"},
		{"deletions of no block", viz.Deletions(&lesion.Deletions{Network: "empty"}), "no deletions"},
		{"no lesions", viz.LesionBoxes(nil, &lesion.Lesions{}), "no lesions"},
		{"no orders", viz.LesionTau(nil, &lesion.Lesions{}), "no lesions"},
		{"no distribution", viz.PathLengths(), "no networks"},
		{"distributions that are missing", viz.PathLengths(nil, nil), "no networks"},
		{"more deletions than blocks", viz.Remaining(5, 6, -1), "no deletions"},
		{"a network without blocks", viz.Remaining(0, 1), "no deletions"},
		{"no run", viz.Training(nil), "no epochs"},
		{"a run that was stopped", viz.Training(&train.History{}), "no epochs"},
		{"a loss that has no logarithm", viz.Training(&train.History{Epochs: []train.Epoch{{Loss: 0}, {Loss: math.NaN()}}}), "no epochs"},
		{"no states", viz.Trajectories("none", nil), "no trajectories"},
		{"states without points", viz.Trajectories("none", [][]float64{{}, {}}), "no trajectories"},
		{"no map", viz.Map1D(nil, nil), "no values"},
		{"no network", viz.Network(nil), "no network"},
		{"a network that no function made", viz.Network(&models.Net{}), "no network"},
		{"no coefficients of no network", viz.NetCoefficients(nil), "no coefficients"},
		{"no weights", viz.WeightNorms(nil, &models.Net{}), "no values"},
		{"no eigenvalues", viz.Eigenvalues("none", viz.Spectrum{}, viz.Spectrum{Z: []complex128{cmplx.NaN()}}), "no eigenvalues"},
		{"no norms", viz.BlockNorms("none", "norm", viz.Curve{}, viz.Curve{Y: []float64{math.NaN()}}), "no values"},
		{"no field and no orbits", viz.PhasePortrait("none", nil, viz.Orbit{}, viz.Orbit{U: [][]float64{{1}, nil}}), "no field and no orbits"},
		{"no regions", viz.Regions(nil, (*ode.Tableau)(nil)), "no schemes"},
		{"no errors against h", viz.Convergence(viz.Series{X: []float64{1, 2}}), "no errors"},
		{"errors without a logarithm", viz.Convergence(viz.Series{X: []float64{1, 2}, Y: []float64{0, -1}}), "no errors"},
		{"no work", viz.WorkPrecision(), "no errors"},
		{"no sample", viz.Histogram("none", "x", viz.Curve{Y: []float64{math.NaN(), math.Inf(1)}}), "no values"},
		{"no repetitions", viz.RepeatedTraining(nil, &train.Repeated{Runs: []*train.History{nil, {}}}), "no epochs"},
		{"no errors of repetitions", viz.RepeatedError(nil, &train.Repeated{}), "no errors"},
		{"no errors of a regression", viz.TrainingError(nil, regression("LM-ResNet")), "no errors"},
		{"no gradients", viz.PathGradients(nil, &paths.Gradients{}, &paths.Gradients{Norms: []paths.Norms{{Logs: []float64{math.Inf(-1)}}}}), "no gradients"},
		{"no correlation", viz.PathCorrelation(nil, &paths.Correlation{}, &paths.Correlation{Shared: []paths.Shared{{Absolute: math.NaN()}}}), "no correlations"},
		{"no product", viz.PathProduct(nil, &paths.Product{Shares: []float64{0, 0}}), "no gradients"},
		{"no blocks to unravel", viz.Unraveled(0), "0 blocks: want 1 to 4 to draw every path"},
		{"too many paths", viz.Unraveled(5), "5 blocks: want 1 to 4 to draw every path"},
		{"no coefficients", viz.Coefficients(nil), "no coefficients"},
		{"coefficients that are not numbers", viz.Coefficients([]float64{math.NaN(), math.Inf(1)}), "no coefficients"},
		{"no coefficients of any seed", viz.RepeatedCoefficients(nil, &models.Net{}), "no coefficients"},
		{"no paths", viz.Ensembles("none", viz.Ensemble{}, viz.Ensemble{U: [][][]float64{nil, {nil}, {{math.NaN()}}}}), "no paths"},
		{"no scheme", viz.Stability(nil), "no schemes"},
		{"no valid scheme", viz.Stability((*ode.Tableau)(nil), &ode.Multistep{}, ode.RungeKutta("RK5")), "no schemes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := svg(t, tt.figure); !strings.Contains(got, ">"+tt.want+"<") {
				t.Errorf("got a figure that does not say %q", tt.want)
			}
		})
	}
}

// notANumber matches an SVG attribute with a coordinate that is none.
var notANumber = regexp.MustCompile(`="[^"]*(NaN|Inf)`)

// Whatever the numbers, a figure is drawn and no coordinate is NaN.
func TestAnyNumbersCanBeDrawn(t *testing.T) {
	values := rapid.SliceOfN(rapid.OneOf(
		rapid.Float64Range(-100, 100),
		rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, 1e-300}),
	), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		run, deleted := &train.History{}, &lesion.Deletions{Base: 5}
		changed := &lesion.Lesions{}
		for i, v := range a {
			run.Epochs = append(run.Epochs, train.Epoch{Loss: v, Error: v})
			deleted.Blocks = append(deleted.Blocks, lesion.Deletion{Block: i, Error: v, Transition: i%3 == 1})
			changed.Networks = append(changed.Networks, lesion.Lesion{Count: i / 4, Measure: lesion.Measure{Error: v}, Tau: v / 50})
		}
		figures := map[string]*plot.Plot{
			"training":        viz.Training(run),
			"deletions":       viz.Deletions(deleted, deleted),
			"boxes":           viz.LesionBoxes(changed, changed),
			"tau":             viz.LesionTau(changed, nil),
			"trajectories":    viz.Trajectories("any", [][]float64{a, b, a}),
			"map":             viz.Map1D(a, b, viz.Curve{Name: "learned", Y: b}, viz.Curve{Name: "short", Y: nil}),
			"coefficients":    viz.Coefficients(a),
			"norms":           viz.BlockNorms("any", "norm", viz.Curve{Name: "a", Y: a}, viz.Curve{Name: "b", Y: b}),
			"histogram":       viz.Histogram("any", "x", viz.Curve{Name: "a", Y: a}, viz.Curve{Name: "b", Y: b}),
			"convergence":     viz.Convergence(viz.Series{Name: "a", X: a, Y: b}, viz.Series{Name: "b", X: b, Y: a}),
			"work":            viz.WorkPrecision(viz.Series{Name: "a", X: a, Y: b}, viz.Series{Name: "b", X: b, Y: a}),
			"errors":          viz.TrainingError(run),
			"repeated":        viz.RepeatedTraining(&train.Repeated{Runs: []*train.History{run, regression("other")}}),
			"repeated errors": viz.RepeatedError(&train.Repeated{Runs: []*train.History{run, nil, run}}),
			"ensembles":       viz.Ensembles("any", viz.Ensemble{U: [][][]float64{{a, b}, {b}}}, viz.Ensemble{U: [][][]float64{{b, nil, a}}}),
			"phase":           viz.PhasePortrait("any", func(t float64, u []float64) []float64 { return append(u[1:2:2], a...) }, viz.Orbit{U: [][]float64{a, b, a}}),
		}
		for name, p := range figures {
			if notANumber.MatchString(svg(t, p)) {
				t.Errorf("%s of %v and %v: got a coordinate that is not a number", name, a, b)
			}
		}
	})
}

func TestChanceIsWhatGuessingGives(t *testing.T) {
	p := viz.Deletions(resNet110())
	viz.Chance(p, 100)
	viz.Chance(p, 1) // nothing to guess
	viz.Chance(nil, 10)
	if got := svg(t, p); strings.Count(got, ">chance: 99 %<") != 1 || strings.Count(got, "chance") != 1 {
		t.Error("got no line for 99 %, or one too many")
	}
}

// Legends of every figure name their series: a figure without its cell's text
// still says what it shows.
func TestLegendsNameTheSeries(t *testing.T) {
	tests := []struct {
		name   string
		figure *plot.Plot
		want   []string
	}{
		{"deletions", deletions(), []string{"ResNet-110 (whole: 1.6 %)", "block changes the shape", "stage 3"}},
		{"lesions", lesionBoxes(), []string{"ResNet-110 (unchanged: 1.6 %)", "plain network, 14 layers", ">blocks deleted<"}},
		{"orders", lesionTau(), []string{"ResNet-110 (unchanged: 1.6 %)", "τ of the order (1 = nothing moved)"}},
		{"path lengths", viz.PathLengths(lengths(t, 54)), []string{"effective paths, 5 to 17 blocks: 0.45 % of all", "20 to 34 blocks: 96.0 % of all"}},
		{"training", viz.Training(history("a net", 1, 2)), []string{"a net: training error"}},
		{"stability", viz.Stability(ode.LM(-.5)), []string{"LM(−0.5)"}},
		{"regions", viz.Regions(ode.LM(-.5), ode.RK4), []string{"LM(−0.5), order 1", "RK4, order 4"}},
		{"gradients", viz.PathGradients(gradients("ResNet-110", 54, .27)), []string{">ResNet-110<", "× 0.272 per block, r = −0.99997"}},
		{"product", viz.PathProduct(gradients("ResNet-110", 54, .27).Product()), []string{"effective, 6 to 18 blocks: 96.7 % of gradient", "ResNet-110, gradient", ">paths<"}},
		{"several seeds", viz.RepeatedTraining(repeated("ResNet-110", 2.3)), []string{"ResNet-110: mean of 5 seeds", ">validation<"}},
		{"errors", viz.TrainingError(stuck("a plain net", 3)), []string{"a plain net: training error 89.4 % at the end"}},
		{"convergence", viz.Convergence(viz.Series{Name: "Euler", X: []float64{1, .5, .25}, Y: []float64{.4, .2, .1}}), []string{"Euler, slope 1.00", ">1<"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := svg(t, tt.figure)
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("got a figure without %q", want)
				}
			}
		})
	}
}

// The curves of many blocks are drawn in time, and end where no path is left.
func TestRemainingOfALargeNetwork(t *testing.T) {
	if got := svg(t, viz.Remaining(5000, 1, 2500, 5000)); notANumber.MatchString(got) || !strings.Contains(got, ">2500 deleted<") {
		t.Error("got a coordinate that is not a number, or no curve for 2500 deletions")
	}
}
