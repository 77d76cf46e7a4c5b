package nn

import "slices"

// step is an operation at its place in the order of execution, as far as memory
// is concerned.
type step struct {
	size  int   // values that its output has room for; 0: no memory of its own
	reads []int // the steps whose outputs it reads, all of them earlier
	hands []int // of those, the ones whose memory its output may be
	over  []int // of those, the ones it may write its output over, the best first
	kept  bool  // its memory is never another's
}

// lifetimes returns for each step the last one that may read its memory: readers
// of its output, and readers of what a reader has handed on.
func lifetimes(steps []step) []int {
	ends := make([]int, len(steps))
	for i := len(steps) - 1; i >= 0; i-- {
		ends[i] = max(ends[i], i)
		for _, r := range steps[i].reads {
			ends[r] = max(ends[r], i)
		}
		for _, r := range steps[i].hands {
			ends[r] = max(ends[r], ends[i])
		}
	}
	return ends
}

// keep marks everything whose memory a kept output may be.
func keep(steps []step) {
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].kept {
			for _, r := range steps[i].hands {
				steps[r].kept = true
			}
		}
	}
}

// memories returns for each step the steps whose memory its output may be.
func memories(steps []step) [][]int {
	of := make([][]int, len(steps))
	for i, s := range steps {
		if s.size > 0 {
			of[i] = append(of[i], i)
		}
		for _, r := range s.hands {
			of[i] = append(of[i], of[r]...)
		}
		slices.Sort(of[i])
		of[i] = slices.Compact(of[i])
	}
	return of
}
