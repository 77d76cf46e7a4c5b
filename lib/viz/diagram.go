package viz

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// diagram is the drawing of a network.
type diagram struct {
	stages     []stageRow
	stem, head bool
}

// stageRow is a stage, which takes one line of the drawing or several.
type stageRow struct {
	name, shape string
	blocks      []symbol
}

// symbol is a block as it is drawn.
type symbol struct {
	number     int
	transition bool // changes the shape
	deleted    bool
	plain      bool // no shortcut
	second     bool // the shortcut from u[n−1]
}

// count is the number of blocks with a property.
func (d *diagram) count(is func(symbol) bool) int {
	n := 0
	for _, s := range d.stages {
		for _, b := range s.blocks {
			if is(b) {
				n++
			}
		}
	}
	return n
}

// legend names the kinds of blocks that there are.
func (d *diagram) legend() *legend {
	names := &legend{}
	for _, kind := range []struct {
		name   string
		sample symbol
		is     func(symbol) bool
	}{
		{"block", symbol{}, func(b symbol) bool { return !b.transition && !b.deleted }},
		{"changes the shape", symbol{transition: true}, func(b symbol) bool { return b.transition && !b.deleted }},
		{"deleted", symbol{deleted: true}, func(b symbol) bool { return b.deleted }},
	} {
		if d.count(kind.is) > 0 {
			names.add(kind.name, blockSample{kind.sample})
		}
	}
	if d.count(func(b symbol) bool { return b.second }) > 0 {
		names.add("shortcut from u[n−1]", &curve{line: lineStyle(vermilion, 1)})
	}
	return names
}

// line is a part of a stage that fits into one line of the drawing.
type line struct {
	blocks []symbol
	first  bool // of its stage
	stage  stageRow
}

// lines breaks the stages into lines of so many blocks at most.
func (d *diagram) lines(most int) []line {
	var all []line
	for _, s := range d.stages {
		for from := 0; from < len(s.blocks); from += most {
			to := min(from+most, len(s.blocks))
			all = append(all, line{s.blocks[from:to], from == 0, s})
		}
	}
	return all
}

// The shape of a drawing, in units of a block's width.
const (
	lineUnits = 2.1           // from one line to the next, at least
	endUnits  = 1.5           // for the stem or the head
	largest   = vg.Length(40) // a unit, however few blocks there are
)

// plan is a diagram broken into lines.
type plan struct {
	lines         []line
	unit          vg.Length // the width of a block
	width, height vg.Length // of the whole, in points
}

// fit chooses how many blocks go in a line. It breaks the longest stage into lines of
// one length, into more of them only where that makes the blocks clearly larger.
func (d *diagram) fit(width, height vg.Length) plan {
	longest := 0
	for _, s := range d.stages {
		longest = max(longest, len(s.blocks))
	}
	ends := vg.Length(.8) // where lines turn
	if d.stem {
		ends += endUnits
	}
	if d.head {
		ends += endUnits
	}
	var best plan
	for rows := 1; rows <= longest; rows++ { // that the longest stage takes
		most := (longest + rows - 1) / rows
		lines := d.lines(most)
		units, high := vg.Length(most)+ends, lineUnits*vg.Length(len(lines))
		if u := min(width/units, height/high, largest); u > 1.2*best.unit {
			best = plan{lines, u, units * u, min(height, 1.6*u*high)}
		}
	}
	return best
}

// GlyphBoxes keeps the drawing off the edges.
func (d *diagram) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 0, Y: 0, Rectangle: vg.Rectangle{Min: vg.Point{X: -8, Y: -4}}}}
}

// Plot draws the network into the middle of the canvas.
func (d *diagram) Plot(c draw.Canvas, p *plot.Plot) {
	size := 9 * scaleOf(p)
	label := words(size, ink).Width("64×32×32  ")
	space := c.Max.Sub(c.Min)
	fit := d.fit(space.X-label, space.Y)
	pen := pen{c: c, unit: fit.unit}
	names := c.Min.X + (space.X-label-fit.width)/2
	left := names + label + .4*fit.unit
	if d.stem {
		left += endUnits * fit.unit
	}
	step := fit.height / vg.Length(len(fit.lines))
	y := c.Max.Y - (space.Y-fit.height)/2 - step/2 - .2*fit.unit
	for i, l := range fit.lines {
		if l.first {
			pen.name(names, y, size, l.stage)
		}
		pen.blocks(left, y, l.blocks)
		if i == 0 && d.stem {
			pen.end(left-endUnits*fit.unit, y, "stem")
		}
		right := left + fit.unit*vg.Length(len(l.blocks))
		if i+1 < len(fit.lines) {
			pen.turn(right, left, y, step)
		} else if d.head {
			pen.wire(right, y, right+.5*fit.unit, y)
			pen.end(right+.5*fit.unit, y, "head")
		}
		y -= step
	}
}
