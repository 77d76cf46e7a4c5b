package viz

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	xfont "golang.org/x/image/font"
)

// The sizes of words, in points, in a figure of 16×10 cm.
const titleSize, labelSize, tickSize = 13, 11, 10

// newFigure returns an empty plot in the style of the package.
func newFigure(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.TextStyle.Font = face(titleSize, xfont.WeightBold)
	p.Title.TextStyle.Color = ink
	p.Title.TextStyle.YAlign = draw.YTop - .2 // below the edge
	p.Title.Padding = vg.Points(11)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font = face(labelSize, xfont.WeightNormal)
		axis.Label.TextStyle.Color = ink
		axis.Label.Padding = vg.Points(5)
		axis.Tick.Label.Font = face(tickSize, xfont.WeightNormal)
		axis.Tick.Label.Color = ink
		axis.Tick.Label.Handler = powers{axis.Tick.Label.Handler}
		axis.Tick.Length = vg.Points(4)
		axis.Tick.Marker = steps{}
		axis.LineStyle = draw.LineStyle{Color: frame, Width: vg.Points(.75)}
		axis.Tick.LineStyle = axis.LineStyle
		axis.Padding = 0
	}
	p.Y.Label.TextStyle.YAlign = draw.YBottom - .25 // right of the edge
	p.Y.Label.Padding = vg.Points(9)
	p.Y.Tick.Label.XAlign = draw.XRight - (widest - 1) // and left of the ticks
	p.X.Label.Text = x
	p.Y.Label.Text = y
	p.Add(grid(), margin{})
	return p
}

// widest is how much wider than here words may come out where a figure is shown:
// an SVG names its font, and a browser without it takes another. DejaVu Sans is up
// to 17 % wider than Liberation Sans, and a little higher.
const widest = 1.18

// margin keeps the last label of the horizontal axis off the edge, which gonum
// would let it touch.
type margin struct{}

// Plot draws nothing.
func (margin) Plot(draw.Canvas, *plot.Plot) {}

// GlyphBoxes reserves room to the right of the data.
func (margin) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 1, Rectangle: vg.Rectangle{Max: vg.Point{X: 14}}}}
}

func face(size float64, weight xfont.Weight) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size), Weight: weight}
}

// grid returns horizontal lines only: values are read off the vertical axis.
func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Vertical.Width = 0
	g.Horizontal = draw.LineStyle{Color: faint, Width: vg.Points(.75)}
	return g
}

// empty says in the middle of a figure why there is nothing in it.
func empty(p *plot.Plot, why string) *plot.Plot {
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.HideAxes()
	p.Add(note{x: .5, y: .5, text: why, align: draw.XCenter, color: quiet})
	return p
}

// bare returns a figure without axes, for drawings.
func bare(title string) *plot.Plot {
	p := newFigure(title, "", "")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.HideAxes()
	return p
}
