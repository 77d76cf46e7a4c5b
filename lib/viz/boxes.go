package viz

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// boxes is a box plot: from the lower to the upper quartile a box, with the median
// as a line across it, and whiskers to the smallest and the largest value.
type boxes struct {
	at    []five
	half  float64 // of a box's width
	color color.NRGBA
}

// five are the numbers of one box, at x.
type five struct{ x, min, lower, median, upper, max float64 }

func (f five) finite() bool {
	sum := f.x + f.min + f.lower + f.median + f.upper + f.max
	return !math.IsNaN(sum - sum)
}

// DataRange returns the range of the whiskers.
func (b *boxes) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, f := range b.at {
		if f.finite() {
			xmin, xmax = min(xmin, f.x-b.half), max(xmax, f.x+b.half)
			ymin, ymax = min(ymin, f.min), max(ymax, f.max)
		}
	}
	return xmin, xmax, ymin, ymax
}

// Plot draws the boxes inside the axes.
func (b *boxes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, f := range b.at {
		if f.finite() {
			b.one(&c, x(f.x), x(f.x-b.half), x(f.x+b.half), [5]vg.Length{y(f.min), y(f.lower), y(f.median), y(f.upper), y(f.max)})
		}
	}
}

// one draws a box around x from left to right, with its numbers from below.
func (b *boxes) one(c *draw.Canvas, x, left, right vg.Length, at [5]vg.Length) {
	line := func(width float64, points ...vg.Point) {
		c.StrokeLines(lineStyle(b.color, width), c.ClipLinesXY(points)...)
	}
	line(.9, vg.Point{X: x, Y: at[0]}, vg.Point{X: x, Y: at[1]})
	line(.9, vg.Point{X: x, Y: at[3]}, vg.Point{X: x, Y: at[4]})
	outline := []vg.Point{{X: left, Y: at[1]}, {X: right, Y: at[1]}, {X: right, Y: at[3]}, {X: left, Y: at[3]}}
	c.FillPolygon(mix(b.color, white, .7), c.ClipPolygonXY(outline))
	line(.9, append(outline, outline[0])...)
	line(2, vg.Point{X: left, Y: at[2]}, vg.Point{X: right, Y: at[2]})
}

// Thumbnail draws a box on its side of the key.
func (b *boxes) Thumbnail(c *draw.Canvas) {
	middle, height := c.Center(), c.Max.Y-c.Min.Y
	b.one(c, middle.X, middle.X-5, middle.X+5, [5]vg.Length{
		c.Min.Y, c.Min.Y + height/4, middle.Y, c.Max.Y - height/4, c.Max.Y,
	})
}
