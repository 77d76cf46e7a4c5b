package viz

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/unravel-go/unravel/lib/models"
)

// RepeatedCoefficients draws the coefficient k of each block in networks that differ
// in their seed: a dot for each network, and a line through their mean. Where the dots
// lie on one side of zero, every training went the same way (see [Coefficients]); where
// they lie on both, the block could do with either. Blocks that are steps of forward
// Euler in all networks have none. Stages are those of the first network.
func RepeatedCoefficients(nets ...*models.Net) *plot.Plot {
	p := newFigure("Coefficient k of each block", "block (0 = first)", "k")
	dots, mean := coefficientsOf(nets)
	if len(dots.x) == 0 {
		return empty(p, "no coefficients")
	}
	limit := .1
	for _, k := range dots.y {
		limit = max(limit, math.Abs(k))
	}
	p.Add(rule{at: 0, style: lineStyle(frame, .75)}, mean, dots)
	names := &legend{}
	names.add("one seed", dots)
	names.add(fmt.Sprintf("mean of %d seeds", len(nets)), mean)
	if limit > .9 {
		end := rule{at: 1, style: dashed(quiet, .75)}
		p.Add(end, rule{at: -1, style: end.style})
		names.add("|k| = 1", end)
	}
	p.Add(names)
	p.X.Min, p.X.Max = -1, mean.last+1
	p.X.Tick.Marker = steps{whole: true}
	p.Y.Min, p.Y.Max = -1.2*limit, 1.4*limit // room for the names of the stages
	for _, net := range nets {
		if net != nil {
			addStageMarks(p, net, .94*p.Y.Max)
			break
		}
	}
	return p
}

// coefficientsOf are the coefficients of all networks, and their mean in each block
// that has one.
func coefficientsOf(nets []*models.Net) (dots *curve, mean *dashes) {
	dots = &curve{dots: true, dot: dotStyle(blue, 2.2, draw.CircleGlyph{})}
	mean = &dashes{curve: curve{line: lineStyle(vermilion, 2.25)}}
	sums, counts := map[float64]float64{}, map[float64]float64{}
	for _, net := range nets {
		if net == nil {
			continue
		}
		for i, k := range net.Coefficients() {
			block := float64(i)
			mean.last = max(mean.last, block)
			if k != 0 && !math.IsNaN(k-k) {
				dots.x, dots.y = append(dots.x, block), append(dots.y, k)
				sums[block], counts[block] = sums[block]+k, counts[block]+1
			}
		}
	}
	for block := 0.; block <= mean.last; block++ {
		if n := counts[block]; n > 0 {
			mean.x, mean.y = append(mean.x, block), append(mean.y, sums[block]/n)
		}
	}
	return dots, mean
}

// dashes are short level lines at points.
type dashes struct {
	curve
	last float64 // block of the axis
}

// Plot draws a line to both sides of each point.
func (d *dashes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i := range d.x {
		c.StrokeLine2(d.line, x(d.x[i]-.35), y(d.y[i]), x(d.x[i]+.35), y(d.y[i]))
	}
}
