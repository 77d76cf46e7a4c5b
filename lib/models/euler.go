package models

import (
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Euler is the step of a residual network, u[n+1] = u[n] + h·f(u[n]): forward Euler for
// u' = f(u), where the shape stays. It is what [ResNet], [ResNeXt] and [WideResNet]
// take when [Config.Step] is nil.
type Euler struct {
	// H is the step size h; 0 means 1, which is how networks are usually written. A
	// block that changes the shape is no step and takes its f whole.
	H float64
}

// String is the scheme's name.
func (s Euler) String() string { return "Euler" + withSize(s.H) }

func (s Euler) check(c Config, mistake func(string, ...any) error) error {
	return checkStepSize(s, s.H, c, mistake)
}

func (s Euler) record() stepRecord { return stepRecord{Kind: "euler", H: s.H} }

func (Euler) needs() needs { return needs{} }

func (s Euler) make(m *maker, at site) update {
	e := &eulerStep{shortcut: makeCrossing(m, at, "downsample"), h: at.stepSize(s.H)}
	e.layers = at.layers(m)
	return e
}

type eulerStep struct {
	shortcut crossing
	layers   residual
	h        float64
	apart    bool // what counts as the state before must have the state's shape
}

func (s *eulerStep) forward(b *nn.Builder, in state) state {
	x := in.now
	f, h := branch(b, x, s.layers, s.shortcut)
	end, ended := s.layers.(ending)
	if s.shortcut.fuses() && !ended && !s.apart && s.h == 1 {
		return state{b.Add(x, f, s.shortcut.plan.Stride), x, s.shortcut.plan.Stride}
	}
	y := s.shortcut.forward(b, h)
	switch {
	case ended:
		return state{b.BatchNormAddReLU(f, y, end.last()), y, 1}
	case s.h != 1:
		return state{b.ScaledAdd(y, f, nn.Constant(s.h)), y, 1}
	}
	return state{b.Add(y, f, 1), y, 1}
}

func (s *eulerStep) scheme() ode.Scheme {
	if endsInReLU(s.layers) {
		return nil
	}
	return ode.ForwardEuler
}

func (s *eulerStep) equation() equation { return single(s.layers, s.h) }

func (s *eulerStep) constrain() { constrain(s.layers) }

// withSize says what the step size is, unless it is the usual one.
func withSize(h float64) string {
	if h == 0 {
		return ""
	}
	return fmt.Sprintf(" with h = %v", h)
}

// checkStepSize returns what is wrong with the size of a step.
func checkStepSize(s Step, h float64, c Config, mistake func(string, ...any) error) error {
	switch {
	case !(h >= 0) || h-h != 0:
		return mistake("steps of %v, want h = 0 (which means 1) or more, and finite", s)
	case h != 0 && c.Order == Original:
		return mistake("steps of %v in the original order, which has no step size, want PreActivation", s)
	}
	return nil
}

// stepSize is the size of a block's step, given the field of its [Step].
func (at site) stepSize(h float64) float64 {
	if at.transition {
		return 1
	}
	return at.span(h)
}

// span is the time that a block takes if it keeps the shape.
func (at site) span(h float64) float64 {
	if h == 0 {
		h = 1
	}
	return math.Ldexp(h, -at.config.Refined)
}
