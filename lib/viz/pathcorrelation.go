package viz

import (
	"math"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/paths"
)

// PathCorrelation draws how strongly the activations of two paths vary together from
// image to image, against the number of blocks that they share: the mean of the
// absolute correlation over all such pairs. Dashed is what independent paths would
// show on so many images. It answers whether the network is an ensemble, of which
// Veit et al. (2016) ask that its members be independent.
func PathCorrelation(cs ...*paths.Correlation) *plot.Plot {
	p := newFigure("Correlation of the paths' activations", "blocks that two paths share", "mean of |r|")
	p.X.Tick.Marker = steps{whole: true}
	names := &legend{}
	for i, c := range cs {
		if c == nil {
			continue
		}
		color := seriesColor(i)
		s := &curve{line: lineStyle(mix(color, white, .45), 1), dot: dotStyle(color, 2.6, dotShape(i)), dots: true}
		for _, shared := range c.Shared {
			s.x, s.y = append(s.x, float64(shared.Blocks)), append(s.y, shared.Absolute)
		}
		if _, _, lo, hi := s.DataRange(); lo > hi {
			continue
		}
		p.Add(s)
		names.add(c.Network, s)
		if chance := c.Chance(); !math.IsNaN(chance - chance) {
			line := rule{at: chance, style: dashed(color, .75)}
			p.Add(line)
			names.add("independent: "+number(chance), line)
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no correlations")
	}
	p.Add(names)
	p.X.Min, p.X.Max = p.X.Min-.5, p.X.Max+.5
	p.Y.Min, p.Y.Max = 0, 1
	return p
}
