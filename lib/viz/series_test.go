package viz_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/ode"
	"github.com/unravel-go/unravel/lib/train"
	"github.com/unravel-go/unravel/lib/viz"
)

// errorsOf solves u' = −u + sin t until 2 in 5, 10, 20, … steps.
func errorsOf(t *testing.T, s ode.Scheme, halvings int) (steps, work viz.Series) {
	t.Helper()
	f := func(t float64, u []float64) []float64 { return []float64{math.Sin(t) - u[0]} }
	exact := 1.5*math.Exp(-2) + (math.Sin(2)-math.Cos(2))/2
	steps.Name, work.Name = s.Name(), s.Name()
	for i := range halvings {
		n := 5 << i
		us, err := ode.Solve(s, f, []float64{1}, 0, 2, n)
		if err != nil {
			t.Fatal(err)
		}
		off := math.Abs(us[n][0] - exact)
		steps.X, steps.Y = append(steps.X, 2/float64(n)), append(steps.Y, off)
		work.X, work.Y = append(work.X, float64(n*s.Evaluations())), append(work.Y, off)
	}
	return steps, work
}

func seriesFigures(t *testing.T) map[string]*plot.Plot {
	t.Helper()
	var steps, work []viz.Series
	for _, s := range []ode.Scheme{ode.ForwardEuler, ode.Heun, ode.AdamsBashforth(2), ode.RK4, ode.DormandPrince} {
		a, b := errorsOf(t, s, 9)
		steps, work = append(steps, a), append(work, b)
	}
	lm := learned(t, built(t, models.LMResNet, models.Config{Depth: 56}))
	r := rand.New(rand.NewPCG(7, 1))
	var before, after []float64
	for range 51 {
		before = append(before, -.1*r.Float64())
		after = append(after, -.08+.12*r.NormFloat64())
	}
	return map[string]*plot.Plot{
		"convergence":        viz.Convergence(steps...),
		"convergence_column": column(viz.Convergence(steps[:4]...)),
		"work_precision":     viz.WorkPrecision(work...),
		"work_column":        column(viz.WorkPrecision(work...)),
		"histogram":          viz.Histogram("Coefficients of LM-ResNet-110", "k", viz.Curve{Name: "after training", Y: after}, viz.Curve{Name: "before", Y: before}),
		"histogram_one":      viz.Histogram("Weights", "weight", viz.Curve{Y: after}),
		"coefficients_net":   viz.NetCoefficients(lm),
		"coefficients_seeds": viz.RepeatedCoefficients(seeded(t, 5)...),
		"ensembles":          viz.Ensembles("Two processes of one mean and variance", jumps(), walks(t)),
		"norms":              viz.WeightNorms(learned(t, built(t, models.ResNet, models.Config{Depth: 110})), lm),
		"repeated":           viz.RepeatedTraining(repeated("ResNet-110", 2.3), repeated("plain network, 14 layers", 2.5)),
		"repeated_error":     viz.RepeatedError(repeated("ResNet-110", 2.3)),
		"training_error":     viz.TrainingError(validated("ResNet-110", 2.3, 8), stuck("plain network, 110 layers", 8)),
	}
}

// learned gives a network parameters that no way of drawing the first ones changes.
func learned(t *testing.T, net *models.Net) *models.Net {
	t.Helper()
	for i, p := range net.Params() {
		values := make([]float64, p.Len())
		for j := range values {
			values[j] = .15 * math.Sin(float64(i+j))
		}
		if err := p.Set(values); err != nil {
			t.Fatal(err)
		}
	}
	return net
}

// seeded are networks of several seeds with coefficients that they could have learned.
func seeded(t *testing.T, n int) []*models.Net {
	t.Helper()
	r := rand.New(rand.NewPCG(9, 1))
	var nets []*models.Net
	for range n {
		net := built(t, models.LMResNet, models.Config{Depth: 32})
		for i, p := range net.Params() {
			if !strings.HasSuffix(p.Name, ".k") {
				continue
			}
			if err := p.Set([]float64{-.3/(1+float64(i%4)) + .1*r.NormFloat64()}); err != nil {
				t.Fatal(err)
			}
		}
		nets = append(nets, net)
	}
	return nets
}

// jumps is a linear network whose blocks come and go.
func jumps() viz.Ensemble {
	e := viz.Ensemble{Name: "blocks that come and go"}
	for i := range uint64(400) {
		r := rand.New(rand.NewPCG(i, 2))
		u := 1.0
		path := [][]float64{{u}}
		for range 12 {
			if r.Float64() < .5 {
				u -= .3 * u
			}
			path = append(path, []float64{u})
		}
		e.U = append(e.U, path)
	}
	return e
}

// walks are paths of the equation of jumps.
func walks(t *testing.T) viz.Ensemble {
	t.Helper()
	decay := func(_ float64, u []float64) []float64 { return []float64{-.3 * u[0]} }
	e, err := ode.StochasticDepth(decay, func(float64) float64 { return .5 }, 1)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := ode.Ensemble{Paths: 400, Steps: 12, T1: 12, Seed: 1}.Follow(t.Context(), ode.EulerMaruyama, e, []float64{1})
	if err != nil {
		t.Fatal(err)
	}
	return viz.Ensemble{Name: "its equation", U: paths}
}

// stuck resembles a network that does not learn.
func stuck(name string, epochs int) *train.History {
	h := &train.History{Network: name}
	for i := range epochs {
		h.Epochs = append(h.Epochs, train.Epoch{Loss: 2.3, Error: 89.8 - .2*float64(i%3)})
	}
	return h
}

// repeated resembles the runs of five seeds.
func repeated(name string, start float64) *train.Repeated {
	r := rand.New(rand.NewPCG(8, uint64(10*start)))
	all := &train.Repeated{}
	for seed := range uint64(5) {
		run := validated(name, start, 12)
		for i := range run.Epochs {
			e := &run.Epochs[i]
			e.Loss *= .8 + .5*r.Float64()
			e.Error *= .8 + .5*r.Float64()
			e.Validation.Error = 2 + 1.2*e.Error
		}
		all.Seeds, all.Runs = append(all.Seeds, seed), append(all.Runs, run)
	}
	return all
}
