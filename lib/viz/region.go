package viz

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// region is an area bounded by closed loops, of which one inside another bounds a
// hole.
type region struct {
	loops []plotter.XYs
	color color.Color
	line  float64     // its width; 0 means no outline
	fill  color.Color // nil: the outline only
}

// Plot fills the area first and draws the outline over it.
func (r *region) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	onto := func(loop plotter.XYs) []vg.Point {
		points := make([]vg.Point, len(loop))
		for i, v := range loop {
			points[i] = vg.Point{X: x(v.X), Y: y(v.Y)}
		}
		return points
	}
	for depth := 0; r.fill != nil && r.fillDepth(&c, depth, onto); depth++ {
	}
	for _, loop := range r.loops {
		if r.line > 0 {
			c.StrokeLines(lineStyle(r.color, r.line), c.ClipLinesXY(onto(loop))...)
		}
	}
}

// fillDepth fills the loops that lie in so many others, the holes among them with
// white. It reports whether there were any.
func (r *region) fillDepth(c *draw.Canvas, depth int, onto func(plotter.XYs) []vg.Point) bool {
	fill, any := r.fill, false
	if depth%2 == 1 {
		fill = white
	}
	for i, loop := range r.loops {
		if len(loop) > 0 && r.around(i) == depth {
			c.FillPolygon(fill, c.ClipPolygonXY(onto(loop)))
			any = true
		}
	}
	return any
}

// around counts the loops around loop i.
func (r *region) around(i int) int {
	n := 0
	for j, other := range r.loops {
		if j != i && contains(other, r.loops[i][0]) {
			n++
		}
	}
	return n
}

// contains reports whether a point lies in a loop: whether a ray from it crosses the
// loop an odd number of times.
func contains(loop plotter.XYs, at plotter.XY) bool {
	inside := false
	for i := 1; i < len(loop); i++ {
		a, b := loop[i-1], loop[i]
		if (a.Y > at.Y) != (b.Y > at.Y) && at.X < a.X+(b.X-a.X)*(at.Y-a.Y)/(b.Y-a.Y) {
			inside = !inside
		}
	}
	return inside
}
