package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Euler is the step of a residual network, u[n+1] = u[n] + f(u[n]): forward Euler for
// u' = f(u), where the shape stays. It is what [ResNet], [ResNeXt] and [WideResNet]
// take when [Config.Step] is nil.
type Euler struct{}

// String is the scheme's name.
func (Euler) String() string { return "Euler" }

func (Euler) check(Config, func(string, ...any) error) error { return nil }

func (Euler) record() stepRecord { return stepRecord{Kind: "euler"} }

func (Euler) make(m *maker, at site) update {
	s := &eulerStep{shortcut: makeCrossing(m, at, "downsample")}
	s.layers = at.layers(m)
	return s
}

type eulerStep struct {
	shortcut crossing
	layers   residual
	apart    bool // what counts as the state before must have the state's shape
}

func (s *eulerStep) forward(b *nn.Builder, in state) state {
	x := in.now
	f, h := branch(b, x, s.layers, s.shortcut)
	end, ended := s.layers.(ending)
	if s.shortcut.fuses() && !ended && !s.apart {
		return state{b.Add(x, f, s.shortcut.plan.Stride), x, s.shortcut.plan.Stride}
	}
	y := s.shortcut.forward(b, h)
	if ended {
		return state{b.BatchNormAddReLU(f, y, end.last()), y, 1}
	}
	return state{b.Add(y, f, 1), y, 1}
}

func (s *eulerStep) scheme() ode.Scheme {
	if endsInReLU(s.layers) {
		return nil
	}
	return ode.ForwardEuler
}

func (s *eulerStep) constrain() { constrain(s.layers) }
