package lesion

import "slices"

// Box sums up the top-1 errors in percent of networks with as many changes, as a
// box plot draws them.
type Box struct {
	Count    int // changes per network
	Networks int

	Min, Lower, Median, Upper, Max float64 // quartiles, interpolated between neighbours
	Mean                           float64
	MeanLow, MeanHigh              float64 // 95 % bootstrap confidence interval of the mean over networks
}

// Boxes returns a box for each number of changes, from the fewest. The bootstrap is
// seeded with that of the draws.
func (l *Lesions) Boxes() []Box {
	var boxes []Box
	for _, d := range l.Counts() {
		errs := l.Errors(d)
		slices.Sort(errs)
		b := Box{
			Count: d, Networks: len(errs),
			Min: errs[0], Lower: quantile(errs, .25), Median: quantile(errs, .5),
			Upper: quantile(errs, .75), Max: errs[len(errs)-1],
			Mean: mean(errs),
		}
		b.MeanLow, b.MeanHigh = Bootstrap(errs, mean, .95, l.Seed)
		boxes = append(boxes, b)
	}
	return boxes
}

func mean(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total / float64(len(values))
}
