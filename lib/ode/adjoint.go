package ode

import (
	"context"
	"errors"
	"fmt"
)

// Pullback is the transposed derivative of the right side, as reverse-mode
// differentiation gives it: for weights w on the slope at (t, u) it writes
// wᵀ·∂f/∂u into du and adds wᵀ·∂f/∂p to dp, for the parameters p of f.
type Pullback func(t float64, u, w, du, dp []float64)

// How says how a gradient goes back through a solution.
type How int

const (
	// Direct differentiates the steps that were taken and keeps every state.
	Direct How = iota

	// Checkpointed does the same, to the bit, but keeps few states and computes the
	// others again.
	Checkpointed

	// Continuous solves the adjoint equation backwards in time, with a state that it
	// computes again backwards: no memory for the past, and no gradient of the
	// numbers that were computed, but of what they approximate.
	Continuous
)

// Adjoint says what to differentiate.
type Adjoint struct {
	Pullback Pullback
	Params   int // the number of f's parameters

	// Loss returns the derivative of what is differentiated, a number, with respect
	// to the last state u(T1).
	Loss func(u []float64) []float64

	How         How
	Checkpoints int // of Checkpointed; 0 means the root of the number of steps
}

// Gradient is the derivative of a loss of the last state.
type Gradient struct {
	U0, Params  []float64 // with respect to the initial state and to the parameters
	Last        []float64 // the last state
	Steps       int       // from T0 to T1
	Evaluations int       // of the right side, forth and back
	Pullbacks   int
}

// Differentiate integrates p and returns the derivative of a loss of the last
// state with respect to the first one and to the parameters of the right side.
//
// Steps and their sizes are those that [Integrate] takes with the same options.
// Sizes that it chose count as constants. Direct and Checkpointed need an explicit
// Runge–Kutta method. Events and saved states have no derivative here: Events must
// be empty, Save and At are ignored.
func Differentiate(ctx context.Context, p Problem, a Adjoint, o Options) (*Gradient, error) {
	o = o.withDefaults()
	o.At, o.Save = nil, LastOnly
	g, err := differentiate(ctx, p, a, o)
	if err != nil {
		return nil, fmt.Errorf("ode: Differentiate: %w", err)
	}
	return g, nil
}

func differentiate(ctx context.Context, p Problem, a Adjoint, o Options) (*Gradient, error) {
	if ctx == nil {
		return nil, errNoContext
	}
	if err := a.check(&o); err != nil {
		return nil, err
	}
	switch a.How {
	case Continuous:
		return a.continuous(ctx, p, o)
	case Direct, Checkpointed:
		return a.discrete(ctx, p, o)
	}
	return nil, fmt.Errorf("got %d as the way back, want Direct, Checkpointed or Continuous", a.How)
}

func (a *Adjoint) check(o *Options) error {
	switch {
	case a.Pullback == nil:
		return errors.New("got no Pullback, want wᵀ·∂f/∂u and wᵀ·∂f/∂p")
	case a.Loss == nil:
		return errors.New("got no Loss, want its derivative with respect to the last state")
	case a.Params < 0 || a.Checkpoints < 0:
		return fmt.Errorf("got %d parameters and %d checkpoints, want 0 or more", a.Params, a.Checkpoints)
	case len(o.Events) > 0:
		return fmt.Errorf("got %d events, want none", len(o.Events))
	}
	return nil
}

// seed returns the derivative of the loss with respect to the last state.
func (a *Adjoint) seed(last []float64) ([]float64, error) {
	w := a.Loss(last)
	if len(w) != len(last) {
		return nil, fmt.Errorf("got %d values from Loss for a state of %d", len(w), len(last))
	}
	return append([]float64(nil), w...), nil
}
