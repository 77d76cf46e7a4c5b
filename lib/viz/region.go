package viz

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// region is an area with an outline.
type region struct {
	loops []plotter.XYs
	color color.NRGBA
	fill  color.Color // nil: the outline only
}

// Plot fills the area first and draws the outline over it.
func (r *region) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, loop := range r.loops {
		points := make([]vg.Point, len(loop))
		for i, v := range loop {
			points[i] = vg.Point{X: x(v.X), Y: y(v.Y)}
		}
		if r.fill != nil {
			c.FillPolygon(r.fill, c.ClipPolygonXY(points))
		}
		c.StrokeLines(lineStyle(r.color, 1.75), c.ClipLinesXY(points)...)
	}
}
