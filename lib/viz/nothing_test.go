package viz_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"math/cmplx"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/train"
	"github.com/unravel-go/unravel/lib/viz"
)

// A figure without anything to draw says so in words.
func TestNothingToDrawIsSaid(t *testing.T) {
	tests := []struct {
		name   string
		figure *plot.Plot
		want   string
	}{
		{"deletions of no network", viz.Deletions(nil, nil), "no deletions"},
		{"deletions of no block", viz.Deletions(&lesion.Deletions{Network: "empty"}), "no deletions"},
		{"deletions without a number", viz.Deletions(&lesion.Deletions{Base: 5, Blocks: []lesion.Deletion{{Error: math.NaN()}}}), "no deletions"},
		{"no lesions", viz.LesionBoxes(nil, &lesion.Lesions{}), "no lesions"},
		{"lesions without a number", viz.LesionBoxes(lesioned(math.NaN(), 0)), "no lesions"},
		{"no orders", viz.LesionTau(nil, &lesion.Lesions{}), "no lesions"},
		{"orders without a number", viz.LesionTau(lesioned(math.Inf(1), 0), lesioned(5, math.NaN())), "no lesions"},
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
		{"a field without values", viz.PhasePortrait("none", func(float64, []float64) []float64 { return nil }), "no directions"},
		{"a field that rests", viz.PhasePortrait("none", func(_ float64, u []float64) []float64 { return []float64{0, 0} }), "no directions"},
		{"no steps", viz.Steps(), "no steps"},
		{"steps without a drawing", viz.Steps(nil, models.Fractal{Columns: 9}), "no steps"},
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

// lesioned is an outcome of one network.
func lesioned(percent, tau float64) *lesion.Lesions {
	return &lesion.Lesions{Networks: []lesion.Lesion{{Count: 1, Measure: lesion.Measure{Error: percent}, Tau: tau}}}
}

// Every function that draws something it is given is among those above.
func TestEveryFigureSaysWhenThereIsNothingToDraw(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	tried, figures := map[string]bool{}, map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok:
			case f.Name.Name == "TestNothingToDrawIsSaid":
				tried = called(f.Body, "viz")
			case isFigure(f):
				figures[f.Name.Name] = true
			}
		}
	}
	if len(figures) < 20 {
		t.Fatalf("got the figures %v, want them all", figures)
	}
	for name := range figures {
		if !tried[name] {
			t.Errorf("nobody tries viz.%s with nothing to draw", name)
		}
	}
}

// isFigure reports whether a function draws arguments.
func isFigure(f *ast.FuncDecl) bool {
	results := f.Type.Results
	return f.Recv == nil && f.Name.IsExported() && f.Type.Params.NumFields() > 0 &&
		results.NumFields() == 1 && types.ExprString(results.List[0].Type) == "*plot.Plot"
}

// called lists the functions of a package that a piece of code calls.
func called(root ast.Node, pkg string) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(root, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && id.Name == pkg {
				names[s.Sel.Name] = true
			}
		}
		return true
	})
	return names
}
