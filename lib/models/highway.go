package models

import (
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Highway is the step of a highway network (Srivastava et al. 2015), between what the
// branch H makes of a state and what is carried on of it:
//
//	u[n+1] = T(u[n])·H(u[n]) + (1 − T(u[n]))·u[n]
//
// with a share T for each value, T(u) = σ(W·u + b): a convolution of 3×3 pixels, or of
// vectors a matrix. b is negative to begin with, so that a block begins near the identity.
//
// A residual block has the same shape with both shares fixed at 1. Read as one, the
// branch is T(u)·(H(u) − u), and the step one of forward Euler along that: deleting a
// block deletes the transform and carries all of u, through the shortcut if the shape
// changes.
type Highway struct {
	// Bias is what b begins with; 0 means −2.
	Bias float64
}

// String is the step's name.
func (k Highway) String() string {
	if k == (Highway{}) {
		return "highway"
	}
	return fmt.Sprintf("highway with a bias of %g", k.Bias)
}

func (k Highway) withDefaults() Highway {
	if k.Bias == 0 {
		k.Bias = -2
	}
	return k
}

func (k Highway) check(c Config, mistake func(string, ...any) error) error {
	switch {
	case math.IsNaN(k.Bias) || math.IsInf(k.Bias, 0):
		return mistake("a bias of %v, want a finite one", k.Bias)
	case c.Order != PreActivation:
		return mistake("%v in the %v, want PreActivation: a ReLU would follow the gates", k, c.Order)
	}
	return nil
}

func (k Highway) record() stepRecord { return stepRecord{Kind: "highway", Bias: k.Bias} }

func (Highway) needs() needs { return needs{gate: true} }

func (k Highway) make(m *maker, at site) update {
	s := &highwayStep{shortcut: makeCrossing(m, at, "downsample")}
	kernel := 3
	if _, vectors := at.config.vectors(); vectors {
		kernel = 1
	}
	m.aside(func() {
		s.gate = m.conv(at.name+".gate", at.out, kernel, at.stride)
		s.gate.Bias = m.layers.Bias(at.name+".gate.bias", at.out, k.withDefaults().Bias)
	})
	s.layers = at.layers(m)
	return s
}

type highwayStep struct {
	shortcut crossing
	gate     nn.Conv
	layers   residual
}

func (s *highwayStep) forward(b *nn.Builder, in state) state {
	x := in.now
	f, h := branch(b, x, s.layers, s.shortcut)
	y := s.shortcut.forward(b, h)
	f = b.Branch(func() nn.Node { return b.Gated(b.Conv2D(x, s.gate), f, y) })
	return state{b.Add(y, f, 1), y, 1}
}

func (s *highwayStep) scheme() ode.Scheme { return ode.ForwardEuler }

func (s *highwayStep) equation() equation { return single((*highwayTransform)(s), 1) }

// highwayTransform is T(u)·(H(u) − u), as one branch.
type highwayTransform highwayStep

func (s *highwayTransform) forward(b *nn.Builder, x nn.Node) nn.Node {
	return b.Gated(b.Conv2D(x, s.gate), evaluate(b, s.layers, x), x)
}

func (s *highwayStep) constrain() { constrain(s.layers) }
