package ode

import "context"

// InPlace is the right side of u' = f(t, u) that writes the slope into du instead
// of returning it, so that a step needs no new memory. It must not modify u nor
// keep u or du.
type InPlace func(t float64, u, du []float64)

// field is a right side at work: it counts what it is asked and remembers the
// first thing that was wrong with an answer.
type field struct {
	ctx   context.Context
	into  InPlace
	err   error
	evals int
}

// newField returns the right side of p, whichever way it is given.
func newField(ctx context.Context, p Problem) *field {
	r := &field{ctx: ctx, into: p.InPlace}
	if r.into == nil {
		r.into = func(t float64, u, du []float64) {
			g := p.F(t, u)
			if len(g) != len(du) && r.err == nil {
				r.err = &shapeError{len(g), len(du)}
			}
			copy(du, g)
		}
	}
	return r
}

// at writes f(t, u) into du.
func (r *field) at(t float64, u, du []float64) {
	r.evals++
	r.into(t, u, du)
}

// checked is at for what evaluates often within one step: it returns the first
// thing that was wrong, and the reason of the context once that has ended.
func (r *field) checked(t float64, u, du []float64) error {
	if r.err == nil && r.ctx.Err() != nil {
		r.err = context.Cause(r.ctx)
	}
	if r.err == nil {
		r.at(t, u, du)
	}
	return r.err
}
