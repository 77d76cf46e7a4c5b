package ode

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

// reverse is the way back through the steps of an explicit Runge–Kutta method.
//
// A step computes, for its stages i,
//
//	U[i] = u + h·Σⱼ a[i][j]·k[j],   k[i] = f(t + c[i]·h, U[i]),   next = u + h·Σᵢ b[i]·k[i]
//
// so weights λ on next become weights on the slopes, the last stage first,
//
//	κ[i] = h·b[i]·λ + h·Σⱼ a[j][i]·v[j],   v[i] = κ[i]ᵀ·∂f/∂u(U[i])
//
// and on u: λ + Σᵢ v[i]. That is exact for the numbers that were computed, whatever
// the step size.
type reverse struct {
	ctx   context.Context
	a     *Adjoint
	s     *Tableau
	f     *field
	times []float64

	stages, slopes []float64 // U and k: [stages][d]
	pulled         []float64 // v: [stages][d]
	weights, kappa []float64
	grad           *Gradient
}

func (a *Adjoint) discrete(ctx context.Context, p Problem, o Options) (*Gradient, error) {
	s, err := explicitTableau(o.Method)
	if err != nil {
		return nil, err
	}
	times, evaluations, err := mesh(ctx, p, o)
	if err != nil {
		return nil, err
	}
	d, n := len(p.U0), len(s.B)
	r := &reverse{
		ctx: ctx, a: a, s: s, f: newField(ctx, p), times: times,
		stages: make([]float64, n*d), slopes: make([]float64, n*d), pulled: make([]float64, n*d),
		kappa: make([]float64, d),
		grad:  &Gradient{Params: make([]float64, a.Params), Steps: len(times) - 1},
	}
	if err := r.sweep(p.U0); err != nil {
		return nil, err
	}
	r.grad.U0 = r.weights
	r.grad.Evaluations = r.f.evals + evaluations
	return r.grad, nil
}

func explicitTableau(s Scheme) (*Tableau, error) {
	var tableau *Tableau
	switch m := s.(type) {
	case RungeKutta:
		tableau = m.tableau()
	case *Tableau:
		tableau = m
	}
	if tableau == nil || !tableau.Explicit() {
		return nil, fmt.Errorf("got %s, want an explicit Runge–Kutta method", s.Name())
	}
	return tableau, nil
}

// mesh returns the times of the steps that Integrate takes, halves that estimate an
// error included, and how often it evaluates the right side to find them.
func mesh(ctx context.Context, p Problem, o Options) (times []float64, evaluations int, err error) {
	if o.Steps > 0 && p.T0 != p.T1 {
		if err := o.check(p); err != nil {
			return nil, 0, err
		}
		for i := range o.Steps + 1 {
			times = append(times, o.equalTime(p, i))
		}
		return times, 0, nil
	}
	o.Save = timesOnly
	sol, err := Integrate(ctx, p, o)
	if err != nil {
		return nil, 0, err
	}
	if tableau, _ := explicitTableau(o.Method); tableau.Embedded == nil {
		return halved(sol.T), sol.Stats.Evaluations, nil
	}
	return sol.T, sol.Stats.Evaluations, nil
}

// halved returns the times with those in the middle between each two.
func halved(times []float64) []float64 {
	all := times[:1:1]
	for i, t := range times[1:] {
		all = append(all, times[i]+(t-times[i])/2, t)
	}
	return all
}

// sweep goes forth and back. It keeps the state at the start of every piece of m
// steps, and the states within one piece at a time: those of the last piece from
// the way forth, those of the others computed again.
func (r *reverse) sweep(u0 []float64) (err error) {
	n, d := r.grad.Steps, len(u0)
	m := r.pieceLength()
	within := make([]float64, (m+1)*d)
	copy(within, u0)
	var pieces []float64
	last := within[:d]
	for from := 0; from < n; from += m {
		copy(within, last)
		pieces = append(pieces, last...)
		if last, err = r.forth(within, from, min(from+m, n)); err != nil {
			return err
		}
	}
	r.grad.Last = slices.Clone(last)
	if r.weights, err = r.a.seed(r.grad.Last); err != nil {
		return err
	}
	for piece := len(pieces)/d - 1; piece >= 0; piece-- {
		from, to := piece*m, min(piece*m+m, n)
		if to < n {
			copy(within, pieces[piece*d:(piece+1)*d])
			if _, err := r.forth(within, from, to); err != nil {
				return err
			}
		}
		if err := r.back(within, from, to); err != nil {
			return err
		}
	}
	return nil
}

// size is the size of step i.
func (r *reverse) size(i int) float64 { return r.times[i+1] - r.times[i] }

// pieceLength is the number of steps between two states that are kept.
func (r *reverse) pieceLength() int {
	n := max(r.grad.Steps, 1)
	if r.a.How == Direct {
		return n
	}
	kept := r.a.Checkpoints
	if kept == 0 {
		kept = int(math.Ceil(math.Sqrt(float64(n))))
	}
	return (n + kept - 1) / kept
}

// forth fills within, whose first state is known, with the states at the steps
// from and to and between, and returns the last of them.
func (r *reverse) forth(within []float64, from, to int) ([]float64, error) {
	d := len(r.kappa)
	for i := from; i < to; i++ {
		if r.ctx.Err() != nil {
			return nil, context.Cause(r.ctx)
		}
		u, next := within[(i-from)*d:(i-from+1)*d], within[(i-from+1)*d:(i-from+2)*d]
		r.look(i, u)
		follow(next, u, r.size(i), r.s.B, r.slopes)
	}
	return within[(to-from)*d : (to-from+1)*d], r.f.err
}

// look evaluates the stages of step i from u.
func (r *reverse) look(i int, u []float64) {
	d, h := len(u), r.size(i)
	for j := range r.s.B {
		stage := r.stages[j*d : (j+1)*d]
		follow(stage, u, h, r.s.A[j], r.slopes)
		r.f.at(r.times[i]+r.s.C[j]*h, stage, r.slopes[j*d:(j+1)*d])
	}
}

// back takes the weights from the end of a piece to its start.
func (r *reverse) back(within []float64, from, to int) error {
	d := len(r.kappa)
	for i := to - 1; i >= from; i-- {
		if r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		r.look(i, within[(i-from)*d:(i-from+1)*d])
		r.pull(i)
		if i%max(1, r.grad.Steps/100) == 0 {
			progress.Report(r.ctx, "differentiate", r.grad.Steps-i, r.grad.Steps, nil)
		}
	}
	return r.f.err
}

// pull takes the weights over step i, whose stages are at hand.
func (r *reverse) pull(i int) {
	d, h := len(r.kappa), r.size(i)
	for j := len(r.s.B) - 1; j >= 0; j-- {
		for c, w := range r.weights {
			r.kappa[c] = h * r.s.B[j] * w
		}
		for l := j + 1; l < len(r.s.B); l++ {
			if j < len(r.s.A[l]) {
				axpy(r.kappa, h*r.s.A[l][j], r.pulled[l*d:(l+1)*d])
			}
		}
		r.a.Pullback(r.times[i]+r.s.C[j]*h, r.stages[j*d:(j+1)*d], r.kappa, r.pulled[j*d:(j+1)*d], r.grad.Params)
		r.grad.Pullbacks++
	}
	for j := range r.s.B {
		axpy(r.weights, 1, r.pulled[j*d:(j+1)*d])
	}
}
