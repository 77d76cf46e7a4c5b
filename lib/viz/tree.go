package viz

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// tree is the drawing of every path through a few blocks. A column belongs to each
// block; in front of block i stand 2ⁿ⁻ⁱ copies of the blocks before it.
type tree struct {
	deleted []bool
}

// GlyphBoxes keeps the drawing off the edges.
func (t *tree) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 0, Y: 0, Rectangle: vg.Rectangle{Min: vg.Point{X: -8, Y: -6}}}}
}

// sheet is where a tree is drawn.
type sheet struct {
	c           draw.Canvas
	left        vg.Length // where the first column begins
	column, row vg.Length // their sizes
	size, small vg.Length // of words, and of those that there are many of
}

// Plot draws the tree from its root on the right.
func (t *tree) Plot(c draw.Canvas, p *plot.Plot) {
	n := len(t.deleted)
	space := c.Max.Sub(c.Min)
	s := sheet{c: c, size: 10 * scaleOf(p)}
	ends := 3.2 * s.size // for input and output
	s.column = min((space.X-2*ends)/vg.Length(n), 12*s.size)
	s.row = min(space.Y/vg.Length(int(1)<<n), 4.5*s.size)
	s.left = c.Min.X + (space.X-s.column*vg.Length(n))/2
	middle := (c.Min.Y + c.Max.Y) / 2
	s.small = min(s.size, .68*s.row)
	right := s.x(n)
	s.line(ink, vg.Point{X: right, Y: middle}, vg.Point{X: right + .8*s.size, Y: middle})
	s.say(right+2*s.size, middle, "y"+subscript(n), ink)
	t.draw(s, n, middle, true)
}

// draw draws the copies of the first n blocks whose output is at y, grey unless a
// path through them is alive.
func (t *tree) draw(s sheet, n int, y vg.Length, alive bool) {
	if n == 0 {
		c := shade(ink, alive)
		s.say(s.left-2*s.size, y, "y"+subscript(0), c)
		s.line(c, vg.Point{X: s.left - .8*s.size, Y: y}, vg.Point{X: s.left, Y: y})
		return
	}
	apart := s.row * vg.Length(int(1)<<n) / 4
	past, through := y+apart, y-apart
	live := alive && !t.deleted[n-1]
	s.branch(n, through, y, live)
	s.join(n, past, y, alive)
	if alive {
		s.sum(s.x(n)-.55*s.size, y)
	}
	t.draw(s, n-1, past, alive)
	t.draw(s, n-1, through, live)
}

// x is where the column behind the first n blocks begins.
func (s sheet) x(n int) vg.Length { return s.left + s.column*vg.Length(n) }

// join leads past block n, from one height to the sum at another.
func (s sheet) join(n int, from, to vg.Length, alive bool) {
	at := s.x(n) - .55*s.size
	s.line(shade(frame, alive), vg.Point{X: s.x(n - 1), Y: from}, vg.Point{X: at, Y: from}, vg.Point{X: at, Y: to}, vg.Point{X: s.x(n), Y: to})
}

// branch leads through block n.
func (s sheet) branch(n int, from, to vg.Length, alive bool) {
	s.join(n, from, to, alive)
	fill, edge := symbol{deleted: !alive}.colors()
	middle := (s.x(n-1) + s.x(n)) / 2
	wide, high := 1.3*s.size, min(.8*s.size, .42*s.row)
	pen{c: s.c, unit: 3 * s.size}.box(middle-wide, from-high, middle+wide, from+high, fill, edge, !alive)
	s.say(middle, from, "f"+subscript(n), shade(ink, alive))
}

// sum draws the plus where two copies meet.
func (s sheet) sum(x, y vg.Length) { pen{c: s.c, unit: 4 * s.size}.sum(vg.Point{X: x, Y: y}, symbol{}) }

func (s sheet) say(x, y vg.Length, text string, c color.Color) {
	s.c.FillText(words(s.small, c), vg.Point{X: x, Y: y}, text)
}

func (s sheet) line(c color.Color, points ...vg.Point) {
	s.c.StrokeLines(draw.LineStyle{Color: c, Width: vg.Points(1)}, points)
}

// shade is a colour, or what is left of it where no path is alive.
func shade(c color.NRGBA, alive bool) color.NRGBA {
	if alive {
		return c
	}
	return mix(quiet, white, .5)
}

// subscript writes a digit as an index.
func subscript(digit int) string { return string(rune('₀' + digit)) }
