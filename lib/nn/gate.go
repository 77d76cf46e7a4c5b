package nn

import (
	"fmt"
	"math"
)

// Gate changes one block of a compiled graph from one run to the next. The
// graph's operations look at it each time they run, so nothing is compiled anew.
//
// The zero Gate is an ordinary block. Change a gate between runs, not during one.
type Gate struct {
	// Deleted takes the residual branch out: the block passes its shortcut, or
	// its down-sampling projection, and the branch costs nothing. In training the
	// branch's parameters get gradients of zero and its running statistics stay.
	Deleted bool

	// Held keeps every output that the block's operations had in the previous
	// run: the block costs nothing. This is how a study restarts from cached
	// activations. Since that run the batch must not have been loaded anew, nor may
	// parameters have changed: other blocks may go on with weights that are packed.
	// The graph must be built with [Options.Holds], for prediction. A block that was
	// deleted then has passed on the output of the one before it, which must be held
	// as well.
	Held bool

	// Scale multiplies the residual branch. 0 means 1; to leave the branch out,
	// delete it.
	Scale float64

	// Instead computes the branch with the parameters and statistics of another
	// block of this graph, which must be built alike; nil means its own. Blocks trade
	// places by pointing at each other. A learned step size or coefficient of the
	// block's end is no part of the branch and stays. In graphs for prediction.
	Instead *Gate

	// Backward says which way through the block gradients travel.
	Backward Backward

	// Level brings a gradient that goes through the branch only near 1 where it has
	// come far from there, by a power of two that [Machine.PathGradient] reckons with.
	// All gradients must lead through the block, so it is not for multi-step blocks,
	// whose earlier state leads around. In graphs with [Options.Paths].
	Level bool

	// Evaluations counts the runs in which the branch was computed.
	Evaluations int
}

// Backward is a way of gradients through a block. The forward pass is the same
// for all.
type Backward int

// The ways through a block. A path of Veit et al. (2016) takes one or the other
// in each block, and the gradient along it is what reaches the input. To a
// multi-step block both earlier states are its shortcut. Through some fifty branches
// little reaches it: where float32 comes to an end, near 1e-38, it is slow, and
// float64 is not.
const (
	Both         Backward = iota
	ShortcutOnly          // the branch's parameters get gradients of zero
	BranchOnly
)

// String is the way in words.
func (w Backward) String() string {
	switch w {
	case Both:
		return "both ways"
	case ShortcutOnly:
		return "shortcut only"
	case BranchOnly:
		return "branch only"
	}
	return fmt.Sprintf("backward way %d", int(w))
}

// role says what an operation is to the block that it belongs to.
type role int

const (
	always       role = iota // shortcut and join: runs unless the block is held
	branch                   // residual branch: runs unless the block is held or deleted
	intoShortcut             // hands a gradient to the shortcut
	intoBranch               // hands a gradient to the branch
	intoDetour               // hands a gradient to a plain network's way around a layer
)

// skips reports whether an operation in this role is not to run.
func (g *Gate) skips(r role) bool {
	switch {
	case g == nil:
		return false
	case r == branch:
		return g.Deleted
	case r == intoShortcut:
		return g.Backward == BranchOnly
	case r == intoBranch:
		return g.Deleted || g.Backward == ShortcutOnly
	case r == intoDetour:
		return !g.Deleted || g.Backward == BranchOnly
	}
	return false
}

func (g *Gate) held() bool { return g != nil && g.Held }

// checkHeld returns an error if what a held block handed on is computed anew.
func (o *op) checkHeld() error {
	if p := o.passed; p != nil && p.gate != nil && !p.gate.Held {
		return fmt.Errorf("%s: got a held block that was deleted, and an open one whose output it passed on, want both held or none", o.name)
	}
	return nil
}

// scale is the factor of the branch.
func (g *Gate) scale() float64 {
	if g == nil || g.Scale == 0 {
		return 1
	}
	return g.Scale
}

// checkGate returns why a graph cannot run with its gate i as it is.
func (m *Machine) checkGate(i int) error {
	b := m.b
	g := b.gates[i]
	switch {
	case g.Held && b.opts.Training:
		return fmt.Errorf("nn: Run: got %s held in a graph for training, want it open", b.gateName(i))
	case g.Held && !b.opts.Holds:
		return fmt.Errorf("nn: Run: got %s held in a graph without Options.Holds, want one that keeps what a held block computed", b.gateName(i))
	case g.Held && !m.ran:
		return fmt.Errorf("nn: Run: got %s held before a run of the batch that was loaded, want one that computes what it is to hold", b.gateName(i))
	case math.IsNaN(g.Scale) || math.IsInf(g.Scale, 0):
		return fmt.Errorf("nn: Run: got a scale of %v at %s, want a finite one", g.Scale, b.gateName(i))
	case g.Backward < Both || g.Backward > BranchOnly:
		return fmt.Errorf("nn: Run: got %v at %s, want Both, ShortcutOnly or BranchOnly", g.Backward, b.gateName(i))
	case g.Level && !b.opts.Paths:
		return fmt.Errorf("nn: Run: got %s leveling gradients, want a graph with Options.Paths", b.gateName(i))
	case g.Instead != nil:
		return b.checkInstead(i)
	}
	return nil
}

// gateName says which gate is meant: its place in the order of [Builder.Block],
// and the first parameter of the branch behind it.
func (b *Builder) gateName(i int) string {
	for _, o := range b.branches[b.gates[i]] {
		for _, n := range o.in {
			if b.isParam(n) {
				return fmt.Sprintf("gate %d (of %s)", i, n.Name())
			}
		}
	}
	return fmt.Sprintf("gate %d", i)
}
