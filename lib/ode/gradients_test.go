package ode_test

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/unravel-go/unravel/lib/ode"
)

// gradientProblem is a right side with parameters, and how it pulls weights back.
type gradientProblem struct {
	name  string
	u0, p []float64
	t1    float64
	f     func(p []float64) ode.InPlace
	pull  func(p []float64) ode.Pullback
}

// hares and lynxes, with four rates as parameters.
func haresAndLynxes() gradientProblem {
	return gradientProblem{
		name: "hares and lynxes", u0: []float64{2, 1}, p: []float64{1, .9, 1.1, .8}, t1: 4,
		f: func(p []float64) ode.InPlace {
			return func(_ float64, u, du []float64) {
				du[0], du[1] = p[0]*u[0]-p[1]*u[0]*u[1], p[2]*u[0]*u[1]-p[3]*u[1]
			}
		},
		pull: func(p []float64) ode.Pullback {
			return func(_ float64, u, w, du, dp []float64) {
				du[0] = w[0]*(p[0]-p[1]*u[1]) + w[1]*p[2]*u[1]
				du[1] = -w[0]*p[1]*u[0] + w[1]*(p[2]*u[0]-p[3])
				dp[0] += w[0] * u[0]
				dp[1] -= w[0] * u[0] * u[1]
				dp[2] += w[1] * u[0] * u[1]
				dp[3] -= w[1] * u[1]
			}
		},
	}
}

// riccatiMatrix is U' = P·U − U·U of matrices of 2 rows and columns, whose parameters
// are the values of P.
func riccatiMatrix() gradientProblem {
	square := func(u []float64) *mat.Dense { return mat.NewDense(2, 2, u) }
	return gradientProblem{
		name: "a matrix", u0: []float64{.5, .1, -.2, .3}, p: []float64{.4, -1, 1, .2}, t1: 2,
		f: func(p []float64) ode.InPlace {
			problem, err := ode.MatrixProblem(func(_ float64, u, du *mat.Dense) {
				var squared mat.Dense
				squared.Mul(u, u)
				du.Mul(square(p), u)
				du.Sub(du, &squared)
			}, square([]float64{1, 0, 0, 1}), 0, 1)
			if err != nil {
				panic(err)
			}
			return problem.InPlace
		},
		pull: func(p []float64) ode.Pullback {
			return func(_ float64, u, w, du, dp []float64) {
				var left, right mat.Dense
				left.Mul(square(p).T(), square(w))
				right.Mul(square(w), square(u).T())
				out := square(du)
				out.Mul(square(u).T(), square(w))
				out.Add(out, &right)
				out.Sub(&left, out)
				ofP := square(dp)
				ofP.Add(ofP, &right)
			}
		},
	}
}

// loss is Σ (i+1)·u[i]²/2, whose derivative is (i+1)·u[i].
func loss(u []float64) (value float64, derivative []float64) {
	for i, x := range u {
		value += float64(i+1) * x * x / 2
		derivative = append(derivative, float64(i+1)*x)
	}
	return value, derivative
}

func (g gradientProblem) gradient(t *testing.T, how ode.How, o ode.Options) []float64 {
	t.Helper()
	d, err := ode.Differentiate(context.Background(), ode.Problem{InPlace: g.f(g.p), U0: g.u0, T1: g.t1},
		ode.Adjoint{
			Pullback: g.pull(g.p), Params: len(g.p), How: how,
			Loss: func(u []float64) []float64 { _, w := loss(u); return w },
		}, o)
	if err != nil {
		t.Fatal(err)
	}
	return append(d.U0, d.Params...)
}

// differences of the loss after the same integration.
func (g gradientProblem) differences(t *testing.T, o ode.Options) []float64 {
	t.Helper()
	x := append(append([]float64(nil), g.u0...), g.p...)
	at := func(i int, by float64) float64 {
		moved := append([]float64(nil), x...)
		moved[i] += by
		d := len(g.u0)
		value, _ := loss(integrate(t, ode.Problem{InPlace: g.f(moved[d:]), U0: moved[:d], T1: g.t1}, o).Last())
		return value
	}
	slopes := make([]float64, len(x))
	for i := range x {
		const h = 1e-5
		slopes[i] = (at(i, h) - at(i, -h)) / (2 * h)
	}
	return slopes
}

// The three ways back agree with each other and with differences of the loss, on
// systems that are not linear and for states that are matrices.
func TestThreeWaysBackAgree(t *testing.T) {
	for _, g := range []gradientProblem{haresAndLynxes(), riccatiMatrix()} {
		t.Run(g.name, func(t *testing.T) {
			tight := ode.Options{RelTol: 1e-11, AbsTol: 1e-12}
			for _, o := range []ode.Options{tight, {Method: ode.RK4, Steps: 400}, {Method: ode.RK4, RelTol: 1e-9, AbsTol: 1e-10}} {
				direct, checkpointed := g.gradient(t, ode.Direct, o), g.gradient(t, ode.Checkpointed, o)
				for i := range direct {
					if direct[i] != checkpointed[i] {
						t.Errorf("derivative %d: got %v checkpointed, want %v to the bit", i, checkpointed[i], direct[i])
					}
				}
				if d := distance(direct, g.gradient(t, ode.Continuous, o)); d > 1e-6 {
					t.Errorf("got the continuous gradient off the direct one by %.2g, want 1e-6", d)
				}
				if d := distance(direct, g.differences(t, o)); d > 1e-6 {
					t.Errorf("got the differences off the direct gradient by %.2g, want 1e-6", d)
				}
			}
		})
	}
}

// Steps that a method without second weights chose are differentiated as they were
// taken, in halves: to rounding the gradient is that of the halves.
func TestGradientOfStepsInHalves(t *testing.T) {
	g := haresAndLynxes()
	o := ode.Options{Method: ode.RK4, RelTol: 1e-3, AbsTol: 1e-3}
	p := ode.Problem{InPlace: g.f(g.p), U0: g.u0, T1: g.t1}
	d, err := ode.Differentiate(context.Background(), p, ode.Adjoint{
		Pullback: g.pull(g.p), Params: len(g.p), Loss: func(u []float64) []float64 { _, w := loss(u); return w },
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	sol := integrate(t, p, o)
	if off := distance(d.Last, sol.Last()); off > 1e-13 || d.Steps != 2*sol.Stats.Accepted {
		t.Errorf("got %v after %d steps, want %v after %d", d.Last, d.Steps, sol.Last(), 2*sol.Stats.Accepted)
	}
	if math.IsNaN(d.U0[0]) {
		t.Error("got no gradient")
	}
}
