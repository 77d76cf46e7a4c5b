package viz

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Convergence draws the error of schemes against the step size h on logarithmic
// axes, a line for each. A scheme of order p has an error like hᵖ, a line of slope
// p: the legend has the measured slopes, and a triangle beside the first line of each
// order shows it. Where rounding ends the descent, the slope is still that of most of
// the line.
func Convergence(schemes ...Series) *plot.Plot {
	p := newFigure("Order of convergence", "step size h", "error")
	names := &legend{}
	var lines []*curve
	for i, s := range schemes {
		line := logCurve(s, i)
		if len(line.x) == 0 {
			continue
		}
		name := s.Name
		if slope := line.slope(); !math.IsNaN(slope) {
			name += ", slope " + minus(strconv.FormatFloat(slope, 'f', 2, 64))
		}
		p.Add(line)
		names.add(name, line)
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return empty(p, "no errors")
	}
	addTriangles(p, lines)
	p.Add(names)
	logAxes(p)
	return p
}

// addTriangles draws one triangle for each order, where there is most room for it.
func addTriangles(p *plot.Plot, lines []*curve) {
	drawn := make(map[int]bool)
	for _, line := range lines {
		slope := line.slope()
		if !(slope >= .5 && slope < 100) {
			continue
		}
		order := int(math.Round(slope))
		if !drawn[order] {
			drawn[order] = true
			p.Add(triangleAt(line, order, lines))
		}
	}
}

// triangle shows a slope on logarithmic axes: its long side is a piece of a line of
// that slope, and its corner lies below that, or above.
type triangle struct {
	x, y  float64 // the left end of the long side
	wide  float64 // the factor to its right end
	order int
	above bool
	style draw.LineStyle
}

// triangleAt puts a triangle beside a line, between those two of its points where
// the other lines are far, below or above it, and rather in its middle.
func triangleAt(line *curve, order int, lines []*curve) triangle {
	wide := min(10, max(1.2, math.Pow(line.x[len(line.x)-1]/line.x[0], .12)))
	best, most := triangle{}, math.Inf(-1)
	for i := range line.x[:len(line.x)-1] {
		middle := math.Sqrt(line.x[i]) * math.Sqrt(line.x[i+1])
		for _, above := range []bool{false, true} {
			t := triangle{middle / math.Sqrt(wide), 0, wide, order, above, lineStyle(line.line.Color, .75)}
			on := line.at(middle)
			t.y = on / math.Pow(wide, float64(order)/2)
			// Two points that rounding has bent are no place for a slope.
			bent := math.Abs(math.Log(line.y[i+1]/line.y[i])/math.Log(line.x[i+1]/line.x[i])-float64(order)) > .5
			aside := math.Abs(float64(2*i + 2 - len(line.x)))
			if room := roomBeside(line, lines, middle, above) - .2*aside; room > most && !bent {
				best, most = t, room
			}
		}
	}
	return best
}

// roomBeside is how far the next line is, in logarithms; a few orders are room enough.
func roomBeside(line *curve, lines []*curve, x float64, above bool) float64 {
	room := math.Log(1e3)
	for _, other := range lines {
		gap := math.Log(other.at(x) / line.at(x))
		if !above {
			gap = -gap
		}
		if other != line && gap > -.5 {
			room = min(room, gap)
		}
	}
	return room
}

// at is the value of a curve on logarithmic axes between its points, NaN beyond.
func (s *curve) at(x float64) float64 {
	for i := 1; i < len(s.x); i++ {
		if s.x[i-1] <= x && x <= s.x[i] && s.x[i-1] < s.x[i] {
			t := math.Log(x/s.x[i-1]) / math.Log(s.x[i]/s.x[i-1])
			return s.y[i-1] * math.Pow(s.y[i]/s.y[i-1], t)
		}
	}
	return math.NaN()
}

// Plot draws the triangle and writes the slope beside it.
func (t triangle) Plot(c draw.Canvas, p *plot.Plot) {
	right, top := t.x*t.wide, t.y*math.Pow(t.wide, float64(t.order))
	if !(t.x > 0 && t.y > 0) || math.IsInf(right, 1) || math.IsInf(top, 1) {
		return // there was no place for it
	}
	x, y := p.Transforms(&c)
	scale := scaleOf(p)
	off := -4 * scale
	if t.above {
		off = 4 * scale
	}
	a := vg.Point{X: x(t.x), Y: y(t.y) + off}
	b := vg.Point{X: x(right), Y: y(top) + off}
	corner := vg.Point{X: b.X, Y: a.Y}
	style := words(9*scale, t.style.Color)
	style.XAlign = draw.XLeft
	beside := vg.Point{X: b.X + 3*scale, Y: (a.Y + b.Y) / 2}
	if t.above {
		corner = vg.Point{X: a.X, Y: b.Y}
		style.XAlign = draw.XRight
		beside.X = a.X - 3*scale
	}
	if c.Contains(a) && c.Contains(b) {
		c.StrokeLines(t.style, []vg.Point{a, corner, b, a})
		c.FillText(style, beside, strconv.Itoa(t.order))
	}
}
