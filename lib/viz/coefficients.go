package viz

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/unravel-go/unravel/lib/models"
)

// Coefficients draws the coefficient k of each block of an LM-ResNet as a stem:
// down where k < 0 and time runs faster, up where k > 0 and it runs slower (Lu et
// al. 2018, section 2). Blocks with k = 0 are steps of forward Euler and open
// dots. If a coefficient comes near, lines at −1 and 1 mark where the scheme
// stops being stable.
func Coefficients(k []float64) *plot.Plot {
	p := newFigure("Coefficient k of each block", "block (0 = first)", "k")
	names := &legend{}
	kinds := []struct {
		name string
		dot  draw.GlyphStyle
		is   func(k float64) bool
	}{
		{"k < 0: faster than forward Euler", dotStyle(blue, 2.8, draw.CircleGlyph{}), func(k float64) bool { return k < 0 }},
		{"k > 0: slower", dotStyle(vermilion, 2.8, draw.BoxGlyph{}), func(k float64) bool { return k > 0 }},
		{"forward Euler", dotStyle(quiet, 2.8, draw.RingGlyph{}), func(k float64) bool { return k == 0 }},
	}
	limit := .1
	p.Add(rule{at: 0, style: lineStyle(frame, .75)})
	for _, kind := range kinds {
		s := &stems{curve{dot: kind.dot, dots: true}}
		for block, value := range k {
			if kind.is(value) && !math.IsInf(value, 0) {
				s.x, s.y = append(s.x, float64(block)), append(s.y, value)
				limit = max(limit, math.Abs(value))
			}
		}
		if len(s.x) > 0 {
			p.Add(s)
			names.add(kind.name, &s.curve)
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no coefficients")
	}
	if limit > .9 {
		end := rule{at: 1, style: dashed(quiet, .75)}
		p.Add(end, rule{at: -1, style: end.style})
		names.add("|k| = 1", end)
	}
	p.Add(names)
	p.X.Min, p.X.Max = -1, float64(len(k))
	p.X.Tick.Marker = steps{whole: true}
	p.Y.Min, p.Y.Max = -1.2*limit, 1.2*limit
	return p
}

// NetCoefficients draws the coefficient k of each block of a network like
// [Coefficients], and marks where its stages begin.
func NetCoefficients(net *models.Net) *plot.Plot {
	if net == nil {
		return Coefficients(nil)
	}
	p := Coefficients(net.Coefficients())
	p.Title.Text = "Coefficient k of each block, " + net.Name()
	p.Y.Max *= 1.15 // room for the names of the stages
	addStageMarks(p, net, .94*p.Y.Max)
	return p
}

// stems are dots that stand on zero.
type stems struct{ curve }

// Plot draws the stems first and the dots over them.
func (s *stems) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	style := draw.LineStyle{Color: s.dot.Color, Width: vg.Points(1.25)}
	dot := s.dot
	dot.Radius *= scaleOf(p)
	for i := range s.x {
		at := x(s.x[i])
		c.StrokeLines(style, c.ClipLinesXY([]vg.Point{{X: at, Y: y(0)}, {X: at, Y: y(s.y[i])}})...)
		if _, ring := s.dot.Shape.(draw.RingGlyph); ring {
			drawDot(&c, dot, vg.Point{X: at, Y: y(s.y[i])})
			continue
		}
		c.DrawGlyph(dot, vg.Point{X: at, Y: y(s.y[i])}) // without white between stem and dot
	}
}
