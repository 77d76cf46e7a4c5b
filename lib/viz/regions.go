package viz

import (
	"fmt"
	"image/color"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/unravel-go/unravel/lib/ode"
)

// regionWindow holds the regions of the explicit schemes of up to seven stages.
var regionWindow = window{lo: plotter.XY{X: -5, Y: -4}, hi: plotter.XY{X: 3, Y: 4}, columns: 160, rows: 161}

// Regions draws the stability regions of several schemes side by side, each filled
// and all on one scale: the z = hλ for which the scheme keeps every solution of
// u' = λu bounded, which for a Runge–Kutta method is |R(z)| ≤ 1. The exact solution
// is bounded left of the imaginary axis. It draws what lies in −5 ≤ Re z ≤ 3 and
// |Im z| ≤ 4, and leaves out schemes that do not pass their Check.
//
// [Stability] draws the outlines of several in one figure.
func Regions(schemes ...ode.Scheme) *plot.Plot {
	p := bare("Stability regions")
	g := &panels{}
	for i, s := range schemes {
		if s != nil && s.Check() == nil {
			g.figures = append(g.figures, regionOf(s, seriesColor(i)))
		}
	}
	if len(g.figures) == 0 {
		return empty(p, "no schemes")
	}
	p.Add(g)
	return p
}

// regionOf draws the region of one scheme, with the grid over it.
func regionOf(s ode.Scheme, c color.NRGBA) *plot.Plot {
	p := newFigure(fmt.Sprintf("%s, order %d", schemeName(s), s.Order()), "Re hλ", "Im hλ")
	w := regionWindow
	loops := closed(s.Stable, w)
	p.Add(&region{loops: loops, fill: mix(c, white, .6)}, grid())
	p.Add(zeroLines()...)
	p.Add(&region{loops: loops, color: c, line: 1.25})
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = w.lo.X, w.hi.X, w.lo.Y, w.hi.Y
	p.X.Tick.Marker, p.Y.Tick.Marker = steps{most: 4}, steps{most: 4}
	return p
}

// schemeName is a scheme's name with a minus sign.
func schemeName(s ode.Scheme) string { return strings.ReplaceAll(s.Name(), "(-", "(−") }
