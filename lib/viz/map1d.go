package viz

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// Curve is a named series of values, one for each x of the figure it is drawn in.
type Curve struct {
	Name string
	Y    []float64
}

// Map1D draws what networks learned on a line: for each input x the wanted
// output and that of each network. x need not be sorted, and target may be nil.
func Map1D(x, target []float64, learned ...Curve) *plot.Plot {
	p := newFigure("Learned maps", "input x", "output y")
	p.Add(zeroLines()...)
	names := &legend{}
	if target != nil {
		// Broad and light, so that it shows beside a curve that covers it.
		wanted := &curve{x: x, y: target, line: lineStyle(mix(quiet, white, .55), 5)}
		wanted.sort()
		p.Add(wanted)
		names.add("target", wanted)
	}
	for i, l := range learned {
		c := seriesColor(i)
		s := &curve{x: x, y: l.Y, line: lineStyle(c, 1.75)}
		if len(x) <= 24 {
			s.dot, s.dots = dotStyle(c, 2.2, dotShape(i)), true
		}
		s.sort()
		p.Add(s)
		names.add(l.Name, s)
	}
	if math.IsInf(p.X.Min, 0) || len(names.keys) == 0 {
		return empty(p, "no values")
	}
	p.Add(names)
	pad(&p.X)
	pad(&p.Y)
	return p
}

// zeroLines are the axes of the coordinate system.
func zeroLines() []plot.Plotter {
	style := draw.LineStyle{Color: quiet, Width: .75}
	return []plot.Plotter{rule{at: 0, style: style}, rule{at: 0, vertical: true, style: style}}
}
