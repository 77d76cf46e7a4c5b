package ode_test

import (
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/ode"
)

const (
	lambda = -.4 // of a linear branch, with the step in it
	other  = .3  // of a second one
	blocks = 12
)

// survival falls along the network, as in stochastic depth.
func survival(t float64) float64 { return 1 - .5*t/blocks }

// noisyNet is a residual network of linear branches on one value: its equation, a
// step of its own, and what a step does to the mean and to the mean square, exactly.
type noisyNet struct {
	name     string
	equation func() (ode.SDE, error)
	step     func(r *rand.Rand, t, x float64) float64
	mean     func(t float64) float64         // E[X'] / X
	square   func(t, square float64) float64 // E[X'²]
}

// noisyNets have known moments: a factor 1+ηλ has the mean square 1 + 2pλ + pλ².
func noisyNets() []noisyNet {
	const sigma = .05
	both, apart := (lambda+other)/2, lambda-other
	return []noisyNet{
		{
			"stochastic depth",
			func() (ode.SDE, error) { return ode.StochasticDepth(times(lambda), survival, 1) },
			func(r *rand.Rand, t, x float64) float64 {
				if r.Float64() < survival(t) {
					x += lambda * x
				}
				return x
			},
			func(t float64) float64 { return 1 + survival(t)*lambda },
			func(t, s float64) float64 { return s * (1 + survival(t)*lambda*(2+lambda)) },
		},
		{
			"Shake-Shake",
			func() (ode.SDE, error) { return ode.ShakeShake(times(lambda), times(other), 1) },
			func(r *rand.Rand, _, x float64) float64 {
				eta := r.Float64()
				return x + eta*lambda*x + (1-eta)*other*x
			},
			func(float64) float64 { return 1 + both },
			func(_, s float64) float64 { return s * ((1+both)*(1+both) + apart*apart/12) },
		},
		{
			"normal noise",
			func() (ode.SDE, error) { return ode.NoiseInjection(times(lambda), sigma, 1) },
			func(r *rand.Rand, _, x float64) float64 { return x + lambda*x + sigma*r.NormFloat64() },
			func(float64) float64 { return 1 + lambda },
			func(_, s float64) float64 { return s*(1+lambda)*(1+lambda) + sigma*sigma },
		},
		{
			"uniform noise",
			func() (ode.SDE, error) { return ode.NoiseInjection(times(lambda), sigma, 1) },
			func(r *rand.Rand, _, x float64) float64 {
				return x + lambda*x + math.Sqrt(3)*sigma*(2*r.Float64()-1)
			},
			func(float64) float64 { return 1 + lambda },
			func(_, s float64) float64 { return s*(1+lambda)*(1+lambda) + sigma*sigma },
		},
	}
}

// moments are of some numbers: mean and variance, each with its standard error.
func moments(xs []float64) (mean, meanError, variance, varianceError float64) {
	n := float64(len(xs))
	for _, x := range xs {
		mean += x / n
	}
	fourth := 0.0
	for _, x := range xs {
		d := x - mean
		variance += d * d / n
		fourth += d * d * d * d / n
	}
	return mean, math.Sqrt(variance / n), variance, math.Sqrt((fourth - variance*variance) / n)
}

// TestNoisyNetsAreSchemesOfTheirEquations follows networks with noise, and Euler
// and Maruyama's numbers for the equation that each is said to be a scheme for:
// mean and variance of both are those of the closed form, E[X] = Π(1 + p·λ) for
// stochastic depth, within four standard errors.
func TestNoisyNetsAreSchemesOfTheirEquations(t *testing.T) {
	const paths = 40000
	for _, net := range noisyNets() {
		t.Run(net.name, func(t *testing.T) {
			e, err := net.equation()
			if err != nil {
				t.Fatal(err)
			}
			wantMean, square := 1.0, 1.0
			for n := range blocks {
				wantMean, square = wantMean*net.mean(float64(n)), net.square(float64(n), square)
			}
			wantVariance := square - wantMean*wantMean
			hold := func(whose string, ends []float64) {
				mean, meanError, variance, varianceError := moments(ends)
				if math.Abs(mean-wantMean) > 4*meanError {
					t.Errorf("%s: got the mean %.6f, want %.6f ± %.6f", whose, mean, wantMean, 4*meanError)
				}
				if math.Abs(variance-wantVariance) > 4*varianceError {
					t.Errorf("%s: got the variance %.6f, want %.6f ± %.6f", whose, variance, wantVariance, 4*varianceError)
				}
			}
			random := rand.New(rand.NewPCG(1, 2))
			ends := make([]float64, paths)
			for i := range ends {
				ends[i] = 1
				for n := range blocks {
					ends[i] = net.step(random, float64(n), ends[i])
				}
			}
			hold("network", ends)
			solved, err := ode.Ensemble{Paths: paths, Steps: blocks, T1: blocks, Seed: 5}.Solve(t.Context(), ode.EulerMaruyama, e, []float64{1})
			if err != nil {
				t.Fatal(err)
			}
			for i, u := range solved {
				ends[i] = u[0]
			}
			hold("equation", ends)
		})
	}
}

// As the blocks become more and their steps smaller, mean and mean square of the
// network come to those of the equation, with order 1: the equation's grow like
// exp(p·λ) and exp(2p·λ + h·p(1−p)·λ²).
func TestStochasticDepthConvergesWeakly(t *testing.T) {
	const p, rate = .6, -1.
	off := func(n int) (mean, square float64) {
		h := 1 / float64(n)
		e, err := ode.StochasticDepth(times(rate), func(float64) float64 { return p }, h)
		if err != nil {
			t.Fatal(err)
		}
		a, b := e.Drift(0, []float64{1})[0], e.Diffusion(0, []float64{1})[0]
		mean = math.Pow(1+p*rate*h, float64(n)) - math.Exp(a)
		square = math.Pow(1+2*p*rate*h+p*rate*rate*h*h, float64(n)) - math.Exp(2*a+b*b)
		return mean, square
	}
	mean, square := off(64)
	halfMean, halfSquare := off(128)
	for name, order := range map[string]float64{"mean": math.Log2(mean / halfMean), "mean square": math.Log2(square / halfSquare)} {
		if math.Abs(order-1) > .05 {
			t.Errorf("%s: observed order %.3f, want 1 ± 0.05", name, order)
		}
	}
}

func TestNoisyNetsSayWhatIsWrong(t *testing.T) {
	short := func(float64, []float64) []float64 { return nil }
	tests := []struct {
		name string
		run  func() (ode.SDE, error)
		want string
	}{
		{"no probability", func() (ode.SDE, error) { return ode.StochasticDepth(times(1), nil, 1) }, "got no branch or no probability"},
		{"no step", func() (ode.SDE, error) { return ode.StochasticDepth(times(1), survival, 0) }, "StochasticDepth: got the step size 0"},
		{"one branch", func() (ode.SDE, error) { return ode.ShakeShake(times(1), nil, 1) }, "got less than two branches"},
		{"a step without end", func() (ode.SDE, error) { return ode.ShakeShake(times(1), times(1), math.Inf(1)) }, "got the step size +Inf"},
		{"no branch", func() (ode.SDE, error) { return ode.NoiseInjection(nil, 1, 1) }, "got no branch"},
		{"a step back", func() (ode.SDE, error) { return ode.NoiseInjection(times(1), 1, -1) }, "got the step size -1"},
		{"a deviation of NaN", func() (ode.SDE, error) { return ode.NoiseInjection(times(1), math.NaN(), 1) }, "got the deviation NaN"},
		{"branches of unlike length", func() (ode.SDE, error) {
			e, err := ode.ShakeShake(times(1), short, 1)
			if err == nil {
				_, err = ode.EulerMaruyama.Step(e, 0, 1, []float64{0}, []float64{1})
			}
			return e, err
		}, "f returned 0 values for a state of 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.run(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// Blocks that take part with probability ½ go half as far, and spread.
func ExampleStochasticDepth() {
	decay := func(_ float64, u []float64) []float64 { return []float64{-u[0]} }
	half := func(float64) float64 { return .5 }
	for _, blocks := range []float64{1, 100} {
		e, err := ode.StochasticDepth(decay, half, 1/blocks)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%3.0f blocks: drift %.2f, diffusion %.2f\n", blocks, e.Drift(0, []float64{1})[0], e.Diffusion(0, []float64{1})[0])
	}
	// Output:
	//   1 blocks: drift -0.50, diffusion -0.50
	// 100 blocks: drift -0.50, diffusion -0.05
}
