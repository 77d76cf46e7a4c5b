package viz

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/unravel-go/unravel/lib/paths"
)

// effectivePart is the part of the gradient that the effective paths have: our choice,
// for Veit et al. give no threshold for their 5 to 17 blocks.
const effectivePart = .95

// PathProduct draws which share of the gradient comes by paths of each length (Veit et
// al. 2016, figure 6c): how many there are times how large the gradient along one of
// them is. A band marks the effective paths, the central 95 % of the gradient, and a
// grey line how many paths have which length (figure 6a): most are longer.
//
// For several networks it draws a line each, and the band of the first.
func PathProduct(products ...*paths.Product) *plot.Plot {
	p := newFigure("Paths that the gradient comes by", "path length (blocks)", "share of the gradient (%)")
	p.X.Tick.Marker = steps{whole: true}
	names := &legend{}
	all := measuredProducts(products)
	if len(all) == 0 {
		return empty(p, "no gradients")
	}
	addEffectiveOf(p, names, all[0])
	for i, product := range all {
		if len(all) == 1 {
			columns := &bars{color: blue}
			for k, share := range product.Shares {
				columns.at = append(columns.at, plotter.XY{X: float64(k), Y: 100 * share})
			}
			p.Add(columns)
			names.add(product.Network+", gradient", columns)
			continue
		}
		c := seriesColor(i)
		s := &curve{line: lineStyle(mix(c, white, .45), 1), dot: dotStyle(c, 2.2, dotShape(i)), dots: true}
		for k, share := range product.Shares {
			s.x, s.y = append(s.x, float64(k)), append(s.y, 100*share)
		}
		p.Add(s)
		names.add(product.Network+", gradient", s)
	}
	addDistribution(p, names, all[0].Blocks)
	p.Add(names)
	p.X.Min, p.X.Max = -.5, float64(len(all[0].Shares))-.5
	p.Y.Min, p.Y.Max = 0, 1.05*p.Y.Max
	return p
}

// addEffectiveOf shades the effective paths of a network.
func addEffectiveOf(p *plot.Plot, names *legend, product *paths.Product) {
	e := product.Effective(effectivePart)
	if e.Lo < 0 {
		return
	}
	shade := band{lo: float64(e.Lo) - .5, hi: float64(e.Hi) + .5, color: tint(orange)}
	p.Add(shade, grid()) // the grid again, over the band
	names.add(fmt.Sprintf("effective, %d to %d blocks: %s of gradient, %s %% of paths",
		e.Lo, e.Hi, percent(100*e.Gradient), number(100*e.Paths)), shade)
}

// addDistribution draws how many paths of so many blocks have which length.
func addDistribution(p *plot.Plot, names *legend, blocks int) {
	d, err := paths.Lengths(blocks)
	if err != nil {
		return
	}
	s := &curve{line: lineStyle(quiet, 1.25)}
	for k, share := range d.Shares() {
		s.x, s.y = append(s.x, float64(k)), append(s.y, 100*share)
	}
	p.Add(s)
	names.add("paths", s)
	p.Y.Label.Text = "share (%)"
}

// measuredProducts leaves out what has no shares.
func measuredProducts(all []*paths.Product) []*paths.Product {
	var some []*paths.Product
	for _, p := range all {
		if p == nil {
			continue
		}
		sum := 0.0
		for _, s := range p.Shares {
			sum += s
		}
		if sum > 0 {
			some = append(some, p)
		}
	}
	return some
}
