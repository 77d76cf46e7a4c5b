package viz

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// steplike is a histogram: an outline in steps, over an area if it is filled.
type steplike struct {
	lo, width float64
	share     []float64
	color     color.NRGBA
	filled    bool
}

// DataRange returns the range of the steps.
func (h *steplike) DataRange() (xmin, xmax, ymin, ymax float64) {
	for _, s := range h.share {
		ymax = max(ymax, s)
	}
	return h.lo, h.lo + h.width*float64(len(h.share)), 0, ymax
}

// Plot draws the area and the outline.
func (h *steplike) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	at := func(i int) vg.Length { return x(h.lo + h.width*float64(i)) }
	outline := []vg.Point{{X: at(0), Y: y(0)}}
	for i, s := range h.share {
		outline = append(outline, vg.Point{X: at(i), Y: y(s)}, vg.Point{X: at(i + 1), Y: y(s)})
	}
	outline = append(outline, vg.Point{X: at(len(h.share)), Y: y(0)})
	if h.filled {
		c.FillPolygon(mix(h.color, white, .65), c.ClipPolygonXY(outline))
	}
	c.StrokeLines(lineStyle(h.color, 1.25), c.ClipLinesXY(outline)...)
}

// Thumbnail draws one step.
func (h *steplike) Thumbnail(c *draw.Canvas) {
	if h.filled {
		band{color: mix(h.color, white, .65)}.Thumbnail(c)
	}
	c.StrokeLines(lineStyle(h.color, 1.25), []vg.Point{c.Min, {X: c.Min.X, Y: c.Max.Y}, c.Max, {X: c.Max.X, Y: c.Min.Y}})
}
