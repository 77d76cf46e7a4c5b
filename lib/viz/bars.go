package viz

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bars are columns standing on zero, as wide as four fifths of a unit.
type bars struct {
	at    plotter.XYs
	color color.Color
}

const halfBar = .4

// DataRange returns the range of the columns.
func (b *bars) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax = math.Inf(1), math.Inf(-1)
	for _, v := range b.at {
		xmin, xmax = min(xmin, v.X-halfBar), max(xmax, v.X+halfBar)
		ymin, ymax = min(ymin, v.Y), max(ymax, v.Y)
	}
	return xmin, xmax, ymin, ymax
}

// Plot draws the columns.
func (b *bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, v := range b.at {
		column := []vg.Point{
			{X: x(v.X - halfBar), Y: y(0)},
			{X: x(v.X + halfBar), Y: y(0)},
			{X: x(v.X + halfBar), Y: y(v.Y)},
			{X: x(v.X - halfBar), Y: y(v.Y)},
		}
		c.FillPolygon(b.color, c.ClipPolygonXY(column))
	}
}

// Thumbnail fills the sample.
func (b *bars) Thumbnail(c *draw.Canvas) { band{color: b.color}.Thumbnail(c) }
