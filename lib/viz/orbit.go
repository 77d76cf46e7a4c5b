package viz

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// orbit is a curve with a dot where it begins and an arrow head where it ends.
type orbit struct{ curve }

// Plot draws the line, the dot and the head.
func (o *orbit) Plot(c draw.Canvas, p *plot.Plot) {
	o.curve.Plot(c, p)
	x, y := p.Transforms(&c)
	first, last := -1, -1
	for i := range o.x {
		if o.finite(i) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return
	}
	at := func(i int) vg.Point { return vg.Point{X: x(o.x[i]), Y: y(o.y[i])} }
	end := at(last)
	for i := last - 1; i >= first; i-- {
		if before := at(i); o.finite(i) && math.Hypot(float64(end.X-before.X), float64(end.Y-before.Y)) > 1 && c.Contains(end) {
			head(&c, before, end, 5.5*scaleOf(p), o.line.Color)
			break
		}
	}
	if c.Contains(at(first)) {
		dot := o.dot
		dot.Radius *= scaleOf(p)
		drawDot(&c, dot, at(first))
	}
}
