package viz_test

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/ode"
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
