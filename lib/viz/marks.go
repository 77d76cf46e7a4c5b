package viz

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	xfont "golang.org/x/image/font"
)

// note is a few words at a point of the data, if the axes reach there.
type note struct {
	x, y   float64
	dx, dy vg.Length // offset from there
	text   string
	align  text.XAlignment
	color  color.Color
}

// Plot writes the words.
func (n note) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	if !c.Contains(vg.Point{X: x(n.x), Y: y(n.y)}) {
		return
	}
	scale := scaleOf(p)
	style := words(9.5*scale, n.color)
	style.XAlign = n.align
	c.FillText(style, vg.Point{X: x(n.x) + scale*n.dx, Y: y(n.y) + scale*n.dy}, n.text)
}

// words is the style of a text of that size around a point.
func words(size vg.Length, c color.Color) text.Style {
	style := plot.New().Legend.TextStyle
	style.Font = face(size.Points(), xfont.WeightNormal)
	style.Color = c
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	return style
}

// rule is a line across the whole figure, horizontal at y or, if vertical, at x.
type rule struct {
	at       float64
	vertical bool
	style    draw.LineStyle
}

// Plot draws the line, unless it is outside the axes.
func (r rule) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	from, to := vg.Point{X: c.Min.X, Y: y(r.at)}, vg.Point{X: c.Max.X, Y: y(r.at)}
	if r.vertical {
		from, to = vg.Point{X: x(r.at), Y: c.Min.Y}, vg.Point{X: x(r.at), Y: c.Max.Y}
	}
	if c.Contains(from) && c.Contains(to) {
		c.StrokeLines(r.style, []vg.Point{from, to})
	}
}

// Thumbnail draws a short piece of the line.
func (r rule) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	if r.vertical {
		c.StrokeLine2(r.style, middle.X, c.Min.Y, middle.X, c.Max.Y)
		return
	}
	c.StrokeLine2(r.style, c.Min.X, middle.Y, c.Max.X, middle.Y)
}

// band shades the figure from x = lo to x = hi.
type band struct {
	lo, hi float64
	color  color.Color
}

// Plot fills the part of the band inside the axes.
func (b band) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	lo, hi := max(x(b.lo), c.Min.X), min(x(b.hi), c.Max.X)
	if lo < hi {
		c.FillPolygon(b.color, []vg.Point{{X: lo, Y: c.Min.Y}, {X: hi, Y: c.Min.Y}, {X: hi, Y: c.Max.Y}, {X: lo, Y: c.Max.Y}})
	}
}

// Thumbnail fills the sample.
func (b band) Thumbnail(c *draw.Canvas) {
	c.FillPolygon(b.color, []vg.Point{{X: c.Min.X, Y: c.Min.Y}, {X: c.Max.X, Y: c.Min.Y}, {X: c.Max.X, Y: c.Max.Y}, {X: c.Min.X, Y: c.Max.Y}})
}

func lineStyle(c color.Color, points float64) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: vg.Points(points)}
}

func dashed(c color.Color, points float64) draw.LineStyle {
	style := lineStyle(c, points)
	style.Dashes = []vg.Length{vg.Points(5), vg.Points(3)}
	return style
}

// pattern is the line of series i: solid, dashed, dotted, so that one of several that
// run on top of each other does not hide the others.
func pattern(c color.Color, points float64, i int) draw.LineStyle {
	style := lineStyle(c, points)
	style.Dashes = [][]vg.Length{nil, {6, 3}, {1.5, 2.5}}[i%3]
	return style
}

func dotStyle(c color.Color, radius float64, shape draw.GlyphDrawer) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: vg.Points(radius), Shape: shape}
}
