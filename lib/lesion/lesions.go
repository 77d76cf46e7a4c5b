package lesion

import "slices"

// Lesions is the outcome of changing a network in many ways.
type Lesions struct {
	Network     string
	Experiment  string   // the method of Study that made it, such as DeleteRandom
	Blocks      int      // of the network
	Whole       Measure  // the network as it is
	Networks    []Lesion // the changed ones, in the order of asking
	TopK        int      // classes that the top-k errors look at
	Transitions bool     // blocks that change the shape were deleted or moved as well
	Seed        uint64   // of the draws

	// Passes is the cost: residual branches computed, in whole passes over the data.
	// Unshared is what it would have been with every network computed from its input.
	Passes, Unshared float64
}

// Lesion is a changed network.
type Lesion struct {
	Count   int   // how many changes it has: blocks deleted, swaps, or blocks moved
	Deleted []int // the blocks without their branch, in order
	Order   []int // the blocks that are left, in the order in which they are computed
	Measure

	// Tau is Kendall's rank correlation between the order of the blocks and the
	// network's own: 1 if nothing moved. See [Tau].
	Tau float64
}

// lesions is the outcome for the networks that were drawn. Those that no image has
// been shown are left out.
func (w *sweep) lesions(draws []draw) *Lesions {
	blocks := w.study.Net.Blocks()
	l := &Lesions{
		Network: w.study.Net.Name(),
		Blocks:  len(blocks),
		Whole:   w.whole(),
		TopK:    w.study.TopK,
		Passes:  w.passes(w.computed),
	}
	unshared := l.Whole.Samples * len(blocks) // branches computed for an image
	for i, d := range draws {
		for at, b := range d.arrangement {
			l.Transitions = l.Transitions || b != at && blocks[at].Transition
		}
		if m := w.measureOf(i); m.Samples > 0 {
			unshared += m.Samples * d.branches()
			order := d.order()
			l.Networks = append(l.Networks, Lesion{Count: d.count, Deleted: d.deleted(), Order: order, Measure: m, Tau: tau(order)})
		}
	}
	l.Unshared = float64(unshared) / float64(len(blocks)*len(w.study.Data.Labels))
	return l
}

// order lists the blocks that are left, in the order in which they are computed.
func (a arrangement) order() []int {
	return slices.DeleteFunc(append([]int{}, a...), func(b int) bool { return b == gone })
}

// Errors lists the top-1 errors in percent of the networks with so many changes.
func (l *Lesions) Errors(count int) []float64 {
	var errs []float64
	if l != nil {
		for _, x := range l.Networks {
			if x.Count == count {
				errs = append(errs, x.Error)
			}
		}
	}
	return errs
}

// Counts lists the numbers of changes, from the fewest.
func (l *Lesions) Counts() []int {
	var counts []int
	if l != nil {
		for _, x := range l.Networks {
			counts = append(counts, x.Count)
		}
	}
	slices.Sort(counts)
	return slices.Compact(counts)
}
