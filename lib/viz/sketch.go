package viz

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// sketch is a small drawing of boxes, joins and wires, in units of about a box.
type sketch struct {
	title  string
	wires  [][][2]float64
	second [][2]float64 // the wire of the state before
	marks  []mark
}

// mark is something with a text in it: a box, a join or nothing around it.
type mark struct {
	kind markKind
	x, y float64
	text string
}

type markKind int

const (
	aBox markKind = iota
	aJoin
	aWord
)

func (s *sketch) box(x, y float64, text string) { s.marks = append(s.marks, mark{aBox, x, y, text}) }

func (s *sketch) join(x, y float64, text string) { s.marks = append(s.marks, mark{aJoin, x, y, text}) }

func (s *sketch) say(x, y float64, text string) { s.marks = append(s.marks, mark{aWord, x, y, text}) }

// wire leads through points, given as x and y in turn.
func (s *sketch) wire(xy ...float64) {
	var points [][2]float64
	for i := 0; i+1 < len(xy); i += 2 {
		points = append(points, [2]float64{xy[i], xy[i+1]})
	}
	s.wires = append(s.wires, points)
}

// bounds is the part of the plane that a sketch takes, with room for boxes.
func (s *sketch) bounds() (x0, x1, y0, y1 float64) {
	x0, x1, y0, y1 = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, w := range append([][][2]float64{s.second}, s.wires...) {
		for _, at := range w {
			x0, x1, y0, y1 = min(x0, at[0]), max(x1, at[0]), min(y0, at[1]), max(y1, at[1])
		}
	}
	return x0, x1, y0 - .45, y1 + .45
}

// sketches are drawings beside each other, all on one scale.
type sketches struct{ all []*sketch }

// GlyphBoxes keeps the drawings off the edges.
func (g *sketches) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 0, Y: 0, Rectangle: vg.Rectangle{Min: vg.Point{X: -6, Y: -4}}}}
}

// Plot draws them row by row.
func (g *sketches) Plot(c draw.Canvas, p *plot.Plot) {
	space, title := c.Max.Sub(c.Min), 16*scaleOf(p)
	var wide, high float64
	for _, s := range g.all {
		x0, x1, y0, y1 := s.bounds()
		wide, high = max(wide, x1-x0+.8), max(high, y1-y0)
	}
	unit, columns := vg.Length(0), 1
	for n := 1; n <= len(g.all); n++ {
		rows := (len(g.all) + n - 1) / n
		u := min(space.X/vg.Length(float64(n)*wide), (space.Y/vg.Length(rows)-title)/vg.Length(high))
		if u > unit {
			unit, columns = u, n
		}
	}
	unit = min(unit, 30*scaleOf(p))
	rows := (len(g.all) + columns - 1) / columns
	cell := vg.Point{X: space.X / vg.Length(columns), Y: space.Y / vg.Length(rows)}
	for i, s := range g.all {
		left, top := c.Min.X+vg.Length(i%columns)*cell.X, c.Max.Y-vg.Length(i/columns)*cell.Y
		c.FillText(words(10*scaleOf(p), ink), vg.Point{X: left + cell.X/2, Y: top - title/2}, s.title)
		x0, x1, y0, y1 := s.bounds()
		middle := vg.Point{X: left + cell.X/2, Y: top - title - (cell.Y-title)/2}
		s.draw(pen{c: c, unit: unit}, vg.Point{X: middle.X - unit*vg.Length((x0+x1)/2), Y: middle.Y - unit*vg.Length((y0+y1)/2)})
	}
}

// draw draws the wires, and the marks over them.
func (s *sketch) draw(d pen, origin vg.Point) {
	at := func(x, y float64) vg.Point {
		return vg.Point{X: origin.X + d.unit*vg.Length(x), Y: origin.Y + d.unit*vg.Length(y)}
	}
	line := func(color draw.LineStyle, wire [][2]float64) {
		var points []vg.Point
		for _, p := range wire {
			points = append(points, at(p[0], p[1]))
		}
		d.c.StrokeLines(color, points)
	}
	for _, w := range s.wires {
		line(draw.LineStyle{Color: frame, Width: d.width()}, w)
	}
	line(draw.LineStyle{Color: vermilion, Width: d.width()}, s.second)
	for _, m := range s.marks {
		d.mark(m, at(m.x, m.y))
	}
}

// mark draws a box, a ring or a dot, and its text.
func (d pen) mark(m mark, at vg.Point) {
	half, size := .3*d.unit, min(10, .42*d.unit)
	switch m.kind {
	case aBox:
		fill, edge := symbol{}.colors()
		if len(m.text) > 1 {
			half, size = .5*d.unit, .85*size
		}
		d.box(at.X-half, at.Y-.3*d.unit, at.X+half, at.Y+.3*d.unit, fill, edge, false)
	case aJoin:
		switch m.text {
		case "+":
			pen{c: d.c, unit: 1.7 * d.unit}.sum(at, symbol{})
		case "•":
			d.c.DrawGlyph(draw.GlyphStyle{Color: frame, Radius: .14 * d.unit, Shape: draw.CircleGlyph{}}, at)
		default:
			d.c.DrawGlyph(draw.GlyphStyle{Color: white, Radius: .22 * d.unit, Shape: draw.CircleGlyph{}}, at)
			d.c.DrawGlyph(draw.GlyphStyle{Color: frame, Radius: .2 * d.unit, Shape: draw.RingGlyph{}}, at)
			d.c.FillText(words(.8*size, ink), at, m.text)
		}
		return
	}
	d.c.FillText(words(size, ink), at, m.text)
}
