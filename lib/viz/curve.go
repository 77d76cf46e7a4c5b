package viz

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// curve is a series of points, joined by a line, marked by dots, or both. Where
// a value is not finite, the line has a gap.
type curve struct {
	x, y []float64
	line draw.LineStyle // width 0: no line
	dots bool
	dot  draw.GlyphStyle
}

// DataRange returns the ranges of the finite points.
func (s *curve) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for i := range s.x {
		if s.finite(i) {
			xmin, xmax = min(xmin, s.x[i]), max(xmax, s.x[i])
			ymin, ymax = min(ymin, s.y[i]), max(ymax, s.y[i])
		}
	}
	return xmin, xmax, ymin, ymax
}

func (s *curve) finite(i int) bool {
	return i < len(s.y) && !math.IsNaN(s.x[i]-s.x[i]) && !math.IsNaN(s.y[i]-s.y[i])
}

// sort orders the points by x. It copies what it orders.
func (s *curve) sort() {
	n := min(len(s.x), len(s.y))
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.x[a], s.x[b]) })
	x, y := make([]float64, n), make([]float64, n)
	for i, from := range order {
		x[i], y[i] = s.x[from], s.y[from]
	}
	s.x, s.y = x, y
}

// Plot draws lines first and dots over them.
func (s *curve) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	var dots, piece []vg.Point
	var pieces [][]vg.Point
	for i := range s.x {
		if !s.finite(i) {
			pieces, piece = append(pieces, piece), nil
			continue
		}
		at := vg.Point{X: trX(s.x[i]), Y: trY(s.y[i])}
		piece = append(piece, at)
		if s.dots && c.Contains(at) {
			dots = append(dots, at)
		}
	}
	dot := s.dot
	dot.Radius *= scaleOf(p)
	if s.line.Width > 0 {
		c.StrokeLines(s.line, c.ClipLinesXY(append(pieces, piece)...)...)
	}
	for _, at := range dots {
		drawDot(&c, dot, at)
	}
}

// drawDot draws a glyph on a white ground, so that open ones hide the line.
func drawDot(c *draw.Canvas, dot draw.GlyphStyle, at vg.Point) {
	ground := dot
	ground.Color = white
	ground.Radius += vg.Points(.8)
	ground.Shape = draw.CircleGlyph{}
	c.DrawGlyph(ground, at)
	c.DrawGlyph(dot, at)
}

// GlyphBoxes keeps dots at the edge from being cut.
func (s *curve) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	if !s.dots {
		return nil
	}
	var boxes []plot.GlyphBox
	for i := range s.x {
		if s.finite(i) {
			boxes = append(boxes, plot.GlyphBox{X: p.X.Norm(s.x[i]), Y: p.Y.Norm(s.y[i]), Rectangle: s.dot.Rectangle()})
		}
	}
	return boxes
}

// Thumbnail draws a piece of line with a dot.
func (s *curve) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	if s.line.Width > 0 {
		c.StrokeLine2(s.line, c.Min.X, middle.Y, c.Max.X, middle.Y)
	}
	if s.dots {
		dot := s.dot
		dot.Radius *= (c.Max.Y - c.Min.Y) / sampleHeight
		drawDot(c, dot, middle)
	}
}
