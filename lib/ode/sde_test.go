package ode_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/ode"
)

func times(c float64) ode.Func {
	return func(_ float64, u []float64) []float64 {
		v := make([]float64, len(u))
		for i := range u {
			v[i] = c * u[i]
		}
		return v
	}
}

const (
	growthRate = .5
	volatility = 1.
)

// stock is dX = growthRate·X·dt + volatility·X·dW, in the sense of Itô. Its solution
// is exp((growthRate − volatility²/2)·t + volatility·W(t)), with mean
// exp(growthRate·t).
func stock() ode.SDE {
	return ode.SDE{Drift: times(growthRate), Diffusion: times(volatility)}
}

// errorsOnPaths returns the mean of |X − exact| and of X − exact at time 1 over
// paths of the given numbers of steps, and the standard error of the latter.
func errorsOnPaths(t *testing.T, s ode.Stochastic, e ode.SDE, paths int, steps []int) (strong, weak, standard []float64) {
	t.Helper()
	finest := steps[len(steps)-1]
	strong, weak, standard = make([]float64, len(steps)), make([]float64, len(steps)), make([]float64, len(steps))
	for seed := range paths {
		fine, err := ode.NewBrownian(uint64(seed), 1, finest, 1/float64(finest))
		if err != nil {
			t.Fatal(err)
		}
		exponent := volatility * fine.At(finest)[0]
		if !e.Stratonovich {
			exponent -= volatility * volatility / 2
		}
		exact := math.Exp(growthRate + exponent)
		for i, n := range steps {
			w, err := fine.Coarsen(finest / n)
			if err != nil {
				t.Fatal(err)
			}
			us, err := ode.SolveSDE(s, e, []float64{1}, 0, w)
			if err != nil {
				t.Fatal(err)
			}
			strong[i] += math.Abs(us[n][0]-exact) / float64(paths)
			weak[i] += (us[n][0] - exact) / float64(paths)
			standard[i] += (us[n][0] - exact) * (us[n][0] - exact) / float64(paths)
		}
	}
	for i, square := range standard {
		standard[i] = math.Sqrt((square - weak[i]*weak[i]) / float64(paths))
	}
	return strong, weak, standard
}

// TestStrongOrder measures the mean distance from the exact solution on the same
// 2,000 paths at two step sizes.
func TestStrongOrder(t *testing.T) {
	for _, s := range []ode.Stochastic{ode.EulerMaruyama, ode.Milstein, ode.StochasticHeun} {
		for _, stratonovich := range []bool{false, true} {
			e := stock()
			e.Stratonovich = stratonovich
			strong, _, _ := errorsOnPaths(t, s, e, 2000, []int{32, 128})
			if got := math.Log2(strong[0]/strong[1]) / 2; math.Abs(got-s.StrongOrder()) > .1 {
				t.Errorf("%s, Stratonovich %v: observed strong order %.3f, want %v ± 0.1", s.Name(), stratonovich, got, s.StrongOrder())
			}
		}
	}
}

// meanGrowth is by what a step of the size h multiplies the mean of a stock: from
// the moments of the normal increments, exactly.
func meanGrowth(s ode.Stochastic, h float64) float64 {
	if s == ode.StochasticHeun { // 1 + A + A²/2 with A = drift·h + volatility·ΔW
		drift := growthRate - volatility*volatility/2.
		return 1 + growthRate*h + drift*drift*h*h/2
	}
	return 1 + growthRate*h
}

// The error of the mean on 20,000 paths is, within 4 of its standard errors, what
// the moments say, which has the weak order within 0.05. Taking the exact solution
// on the same paths away makes the standard errors small.
func TestWeakOrder(t *testing.T) {
	for _, s := range []ode.Stochastic{ode.EulerMaruyama, ode.Milstein, ode.StochasticHeun} {
		expected := func(n int) float64 {
			return math.Pow(meanGrowth(s, 1/float64(n)), float64(n)) - math.Exp(growthRate)
		}
		steps := []int{4, 16}
		_, weak, standard := errorsOnPaths(t, s, stock(), 20000, steps)
		for i, n := range steps {
			if want := expected(n); math.Abs(weak[i]-want) > 4*standard[i] {
				t.Errorf("%s, %d steps: got an error of the mean of %.5f, want %.5f ± %.5f", s.Name(), n, weak[i], want, 4*standard[i])
			}
		}
		if got := math.Log2(expected(128) / expected(256)); math.Abs(got-s.WeakOrder()) > .05 {
			t.Errorf("%s: got the weak order %.3f, want %v ± 0.05", s.Name(), got, s.WeakOrder())
		}
	}
}

// Whoever watches is told of every hundredth of the paths.
func TestEnsembleReports(t *testing.T) {
	var reports, last int
	ctx := progress.With(t.Context(), func(_ string, done, _ int, _ map[string]float64) { reports, last = reports+1, done })
	if _, err := (ode.Ensemble{Paths: 250, Steps: 1, T1: 1}).Solve(ctx, ode.EulerMaruyama, stock(), []float64{1}); err != nil {
		t.Fatal(err)
	}
	if reports != 100 || last != 250 {
		t.Errorf("got %d reports, the last of path %d, want 100 and 250", reports, last)
	}
}

// Solve keeps the ends of the paths that Follow returns whole.
func TestEnsembleFollowsThePathsThatItSolves(t *testing.T) {
	n := ode.Ensemble{Paths: 7, Steps: 5, T1: 1, Seed: 2}
	ends, err := n.Solve(t.Context(), ode.Milstein, stock(), []float64{1})
	if err != nil {
		t.Fatal(err)
	}
	paths, err := n.Follow(t.Context(), ode.Milstein, stock(), []float64{1})
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range paths {
		if len(path) != 6 || path[0][0] != 1 || path[5][0] != ends[i][0] {
			t.Errorf("path %d: got %v, want 6 states from 1 to %v", i, path, ends[i])
		}
	}
	if paths, err := (ode.Ensemble{Paths: -1, Steps: 1, T1: 1}).Follow(t.Context(), ode.Milstein, stock(), []float64{1}); err == nil || paths != nil {
		t.Errorf("got %d paths and error %v of −1 paths, want an error", len(paths), err)
	}
}

// The first two moments of Euler and Maruyama's numbers are known exactly for a
// linear equation: a step multiplies the mean by 1+ah and the mean square by
// (1+ah)² + b²h.
func TestEnsembleHasTheMomentsOfTheScheme(t *testing.T) {
	const a, b, steps, paths = -1., .5, 10, 20000
	e := ode.SDE{Drift: times(a), Diffusion: times(b)}
	ends, err := ode.Ensemble{Paths: paths, Steps: steps, T1: 1, Seed: 3}.Solve(t.Context(), ode.EulerMaruyama, e, []float64{1})
	if err != nil {
		t.Fatal(err)
	}
	var mean, square, fourth float64
	for _, u := range ends {
		mean += u[0] / paths
		square += u[0] * u[0] / paths
		fourth += math.Pow(u[0], 4) / paths
	}
	const h = 1. / steps
	wantMean := math.Pow(1+a*h, steps)
	wantSquare := math.Pow((1+a*h)*(1+a*h)+b*b*h, steps)
	if sigma := math.Sqrt((square - mean*mean) / paths); math.Abs(mean-wantMean) > 4*sigma {
		t.Errorf("got the mean %.5f, want %.5f ± %.5f", mean, wantMean, 4*sigma)
	}
	if sigma := math.Sqrt((fourth - square*square) / paths); math.Abs(square-wantSquare) > 4*sigma {
		t.Errorf("got the mean square %.5f, want %.5f ± %.5f", square, wantSquare, 4*sigma)
	}
}

// Without noise they are forward Euler and Heun.
func TestWithoutNoise(t *testing.T) {
	silent := func(_ float64, u []float64) []float64 { return make([]float64, len(u)) }
	e := ode.SDE{Drift: forced, Diffusion: silent}
	w, err := ode.NewBrownian(1, 1, 20, .05)
	if err != nil {
		t.Fatal(err)
	}
	for s, scheme := range map[ode.Stochastic]ode.Scheme{ode.EulerMaruyama: ode.ForwardEuler, ode.Milstein: ode.ForwardEuler, ode.StochasticHeun: ode.Heun} {
		got, err := ode.SolveSDE(s, e, []float64{1}, 0, w)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ode.Solve(scheme, forced, []float64{1}, 0, 1, 20)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got[20][0]-want[20][0]) > 1e-13 {
			t.Errorf("%s: got %v, want %v as %s", s.Name(), got[20][0], want[20][0], scheme.Name())
		}
	}
}

// One motion for all components turns a state about the origin; in the sense of
// Stratonovich, which obeys the rules of calculus, it keeps its distance.
func TestSharedNoiseTurns(t *testing.T) {
	still := func(_ float64, u []float64) []float64 { return make([]float64, len(u)) }
	turn := func(_ float64, u []float64) []float64 { return []float64{-u[1], u[0]} }
	e := ode.SDE{Drift: still, Diffusion: turn, Shared: true, Stratonovich: true}
	const n = 4000
	w, err := ode.NewBrownian(5, 1, n, 1./n)
	if err != nil {
		t.Fatal(err)
	}
	angle := w.At(n)[0]
	for _, s := range []ode.Stochastic{ode.Milstein, ode.StochasticHeun} {
		us, err := ode.SolveSDE(s, e, []float64{1, 0}, 0, w)
		if err != nil {
			t.Fatal(err)
		}
		if math.Hypot(us[n][0]-math.Cos(angle), us[n][1]-math.Sin(angle)) > 5e-3 {
			t.Errorf("%s: got %v, want the angle %v", s.Name(), us[n], angle)
		}
	}
}

func TestBrownianPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		d, m := rapid.IntRange(1, 3).Draw(t, "motions"), rapid.IntRange(1, 5).Draw(t, "together")
		w, err := ode.NewBrownian(seed, d, 4*m, .25)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ode.NewBrownian(seed, d, 4*m, .25)
		if err != nil {
			t.Fatal(err)
		}
		coarse, err := w.Coarsen(m)
		if err != nil {
			t.Fatal(err)
		}
		if coarse.Steps() != 4 || coarse.Motions() != d || coarse.StepSize() != .25*float64(m) {
			t.Errorf("got %d steps of %v", coarse.Steps(), coarse.StepSize())
		}
		for i := range d {
			if math.Abs(coarse.At(3)[i]-w.At(3 * m)[i]) > 1e-12 || w.At(m)[i] != again.At(m)[i] {
				t.Error("got another path in coarse steps, or from the same seed")
			}
		}
	})
	const n = 40000
	w, err := ode.NewBrownian(1, n, 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	var variance float64
	for _, x := range w.At(1) {
		variance += x * x / n
	}
	if math.Abs(variance-4) > 4*4*math.Sqrt(2./n) {
		t.Errorf("got the variance %v over a step of 4, want 4", variance)
	}
}

func TestSDESaysWhatIsWrong(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	one, err := ode.NewBrownian(1, 1, 2, .5)
	if err != nil {
		t.Fatal(err)
	}
	solve := func(s ode.Stochastic, e ode.SDE, u0 []float64, w *ode.Brownian) func() error {
		return func() error { _, err := ode.SolveSDE(s, e, u0, 0, w); return err }
	}
	ensemble := func(ctx context.Context, n ode.Ensemble) func() error {
		return func() error { _, err := n.Solve(ctx, ode.Milstein, stock(), []float64{1}); return err }
	}
	short := func(float64, []float64) []float64 { return nil }
	tests := []struct {
		name string
		run  func() error
		want string
	}{
		{"no scheme", solve("Ito", stock(), []float64{1}, one), `got the stochastic scheme "Ito", want "Euler–Maruyama"`},
		{"no drift", solve(ode.Milstein, ode.SDE{}, []float64{1}, one), "without drift or diffusion"},
		{"no path", solve(ode.Milstein, stock(), []float64{1}, nil), "no Brownian path"},
		{"too few motions", solve(ode.Milstein, stock(), []float64{1, 2}, one), "got 1 Brownian motions for a state of 2 values, want 2"},
		{"no state", solve(ode.Milstein, stock(), nil, one), "state of 0 values"},
		{"a diffusion of another length", solve(ode.EulerMaruyama, ode.SDE{Drift: times(1), Diffusion: short}, []float64{1}, one), "diffusion: f returned 0 values for a state of 1"},
		{"no paths", ensemble(t.Context(), ode.Ensemble{Steps: 1, T1: 1}), "got 0 paths of 1 steps"},
		{"an end before the start", ensemble(t.Context(), ode.Ensemble{Paths: 1, Steps: 1, T0: 1}), "from 1 to 0"},
		{"stopped", ensemble(ctx, ode.Ensemble{Paths: 9, Steps: 1, T1: 1}), "stopped after 0 of 9 paths"},
		{"no motions", func() error { _, err := ode.NewBrownian(1, 0, 1, 1); return err }, "got 0 motions"},
		{"no time", func() error { _, err := ode.NewBrownian(1, 1, 1, 0); return err }, "got the step size 0"},
		{"steps left over", func() error { _, err := one.Coarsen(3); return err }, "want a divisor of 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.run(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
	if err := ensemble(ctx, ode.Ensemble{Paths: 9, Steps: 1, T1: 1})(); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	var none *ode.Brownian
	if none.At(0) != nil || none.Motions() != 0 || ode.Stochastic("").StrongOrder() != 0 || ode.Stochastic("").WeakOrder() != 0 {
		t.Error("got something of nothing")
	}
}

// The same noise in small steps and in large ones.
func ExampleSolveSDE() {
	noisyDecay := ode.SDE{
		Drift:     func(_ float64, u []float64) []float64 { return []float64{-u[0]} },
		Diffusion: func(_ float64, u []float64) []float64 { return []float64{.3 * u[0]} },
	}
	fine, err := ode.NewBrownian(1, 1, 1024, 1./1024)
	if err != nil {
		log.Fatal(err)
	}
	exact := math.Exp(-1 - .3*.3/2 + .3*fine.At(1024)[0])
	for _, together := range []int{256, 32, 1} {
		w, err := fine.Coarsen(together)
		if err != nil {
			log.Fatal(err)
		}
		us, err := ode.SolveSDE(ode.Milstein, noisyDecay, []float64{1}, 0, w)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%4d steps: off by %.1g\n", w.Steps(), math.Abs(us[w.Steps()][0]-exact))
	}
	// Output:
	//    4 steps: off by 0.06
	//   32 steps: off by 0.006
	// 1024 steps: off by 0.0002
}
