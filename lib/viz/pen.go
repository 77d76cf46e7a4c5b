package viz

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// pen draws the parts of a network: blocks one unit wide on a line at height y.
type pen struct {
	c    draw.Canvas
	unit vg.Length
}

// A block's measures, in units.
const (
	boxLeft, boxRight = .22, .78 // of a box with a shortcut
	boxLow, boxHigh   = .36, .86 // above the line
	leaves, sum       = .08, .9  // where the branch leaves the line and meets it
)

// The colours of a drawing.
func (b symbol) colors() (fill, edge color.NRGBA) {
	switch {
	case b.deleted:
		return white, mix(quiet, white, .3)
	case b.transition:
		return mix(orange, white, .55), mix(orange, black, .35)
	}
	return mix(blue, white, .75), blue
}

// width is that of lines: thinner in smaller drawings.
func (d pen) width() vg.Length { return min(1, max(.4, d.unit/22)) }

// wire draws a straight piece of the line.
func (d pen) wire(x1, y1, x2, y2 vg.Length) {
	d.c.StrokeLine2(draw.LineStyle{Color: frame, Width: d.width()}, x1, y1, x2, y2)
}

// turn leads from the end of a line to the beginning of the next, which is step
// lower.
func (d pen) turn(from, to, y, step vg.Length) {
	x, between := from+.4*d.unit, y-.45*step
	if step > 2*d.unit {
		between = y - (step-.4*d.unit)/2
	}
	style := draw.LineStyle{Color: mix(quiet, white, .4), Width: d.width()}
	d.c.StrokeLines(style, []vg.Point{{X: from, Y: y}, {X: x, Y: y}, {X: x, Y: between}, {X: to - .3*d.unit, Y: between}, {X: to - .3*d.unit, Y: y - step}})
}

// name writes what a stage is called and what shape its outputs have.
func (d pen) name(x, y, size vg.Length, s stageRow) {
	style := words(size, ink)
	style.XAlign = draw.XLeft
	d.c.FillText(style, vg.Point{X: x, Y: y + .7*size}, s.name)
	style.Color = quiet
	d.c.FillText(style, vg.Point{X: x, Y: y - .7*size}, s.shape)
}

// end draws the stem or the head, a unit wide.
func (d pen) end(x, y vg.Length, name string) {
	d.box(x, y-.3*d.unit, x+d.unit, y+.3*d.unit, faint, quiet, false)
	if size := min(9, .38*d.unit); size >= 5 {
		d.c.FillText(words(size, ink), vg.Point{X: x + d.unit/2, Y: y}, name)
	}
	if name == "stem" {
		d.wire(x+d.unit, y, x+endUnits*d.unit, y)
	}
}

// blocks draws a line of blocks from x on.
func (d pen) blocks(x, y vg.Length, blocks []symbol) {
	start := x - .3*d.unit
	d.wire(start, y, x+d.unit*vg.Length(len(blocks))+.04*d.unit, y)
	for i, b := range blocks {
		at := x + d.unit*vg.Length(i)
		if b.second {
			d.second(max(start, at-(1-leaves)*d.unit), at+sum*d.unit, y)
		}
		d.block(at, y, b)
	}
}

// block draws one block from x to x plus a unit.
func (d pen) block(x, y vg.Length, b symbol) {
	u := d.unit
	if b.plain {
		d.number(x, y, u, b, -.25, .25)
		return
	}
	fill, edge := b.colors()
	style := draw.LineStyle{Color: frame, Width: d.width()}
	if b.deleted {
		style.Color, style.Dashes = edge, []vg.Length{.08 * u, .08 * u}
	}
	middle := y + (boxLow+boxHigh)/2*u
	d.c.StrokeLines(style,
		[]vg.Point{{X: x + leaves*u, Y: y}, {X: x + leaves*u, Y: middle}, {X: x + boxLeft*u, Y: middle}},
		[]vg.Point{{X: x + boxRight*u, Y: middle}, {X: x + sum*u, Y: middle}, {X: x + sum*u, Y: y}})
	d.number(x, y, u, b, boxLow, boxHigh)
	if b.transition {
		d.diamond(vg.Point{X: x + u/2, Y: y}, fill, edge)
	}
	d.sum(vg.Point{X: x + sum*u, Y: y}, b)
}

// number draws the box with the block's number in it, where that can be read.
func (d pen) number(x, y, u vg.Length, b symbol, low, high vg.Length) {
	fill, edge := b.colors()
	d.box(x+boxLeft*u, y+low*u, x+boxRight*u, y+high*u, fill, edge, b.deleted)
	size := min(10, .36*u)
	if size < 4.5 {
		return
	}
	style := words(size, ink)
	if b.deleted {
		style.Color = quiet
	}
	d.c.FillText(style, vg.Point{X: x + u/2, Y: y + (low+high)/2*u}, strconv.Itoa(b.number))
}

// box draws a rectangle.
func (d pen) box(left, low, right, high vg.Length, fill, edge color.NRGBA, broken bool) {
	corners := []vg.Point{{X: left, Y: low}, {X: right, Y: low}, {X: right, Y: high}, {X: left, Y: high}}
	d.c.FillPolygon(fill, corners)
	style := draw.LineStyle{Color: edge, Width: d.width()}
	if broken {
		style.Dashes = []vg.Length{.08 * d.unit, .08 * d.unit}
	}
	d.c.StrokeLines(style, append(corners, corners[0], corners[1]))
}

// second draws the shortcut from the input of the block before, below the line.
func (d pen) second(from, to, y vg.Length) {
	const pieces = 24
	arc := make([]vg.Point, pieces+1)
	for i := range arc {
		t := float64(i) / pieces
		arc[i] = vg.Point{X: from + vg.Length(t)*(to-from), Y: y - .52*d.unit*vg.Length(math.Sin(math.Pi*t))}
	}
	d.c.StrokeLines(draw.LineStyle{Color: vermilion, Width: d.width()}, arc)
}

// diamond marks a shortcut that is no identity.
func (d pen) diamond(at vg.Point, fill, edge color.NRGBA) {
	r := .13 * d.unit
	corners := []vg.Point{{X: at.X - r, Y: at.Y}, {X: at.X, Y: at.Y - r}, {X: at.X + r, Y: at.Y}, {X: at.X, Y: at.Y + r}}
	d.c.FillPolygon(fill, corners)
	d.c.StrokeLines(draw.LineStyle{Color: edge, Width: d.width()}, append(corners, corners[0], corners[1]))
}

// sum draws the plus where shortcut and branch meet.
func (d pen) sum(at vg.Point, b symbol) {
	r := .1 * d.unit
	c := frame
	if b.deleted && !b.second {
		return // nothing is added
	}
	ring := draw.GlyphStyle{Color: white, Radius: r, Shape: draw.CircleGlyph{}}
	d.c.DrawGlyph(ring, at)
	var circle vg.Path
	circle.Move(vg.Point{X: at.X + r, Y: at.Y})
	circle.Arc(at, r, 0, 2*math.Pi)
	circle.Close()
	d.c.SetLineStyle(draw.LineStyle{Color: c, Width: d.width()})
	d.c.Stroke(circle)
	d.c.StrokeLines(draw.LineStyle{Color: c, Width: d.width()},
		[]vg.Point{{X: at.X - r, Y: at.Y}, {X: at.X + r, Y: at.Y}}, []vg.Point{{X: at.X, Y: at.Y - r}, {X: at.X, Y: at.Y + r}})
}

// blockSample is a block in a legend.
type blockSample struct{ symbol }

// Thumbnail draws the box alone.
func (s blockSample) Thumbnail(c *draw.Canvas) {
	fill, edge := s.colors()
	middle, r := c.Center(), (c.Max.Y-c.Min.Y)/2
	pen{c: *c, unit: 22}.box(middle.X-1.2*r, middle.Y-r, middle.X+1.2*r, middle.Y+r, fill, edge, s.deleted)
}
