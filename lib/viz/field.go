package viz

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/unravel-go/unravel/lib/ode"
)

// field is the directions of a system of two equations, on a grid of arrows.
type field struct {
	f     ode.Func
	alone bool // there is nothing else in the figure
}

// The grid of arrows.
const (
	arrowSpace = vg.Length(21) // from one to the next
	arrowMost  = .8            // of that space
)

// arrow is one of them: where it stands, and where and how fast the states move, as
// it is seen.
type arrow struct {
	at     vg.Point
	dx, dy float64
}

// Plot draws an arrow in the middle of each cell of a grid, of a length that grows
// with the cube root of the speed: speeds differ too much for more.
func (v *field) Plot(c draw.Canvas, p *plot.Plot) {
	space := scaleOf(p) * arrowSpace
	arrows := v.arrows(c, p, space)
	most := 0.0
	for _, a := range arrows {
		most = max(most, math.Hypot(a.dx, a.dy))
	}
	if most == 0 && v.alone { // f has no values here, or is 0
		note{x: (p.X.Min + p.X.Max) / 2, y: (p.Y.Min + p.Y.Max) / 2, text: "no directions", align: draw.XCenter, color: quiet}.Plot(c, p)
	}
	for _, a := range arrows {
		speed := math.Hypot(a.dx, a.dy)
		if speed == 0 {
			continue // the system rests here
		}
		half := arrowMost / 2 * space * vg.Length(math.Cbrt(speed/most))
		dx, dy := half*vg.Length(a.dx/speed), half*vg.Length(a.dy/speed)
		from, to := vg.Point{X: a.at.X - dx, Y: a.at.Y - dy}, vg.Point{X: a.at.X + dx, Y: a.at.Y + dy}
		c.StrokeLine2(lineStyle(fieldColor, .75), from.X, from.Y, to.X, to.Y)
		head(&c, from, to, min(3.2*scaleOf(p), half), fieldColor)
	}
}

// fieldColor stands back behind the orbits.
var fieldColor = mix(quiet, white, .35)

// arrows asks f in the middle of each cell.
func (v *field) arrows(c draw.Canvas, p *plot.Plot, space vg.Length) []arrow {
	size := c.Max.Sub(c.Min)
	columns, rows := max(1, int(size.X/space)), max(1, int(size.Y/space))
	perX := float64(size.X) / (p.X.Max - p.X.Min)
	perY := float64(size.Y) / (p.Y.Max - p.Y.Min)
	var arrows []arrow
	for i := range columns {
		for j := range rows {
			right, up := (float64(i)+.5)/float64(columns), (float64(j)+.5)/float64(rows)
			du := v.f(0, []float64{p.X.Min + right*(p.X.Max-p.X.Min), p.Y.Min + up*(p.Y.Max-p.Y.Min)})
			dx, dy := component(du, 0)*perX, component(du, 1)*perY
			if length := math.Hypot(dx, dy); !math.IsNaN(length) && !math.IsInf(length, 0) {
				at := vg.Point{X: c.Min.X + vg.Length(right)*size.X, Y: c.Min.Y + vg.Length(up)*size.Y}
				arrows = append(arrows, arrow{at, dx, dy})
			}
		}
	}
	return arrows
}

// head fills the head of an arrow, which ends at a point.
func head(c *draw.Canvas, from, to vg.Point, size vg.Length, fill color.Color) {
	length := math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y))
	if length == 0 {
		return
	}
	dx, dy := (to.X-from.X)/vg.Length(length)*size, (to.Y-from.Y)/vg.Length(length)*size
	c.FillPolygon(fill, []vg.Point{
		to,
		{X: to.X - dx - .45*dy, Y: to.Y - dy + .45*dx},
		{X: to.X - dx + .45*dy, Y: to.Y - dy - .45*dx},
	})
}
