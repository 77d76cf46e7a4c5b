package models

import (
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Hamiltonian is the step of a network of two streams (Chang et al. 2018). The
// channels of a state are two halves, y and z, and each moves by what the other is:
//
//	y[n+1] = y[n] − h·f(z[n])
//	z[n+1] = z[n] + h·g(y[n+1])
//
// with a branch of half the channels for each. With [Symmetric] branches f and g are
// forces of two potentials, and y' = −f(z), z' = g(y) is the Hamiltonian system of
// their sum. The step is [ode.SemiImplicitEuler]: it uses each half as soon as it is
// known, which makes it reversible whatever the branches are ([Field.Back]), and
// symplectic where they have potentials.
//
// A block that changes the shape brings both halves across by its shortcut, and takes
// f and g whole.
type Hamiltonian struct {
	H float64 // the step size h; 0 means 1
}

// String is the scheme's name.
func (s Hamiltonian) String() string { return "Hamiltonian" + withSize(s.H) }

func (s Hamiltonian) check(c Config, mistake func(string, ...any) error) error {
	channels, what := c.Width, "width"
	if _, ok := c.vectors(); ok {
		channels, what = c.Input[0], "a state of size"
	}
	switch {
	case channels%2 != 0:
		return mistake("%s %d with steps of %v, want two halves of the same size, such as %d", what, channels, s, channels+1)
	case c.Shortcut == SharedProjection:
		return mistake("%v with steps of %v, whose branches see half of the channels, want NormProjection", c.Shortcut, s)
	case c.bottlenecks():
		return mistake("a branch of type %T with steps of %v, want one that puts out as many channels as it has", c.Branch, s)
	}
	return checkBeyond(s, s.H, c, mistake)
}

func (s Hamiltonian) record() stepRecord { return stepRecord{Kind: "hamiltonian", H: s.H} }

func (Hamiltonian) needs() needs { return needs{streams: 2, branches: 2, evaluations: 2} }

func (s Hamiltonian) make(m *maker, at site) update {
	two := &hamiltonianStep{shortcut: makeCrossing(m, at, "downsample"), h: at.stepSize(s.H)}
	half := at.out / 2
	m.c /= 2
	two.f = at.branch.make(m, at.name+".f", half, at.stride)
	two.g = at.branch.make(m, at.name+".g", half, 1)
	m.c = at.out
	return two
}

type hamiltonianStep struct {
	shortcut crossing
	f, g     residual
	h        float64
}

func (s *hamiltonianStep) forward(b *nn.Builder, in state) state {
	across := s.shortcut.forward(b, in.now)
	_, z := halves(b, in.now)
	acrossY, acrossZ := halves(b, across)
	f := b.Branch(func() nn.Node { return evaluate(b, s.f, z) })
	y := b.ScaledAdd(acrossY, f, nn.Constant(-s.h))
	g := b.Branch(func() nn.Node { return evaluate(b, s.g, y) })
	return state{b.Concat(y, b.ScaledAdd(acrossZ, g, nn.Constant(s.h))), across, 1}
}

// halves are the two streams of a state.
func halves(b *nn.Builder, x nn.Node) (y, z nn.Node) {
	return b.Slice(x, 0, x.C/2), b.Slice(x, x.C/2, x.C)
}

func (s *hamiltonianStep) scheme() ode.Scheme { return ode.SemiImplicitEuler{} }

func (s *hamiltonianStep) equation() equation {
	return equation{parts: []residual{s.f, s.g}, h: s.h, form: twoStreams}
}

func (s *hamiltonianStep) constrain() {
	constrain(s.f)
	constrain(s.g)
}
