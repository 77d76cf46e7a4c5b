package viz

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/lesion"
)

// LesionBoxes draws the test errors in percent of networks with more and more
// changes: a box plot for each number of them, from the lower to the upper quartile,
// with whiskers to the smallest and the largest error (Veit et al. 2016, figure 5a).
// The boxes of other networks stand beside those of the first. A fine line in a
// network's colour is its error unchanged.
//
// [Chance] adds the error of guessing.
func LesionBoxes(res *lesion.Lesions, others ...*lesion.Lesions) *plot.Plot {
	all := measured(append([]*lesion.Lesions{res}, others...), func(x lesion.Lesion) bool { return isFinite(x.Error) })
	if len(all) == 0 {
		return empty(newFigure("Test error after many changes", "changes", "top-1 test error (%)"), "no lesions")
	}
	p := newFigure("Test error by number of "+all[0].CountName(), all[0].CountName(), "top-1 test error (%)")
	names := &legend{}
	first, last := all[0].Counts()[0], 0
	half := .4 / float64(len(all))
	for i, l := range all {
		c := seriesColor(i)
		b := &boxes{half: .85 * half, color: c}
		for _, x := range l.Boxes() {
			beside := float64(2*i+1-len(all)) * half
			b.at = append(b.at, five{float64(x.Count) + beside, x.Min, x.Lower, x.Median, x.Upper, x.Max})
			first, last = min(first, x.Count), max(last, x.Count)
		}
		p.Add(rule{at: l.Whole.Error, style: dashed(c, .75)}, b)
		names.add(fmt.Sprintf("%s (unchanged: %s)", l.Network, percent(l.Whole.Error)), b)
	}
	p.Add(names)
	p.X.Min, p.X.Max = float64(first)-1, float64(last)+1
	p.Y.Min, p.Y.Max = 0, 100
	p.X.Tick.Marker = steps{whole: true}
	return p
}

// LesionTau draws the test error in percent against Kendall's τ of the order of the
// blocks, a dot for each network (Veit et al. 2016, figure 5b). The axis runs from
// τ = 1, where nothing has moved, to the right into disorder.
//
// [Chance] adds the error of guessing.
func LesionTau(res *lesion.Lesions, others ...*lesion.Lesions) *plot.Plot {
	p := newFigure("Test error by order of the blocks", "Kendall's τ of the order (1 = nothing moved)", "top-1 test error (%)")
	all := measured(append([]*lesion.Lesions{res}, others...), func(x lesion.Lesion) bool { return isFinite(x.Error + x.Tau) })
	if len(all) == 0 {
		return empty(p, "no lesions")
	}
	names := &legend{}
	for i, l := range all {
		c := seriesColor(i)
		s := &curve{dot: dotStyle(c, 2.2, dotShape(i)), dots: true}
		for _, x := range l.Networks {
			s.x, s.y = append(s.x, x.Tau), append(s.y, x.Error)
		}
		p.Add(rule{at: l.Whole.Error, style: dashed(c, .75)}, s)
		names.add(fmt.Sprintf("%s (unchanged: %s)", l.Network, percent(l.Whole.Error)), s)
	}
	p.Add(names)
	p.X.Min, p.X.Max = lowestTau(all), 1
	p.X.Scale = plot.InvertedScale{Normalizer: plot.LinearScale{}}
	p.Y.Min, p.Y.Max = 0, 100
	return p
}

// lowestTau is where an axis of τ ends, with some room.
func lowestTau(all []*lesion.Lesions) float64 {
	lowest := .99
	for _, l := range all {
		for _, x := range l.Networks {
			if x.Tau < lowest {
				lowest = x.Tau
			}
		}
	}
	return max(-1, lowest-.05*(1-lowest))
}

// measured leaves out what has no networks that can be drawn.
func measured(all []*lesion.Lesions, drawn func(lesion.Lesion) bool) []*lesion.Lesions {
	var some []*lesion.Lesions
	for _, l := range all {
		if l != nil && slices.ContainsFunc(l.Networks, drawn) {
			some = append(some, l)
		}
	}
	return some
}
