package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Step is what a block makes of the states that reach it and of its branch f: the
// step of the scheme that the network is. A network is a branch and a step, many times
// over.
//
//	[Euler]         u[n+1] = u[n] + h·f(u[n])
//	[Multistep]     u[n+1] = (1−k)·u[n] + k·u[n−1] + h·f(u[n])      k learned
//	[Midpoint]      u[n+1] = u[n−1] + 2h·f(u[n])
//	[Leapfrog]      u[n+1] = 2·u[n] − u[n−1] + h²·f(u[n])
//	[Momentum]      u[n+1] = (1+γ)·u[n] − γ·u[n−1] + (1−γ)·h·f(u[n])
//	[Hamiltonian]   two halves, each moved by the other
//	[RungeKutta]    several evaluations of f, as RK4 has them
//	[Polynomial]    u[n+1] = u[n] + F(u[n]) + F(F(u[n])) + …
//	[Highway]       u[n+1] = T(u[n])·f(u[n]) + (1−T(u[n]))·u[n]
//	[Fractal]       u[n+1] = (c₁(u[n]) + … + c_C(u[n]))/C
//	[Reversible]    one half of u[n] by f of the other half
type Step interface {
	fmt.Stringer

	// check returns what the step cannot be made with.
	check(c Config, mistake func(string, ...any) error) error

	// make makes the layers of a block, moving the maker to its output.
	make(m *maker, at site) update

	// record is the step in a file.
	record() stepRecord

	// needs is how much it takes of a branch, whether or not check has passed it.
	needs() needs
}

// needs is what a block of a step has more of than one of Euler's: what the size of a
// network is estimated by. A zero means 1.
type needs struct {
	streams     int  // parts of the state's channels, of which a branch sees one
	branches    int  // with weights of their own
	evaluations int  // of all of them together
	gate        bool // a convolution more, or a matrix
}

// site is where a block stands in its network.
type site struct {
	config      Config
	name        string
	index       int // among the blocks of its stage
	branch      Branch
	out, stride int // of the block
	stage       int
	first       bool // no block stands before it
	transition  bool // the block changes the shape
}

// layers makes the branch.
func (at site) layers(m *maker) residual { return at.branch.make(m, at.name, at.out, at.stride) }

// update is a block's layers, and how its step goes.
type update interface {
	// forward adds the block to a graph.
	forward(b *nn.Builder, s state) state

	// scheme is the discretization of u' = f(u) that the block is a step of; nil if it
	// is none.
	scheme() ode.Scheme
}

// state is what a block hands to the next: its output, what counts as the state
// before that, and the stride that leads from there to here. Blocks of a reversible
// network hand on the halves of the state, in now and before.
type state struct {
	now, before nn.Node
	stride      int
}

// coefficient is what updates implement that learn a number of their own.
type coefficient interface {
	coefficient() *nn.Param // nil where the block has none
}

// constrained is what updates and layers implement whose parameters are held within
// bounds.
type constrained interface{ constrain() }
