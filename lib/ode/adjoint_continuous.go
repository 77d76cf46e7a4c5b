package ode

import (
	"context"
	"fmt"
	"slices"
)

// continuous solves, backwards from T1,
//
//	u' = f,   λ' = −λᵀ·∂f/∂u,   μ' = −λᵀ·∂f/∂p
//
// from λ = ∂L/∂u(T1) and μ = 0. At T0, λ is the derivative with respect to u0 and μ
// the one with respect to the parameters.
func (a *Adjoint) continuous(ctx context.Context, p Problem, o Options) (*Gradient, error) {
	forth, err := Integrate(ctx, p, o)
	if err != nil {
		return nil, err
	}
	d := len(p.U0)
	last := slices.Clone(forth.Last())
	weights, err := a.seed(last)
	if err != nil {
		return nil, err
	}
	f, pullbacks := newField(ctx, p), 0
	backward := func(t float64, z, dz []float64) {
		f.at(t, z[:d], dz[:d])
		slopes := dz[d:]
		clear(slopes)
		a.Pullback(t, z[:d], z[d:2*d], slopes[:d], slopes[d:])
		for i := range slopes {
			slopes[i] = -slopes[i]
		}
		pullbacks++
	}
	start := slices.Concat(last, weights, make([]float64, a.Params))
	back, err := Integrate(ctx, Problem{InPlace: backward, U0: start, T0: p.T1, T1: p.T0}, o)
	if err != nil {
		return nil, fmt.Errorf("on the way back: %w", err)
	}
	z := back.Last()
	return &Gradient{
		U0: z[d : 2*d], Params: z[2*d:], Last: last,
		Steps:       forth.Stats.Accepted,
		Evaluations: forth.Stats.Evaluations + f.evals,
		Pullbacks:   pullbacks,
	}, nil
}
