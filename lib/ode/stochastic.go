package ode

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

var errNoPath = errors.New("got no Brownian path, want one: see NewBrownian")

// Stochastic is one of the schemes for an [SDE]: [EulerMaruyama], [Milstein] and
// [StochasticHeun].
//
// There are two orders. The strong one is that of the single path: how far, in the
// mean, the numbers are from the solution driven by the same Brownian path. The
// weak one is that of the distribution: how far means of functions of them are.
// Training needs the weak one, since it is about the expected loss.
type Stochastic string

// Name returns the name.
func (s Stochastic) Name() string { return string(s) }

// Check returns an error unless s is one of the constants.
func (s Stochastic) Check() error {
	switch s {
	case EulerMaruyama, Milstein, StochasticHeun:
		return nil
	}
	return fmt.Errorf("ode: got the stochastic scheme %q, want %q, %q or %q", string(s), EulerMaruyama, Milstein, StochasticHeun)
}

// StrongOrder is ½ for [EulerMaruyama], 1 for the others, and 0 for no scheme.
func (s Stochastic) StrongOrder() float64 {
	switch s {
	case EulerMaruyama:
		return .5
	case Milstein, StochasticHeun:
		return 1
	}
	return 0
}

// WeakOrder is 1 for all of them, and 0 for no scheme.
func (s Stochastic) WeakOrder() float64 {
	if s.Check() != nil {
		return 0
	}
	return 1
}

// Step returns the state at t+h from u at t, with the increments dw of the Brownian
// motions over the step: as many as u has values, or 1 for a Shared one.
func (s Stochastic) Step(e SDE, t, h float64, dw, u []float64) ([]float64, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := e.check(); err != nil {
		return nil, s.errorf(err)
	}
	if len(u) == 0 || len(dw) != e.noise(len(u)) {
		return nil, s.errorf(fmt.Errorf("got %d Brownian motions for a state of %d values, want %d and at least 1 value", len(dw), len(u), e.noise(len(u))))
	}
	var next []float64
	var err error
	switch s {
	case EulerMaruyama:
		next, err = eulerMaruyama(e, t, h, dw, u)
	case Milstein:
		next, err = milstein(e, t, h, dw, u)
	default:
		next, err = stochasticHeun(e, t, h, dw, u)
	}
	if err != nil {
		return nil, s.errorf(err)
	}
	return next, nil
}

func (s Stochastic) errorf(err error) error { return fmt.Errorf("ode: %s: %w", s.Name(), err) }

// SolveSDE follows one path: it solves e from u0 at t0, driven by w, and returns
// the states at t0, t0+h, …, with the steps of w. It returns an error as
// [Stochastic.Step] does, and if w is nil.
func SolveSDE(s Stochastic, e SDE, u0 []float64, t0 float64, w *Brownian) ([][]float64, error) {
	if w.Steps() == 0 {
		return nil, s.errorf(errNoPath)
	}
	states := make([][]float64, 1, w.Steps()+1)
	states[0] = slices.Clone(u0)
	for i, dw := range w.steps {
		next, err := s.Step(e, t0+float64(i)*w.h, w.h, dw, states[i])
		if err != nil {
			return nil, err
		}
		states = append(states, next)
	}
	return states, nil
}

// Ensemble says how many paths to follow, and in which steps.
type Ensemble struct {
	Paths int    // how many
	Steps int    // of each path, from T0 to T1
	Seed  uint64 // of the paths; path i is the same whatever Paths is

	T0, T1 float64
}

// Solve follows independent paths of e from u0 and returns where each ends, of
// shape [Paths][d]. It returns an error if Paths or Steps is not positive, if T1 is
// not after T0, if a step fails, or, soon, if ctx ends.
func (n Ensemble) Solve(ctx context.Context, s Stochastic, e SDE, u0 []float64) ([][]float64, error) {
	ends := make([][]float64, max(n.Paths, 0))
	err := n.each(ctx, s, e, u0, func(i int, states [][]float64) { ends[i] = states[n.Steps] })
	if err != nil {
		return nil, err
	}
	return ends, nil
}

// Follow is Solve that returns the paths whole, of shape [Paths][Steps+1][d]. They take
// as much memory as that says: for the distribution at the end, Solve is enough.
func (n Ensemble) Follow(ctx context.Context, s Stochastic, e SDE, u0 []float64) ([][][]float64, error) {
	paths := make([][][]float64, max(n.Paths, 0))
	err := n.each(ctx, s, e, u0, func(i int, states [][]float64) { paths[i] = states })
	if err != nil {
		return nil, err
	}
	return paths, nil
}

// each hands on one path after the other.
func (n Ensemble) each(ctx context.Context, s Stochastic, e SDE, u0 []float64, take func(i int, states [][]float64)) error {
	if n.Paths < 1 || n.Steps < 1 || !(n.T1 > n.T0) {
		return s.errorf(fmt.Errorf("got %d paths of %d steps from %v to %v, want at least 1 of each and a later end", n.Paths, n.Steps, n.T0, n.T1))
	}
	if ctx == nil {
		return s.errorf(errNoContext)
	}
	h := (n.T1 - n.T0) / float64(n.Steps)
	for i := range n.Paths {
		if err := ctx.Err(); err != nil {
			return s.errorf(fmt.Errorf("stopped after %d of %d paths: %w", i, n.Paths, err))
		}
		random := rand.New(rand.NewPCG(n.Seed, uint64(i)))
		states, err := SolveSDE(s, e, u0, n.T0, newBrownian(random, e.noise(len(u0)), n.Steps, h))
		if err != nil {
			return err
		}
		take(i, states)
		if done := i + 1; done*100/n.Paths > i*100/n.Paths {
			progress.Report(ctx, "paths of "+s.Name(), done, n.Paths, nil)
		}
	}
	return nil
}
