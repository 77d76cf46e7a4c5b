package nn

// Gate opens and closes one block of a compiled graph. The graph's operations
// look at it each time they run, so nothing is compiled anew.
//
// Gates are for graphs that predict. A training run with a deleted or held block
// is refused by [Machine.Run], for the gradients behind it would be wrong.
//
// The zero Gate is an ordinary block.
type Gate struct {
	// Deleted takes the residual branch out: the block passes its shortcut, or
	// its down-sampling projection, and the branch costs nothing.
	Deleted bool
	// Held keeps every output that the block's operations had in the previous
	// run: the block costs nothing. This is how a study restarts from cached
	// activations. The previous run must have been of the same batch.
	Held bool
	// Evaluations counts the runs in which the branch was computed.
	Evaluations int
}

// role says what an operation is to the block that it belongs to.
type role int

const (
	always   role = iota // shortcut and join: runs unless the block is held
	branch               // residual branch: runs unless the block is held or deleted
	detour               // a plain network's way around: runs only if the block is deleted
	transfer             // passes a value on without computing: always runs
)

// skips reports whether an operation in this role is not to run.
func (g *Gate) skips(r role) bool {
	switch {
	case g == nil || r == transfer:
		return false
	case g.Held:
		return true
	case r == branch:
		return g.Deleted
	case r == detour:
		return !g.Deleted
	}
	return false
}
