package viz

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/unravel-go/unravel/lib/paths"
)

// PathGradients draws how large the gradient is that reaches the input along paths of
// each length, on a logarithmic axis (Veit et al. 2016, figure 6b): a dot for the mean
// norm, a line from the smallest to the largest, and dashed the exponential decay
// that fits the means. The axis counts powers of ten itself, for paths through a
// thousand blocks have norms that no float64 has.
func PathGradients(gs ...*paths.Gradients) *plot.Plot {
	p := newFigure("Gradient along the paths of each length", "path length (blocks)", "norm of the gradient at the input")
	p.X.Tick.Marker, p.Y.Tick.Marker = steps{whole: true}, exponents{}
	names := &legend{}
	for i, g := range gs {
		if g != nil {
			addGradients(p, names, g, i)
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no gradients")
	}
	p.Add(names)
	pad(&p.X)
	pad(&p.Y)
	if p.Y.Max-p.Y.Min < 2 {
		p.Y.Min, p.Y.Max = math.Floor(p.Y.Min), math.Ceil(p.Y.Max)
	}
	return p
}

// addGradients draws one network.
func addGradients(p *plot.Plot, names *legend, g *paths.Gradients, i int) {
	c := seriesColor(i)
	s := &ranges{extent: extent{curve: curve{dot: dotStyle(c, 2.2, dotShape(i)), dots: true}}, line: lineStyle(mix(c, white, .45), 1)}
	for _, n := range g.Norms {
		mean := n.LogMean() / math.Ln10
		if math.IsNaN(mean - mean) {
			continue
		}
		lo, hi := mean, mean
		for _, l := range finite(n.Logs) {
			lo, hi = min(lo, l/math.Ln10), max(hi, l/math.Ln10)
		}
		s.x, s.y = append(s.x, float64(n.Length)), append(s.y, mean)
		s.lo, s.hi = append(s.lo, lo), append(s.hi, hi)
	}
	if len(s.x) == 0 {
		return
	}
	names.add(g.Network, s)
	if fit := g.Fit(); !math.IsNaN(fit.Factor) && !math.IsNaN(fit.R) {
		first, last := s.x[0], s.x[len(s.x)-1]
		line := &curve{x: []float64{first, last}, y: []float64{fit.At(first) / math.Ln10, fit.At(last) / math.Ln10}, line: dashed(ink, 1)}
		p.Add(line) // under the dots
		names.add(fmt.Sprintf("× %s per block, r = %s", number(fit.Factor), correlation(fit.R)), line)
	}
	p.Add(s)
}

// correlation writes r with as many digits as it takes to differ from 1.
func correlation(r float64) string {
	for decimals := 2; decimals < 6; decimals++ {
		if text := fmt.Sprintf("%.*f", decimals, r); math.Abs(r) == 1 || text != fmt.Sprintf("%.*f", decimals, math.Copysign(1, r)) {
			return minus(text)
		}
	}
	return minus(fmt.Sprintf("%.0f", r))
}

// exponents is a ticker for an axis of decimal logarithms.
type exponents struct{}

// Ticks returns whole exponents from lo to hi as powers of ten.
func (exponents) Ticks(lo, hi float64) []plot.Tick {
	ticks := steps{whole: true, most: 7}.Ticks(lo, hi)
	for i := range ticks {
		ticks[i].Label = powerOfTen(int(ticks[i].Value))
	}
	return ticks
}

// ranges are dots with a line each, from lo to hi.
type ranges struct {
	extent
	line draw.LineStyle
}

// Plot draws the lines and the dots over them.
func (s *ranges) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for i := range s.lo {
		at := x(s.x[i])
		c.StrokeLines(s.line, c.ClipLinesXY([]vg.Point{{X: at, Y: y(s.lo[i])}, {X: at, Y: y(s.hi[i])}})...)
	}
	s.curve.Plot(c, p)
}

// Thumbnail draws a dot on a line.
func (s *ranges) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	c.StrokeLine2(s.line, middle.X, c.Min.Y, middle.X, c.Max.Y)
	s.curve.Thumbnail(c)
}
