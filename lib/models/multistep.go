package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Multistep is the step of a linear multi-step network (Lu et al. 2018, section 2),
//
//	u[n+1] = (1−k)·u[n] + k·u[n−1] + h·f(u[n])
//
// with one learned k per block: see [LMResNet].
type Multistep struct {
	H float64 // the step size h; 0 means 1, as in the paper
}

// String is the scheme's name.
func (s Multistep) String() string { return "linear multi-step" + withSize(s.H) }

func (s Multistep) check(c Config, mistake func(string, ...any) error) error {
	return checkStepSize(s, s.H, c, mistake)
}

func (s Multistep) record() stepRecord { return stepRecord{Kind: "multistep", H: s.H} }

func (Multistep) needs() needs { return needs{} }

func (s Multistep) make(m *maker, at site) update {
	projects := at.config.Transition == Project
	l := &multistepStep{eulerStep: eulerStep{
		shortcut: makeCrossing(m, at, "downsample"), apart: projects, h: at.stepSize(s.H),
	}}
	if !at.first && (!at.transition || projects) {
		l.before = makeCrossing(m, at, "before")
		l.k = m.layers.Uniform(at.name+".k", -0.1, 0, 1)
	}
	l.layers = at.layers(m)
	return l
}

// multistepStep is Euler's step where it has no coefficient: where the scheme starts.
type multistepStep struct {
	eulerStep
	before crossing // of the state before
	k      *nn.Param
}

func (s *multistepStep) coefficient() *nn.Param { return s.k }

func (s *multistepStep) scheme() ode.Scheme {
	if s.k == nil || endsInReLU(s.layers) {
		return s.eulerStep.scheme()
	}
	return ode.LM(s.k.Float64s()[0])
}

func (s *multistepStep) forward(b *nn.Builder, in state) state {
	if s.k == nil {
		return s.eulerStep.forward(b, in)
	}
	x := in.now
	f, h := branch(b, x, s.layers, s.shortcut)
	if s.h != 1 {
		f = b.Branch(func() nn.Node { return b.Weighted([]float64{s.h}, f) })
	}
	if !s.shortcut.transition {
		return state{s.join(b, x, in.before, f, in.stride), x, 1}
	}
	y := s.shortcut.forward(b, h)
	return state{s.join(b, y, s.before.forward(b, in.before), f, 1), y, 1}
}

// join adds the end of the step.
func (s *multistepStep) join(b *nn.Builder, x, before, f nn.Node, stride int) nn.Node {
	end, ended := s.layers.(ending)
	if !ended {
		return b.Multistep(s.k, x, before, f, stride)
	}
	f = b.Branch(func() nn.Node { return b.BatchNorm(f, end.last()) })
	return b.ReLU(b.Multistep(s.k, x, before, f, stride))
}
