package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// recurrence is the step of a two-step scheme whose coefficients are not learned,
//
//	u[n+1] = (1−k)·u[n] + k·u[n−1] + c·f(u[n])
//
// Where there is no state before it is u[n] + start·f(u[n]), in the first block and
// in those that change the shape: the scheme begins anew behind them.
type recurrence struct {
	eulerStep // with the factor start
	k, c      float64
	begins    bool
	is        ode.Scheme // the whole
	means     equation
}

// twoSteps makes the layers of a block; in one that changes the shape f is whole.
func twoSteps(m *maker, at site, r recurrence, start float64) *recurrence {
	r.begins = at.first || at.transition
	if at.transition {
		start = 1
	}
	r.eulerStep = eulerStep{shortcut: makeCrossing(m, at, "downsample"), h: start, apart: true}
	r.layers = at.layers(m)
	return &r
}

func (s *recurrence) forward(b *nn.Builder, in state) state {
	if s.begins {
		return s.eulerStep.forward(b, in)
	}
	base := in.before
	if s.k != 1 {
		base = b.Blend(in.now, in.before, nn.Constant(s.k))
	}
	f, _ := branch(b, in.now, s.layers, s.shortcut)
	return state{b.ScaledAdd(base, f, nn.Constant(s.c)), in.now, 1}
}

func (s *recurrence) scheme() ode.Scheme {
	if endsInReLU(s.layers) {
		return nil
	}
	return s.is
}

func (s *recurrence) equation() equation {
	e := s.means
	e.parts = []residual{s.layers}
	return e
}
