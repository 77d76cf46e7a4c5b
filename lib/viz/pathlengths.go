package viz

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/unravel-go/unravel/lib/paths"
)

// The paths that carry the gradient of the paper's network of 54 blocks (Veit et
// al. 2016, section 5).
const (
	paperBlocks              = 54
	effectiveLo, effectiveHi = 5, 17
)

// PathLengths draws which share of the paths of a network goes through how many
// blocks (Veit et al. 2016, figure 6a).
//
// For one network it draws bars, the shortest interval around the middle that
// has 95 % of the paths in full colour, and for 54 blocks the paper's effective
// paths, of 5 to 17 blocks, as a band. For several it draws a line each.
func PathLengths(ds ...*paths.Distribution) *plot.Plot {
	p := newFigure("Lengths of the paths through the network", "path length (blocks)", "share of all paths (%)")
	p.X.Tick.Marker = steps{whole: true}
	p.Y.Min = 0
	names := &legend{}
	if len(ds) == 1 && ds[0] != nil {
		addBars(p, names, ds[0])
	} else {
		for i, d := range ds {
			if d != nil {
				addLengths(p, names, d, i)
			}
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no networks")
	}
	p.Add(names)
	p.Y.Max *= 1.05
	return p
}

// addBars draws a single distribution.
func addBars(p *plot.Plot, names *legend, d *paths.Distribution) {
	lo, hi := d.Interval(.95)
	if d.Blocks() == paperBlocks {
		addEffective(p, names, fmt.Sprintf(": %.2f %% of all", 100*d.Mass(effectiveLo, effectiveHi)))
	}
	inside := &bars{color: blue}
	outside := &bars{color: mix(blue, white, .6)}
	for k, share := range d.Shares() {
		into := outside
		if lo <= k && k <= hi {
			into = inside
		}
		into.at = append(into.at, plotter.XY{X: float64(k), Y: 100 * share})
	}
	p.Add(outside, inside)
	names.add(fmt.Sprintf("%d to %d blocks: %s of all", lo, hi, percent(100*d.Mass(lo, hi))), inside)
	p.Title.Text = fmt.Sprintf("Lengths of the paths through %d blocks", d.Blocks())
	p.X.Min, p.X.Max = -.5, float64(d.Blocks())+.5
}

// addEffective shades the effective paths of the paper's network.
func addEffective(p *plot.Plot, names *legend, fact string) {
	effective := band{lo: effectiveLo - .5, hi: effectiveHi + .5, color: tint(orange)}
	p.Add(effective, grid()) // the grid again, over the band
	names.add(fmt.Sprintf("effective paths, %d to %d blocks%s", effectiveLo, effectiveHi, fact), effective)
}

// addLengths draws one distribution of several.
func addLengths(p *plot.Plot, names *legend, d *paths.Distribution, i int) {
	c := seriesColor(i)
	s := &curve{line: lineStyle(mix(c, white, .45), 1), dot: dotStyle(c, 2.2, dotShape(i)), dots: true}
	for k, share := range d.Shares() {
		s.x, s.y = append(s.x, float64(k)), append(s.y, 100*share)
	}
	p.Add(s)
	names.add(fmt.Sprintf("%d blocks", d.Blocks()), s)
}
