package lesion

import (
	"math"
	"slices"
)

// Deletions is the outcome of deleting each block of a network in turn
// (Veit et al. 2016, section 4.1, figure 3).
type Deletions struct {
	Network  string
	Base     float64 // top-1 test error in percent of the whole network
	BaseTopK float64 // top-k error in percent of the whole network
	Loss     float64 // mean cross-entropy of the whole network
	Blocks   []Deletion
	Samples  int     // test images that the whole network was shown
	Passes   float64 // cost of the study: residual branches computed, in whole passes over the data
}

// Deletion is the network without one block.
type Deletion struct {
	Block      int     // 0-based position in the network
	Name       string  // torch-style, such as layer2.0
	Stage      int     // 0-based
	Transition bool    // the block changes the shape: its shortcut stays when it is deleted
	Error      float64 // top-1 test error in percent
	TopK       float64 // top-k test error in percent
	Loss       float64 // mean cross-entropy
	Samples    int     // test images
}

// Quantile returns the error in percent that a share q of the deletions do not
// exceed, interpolated between neighbours. Blocks that change the shape are left
// out: deleting one is another experiment. NaN if there are no others, or if q
// is not in [0, 1].
func (d *Deletions) Quantile(q float64) float64 {
	if d == nil {
		return math.NaN()
	}
	var errs []float64
	for _, b := range d.Blocks {
		if !b.Transition {
			errs = append(errs, b.Error)
		}
	}
	if len(errs) == 0 || !(q >= 0 && q <= 1) {
		return math.NaN()
	}
	slices.Sort(errs)
	return quantile(errs, q)
}

// quantile interpolates between the neighbours in a sorted list that a share q of
// it lies between.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}

// Median is the error in percent in the middle of those without one block,
// blocks that change the shape left out.
func (d *Deletions) Median() float64 { return d.Quantile(0.5) }

// Min is the smallest error in percent after a deletion, of any block. NaN if
// there are no blocks.
func (d *Deletions) Min() float64 { return d.extreme(math.Min) }

// Max is the largest error in percent after a deletion, of any block. NaN if
// there are no blocks.
func (d *Deletions) Max() float64 { return d.extreme(math.Max) }

func (d *Deletions) extreme(of func(x, y float64) float64) float64 {
	if d == nil || len(d.Blocks) == 0 {
		return math.NaN()
	}
	e := d.Blocks[0].Error
	for _, b := range d.Blocks[1:] {
		e = of(e, b.Error)
	}
	return e
}
