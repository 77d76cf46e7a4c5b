package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Reversible is the step of a reversible network (Gomez et al. 2017). The state is
// two halves, of as many channels each, and a step is two blocks, f and g:
//
//	x1[n+1] = x1[n] + f(x2[n])              layer1.0.f
//	x2[n+1] = x2[n] + g(x1[n+1])            layer1.0.g
//
// What went in can be computed from what came out. Training does so, and keeps no
// activations (see [nn.Builder.Coupling]); [Net.Reconstruct] shows how exact that is, and
// [Net.Invert] is a whole network of vectors backwards.
// See [RevNet].
type Reversible struct{}

// String is the scheme's name.
func (Reversible) String() string { return "reversible" }

func (Reversible) record() stepRecord { return stepRecord{Kind: "reversible"} }

func (Reversible) check(c Config, mistake func(string, ...any) error) error {
	bottleneck, _ := c.Branch.(Bottleneck)
	_, vectors := c.vectors()
	switch {
	case vectors && c.Input[0]%2 != 0:
		return mistake("states of %d values, want an even number for two halves", c.Input[0])
	case vectors && c.Blocks%2 != 0:
		return mistake("%d blocks, want an even number: a step is one for each half", c.Blocks)
	case vectors:
		return nil
	case c.Layout != CIFAR:
		return mistake("the %v layout with steps of a reversible network, want CIFAR", c.Layout)
	case c.Order != PreActivation:
		return mistake("the %v with steps of a reversible network, want PreActivation: nothing undoes the ReLU behind a sum", c.Order)
	case c.Shortcut == SharedProjection:
		return mistake("a %v with steps of a reversible network, in which f sees the one half and the shortcuts both, want another such as OptionAAveragedCentered or OptionB", c.Shortcut)
	case c.Width%2 != 0:
		return mistake("width %d, want an even number for two halves", c.Width)
	case c.Width*7%4 != 0 && c.narrowEnd():
		return mistake("width %d at depth %d, whose last stage has 3.5 times as many channels in two halves, want a multiple of 4", c.Width, c.Depth)
	}
	return bottleneck.check(c.Width/2, func(format string, args ...any) error {
		return mistake(format+", for each half has half of the channels", args...)
	})
}

// reversible reports whether the blocks update one half of the state each.
func (c Config) reversible() bool { return c.Step == Step(Reversible{}) }

func (Reversible) needs() needs { return needs{streams: 2} }

func (Reversible) make(m *maker, at site) update {
	s := &reversibleStep{half: at.index % 2, first: at.first}
	channels := m.c
	m.c, at.out = channels/2, at.out/2
	for i, part := range []string{"downsample1", "downsample2"} {
		s.across[i] = makeCrossing(m, at, part)
	}
	if at.first {
		at.branch = unactivated{at.branch}
	}
	s.layers = at.layers(m)
	m.c = 2 * at.out
	return s
}

// reversibleStep is one block: it updates one half by a function of the other.
type reversibleStep struct {
	half   int         // that it updates
	first  bool        // it gets the state as one value
	across [2]crossing // of each half; they keep no activations, but what they read is kept
	layers residual
}

func (s *reversibleStep) forward(b *nn.Builder, in state) state {
	x, i := s.halves(b, in), s.half
	other := x[1-i] // as it was: the branch has the stride
	for i := range x {
		x[i] = s.across[i].forward(b, x[i])
	}
	x[i] = b.Coupling(x[i], other, func(z nn.Node) nn.Node { return evaluate(b, s.layers, z) })
	x[1-i] = b.Beside(x[1-i])
	return state{now: x[0], before: x[1]}
}

// backward adds what leads from the block's output to its input, where no shape
// changes.
func (s *reversibleStep) backward(b *nn.Builder, y [2]nn.Node) [2]nn.Node {
	i := s.half
	y[i] = b.ScaledAdd(y[i], b.Branch(func() nn.Node { return evaluate(b, s.layers, y[1-i]) }), nn.Constant(-1))
	return y
}

// scheme is that of the step of which the block is one of two parts.
func (s *reversibleStep) scheme() ode.Scheme { return ode.SemiImplicitEuler{} }

func (s *reversibleStep) end() []*nn.Param { return endOf(s.layers) }

func (s *reversibleStep) constrain() { constrain(s.layers) }

// halves are those of the state that reaches the block.
func (s *reversibleStep) halves(b *nn.Builder, in state) [2]nn.Node {
	if x := in.now; s.first {
		return [2]nn.Node{b.Slice(x, 0, x.C/2), b.Slice(x, x.C/2, x.C)}
	}
	return [2]nn.Node{in.now, in.before}
}
