package display

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

const (
	defaultWidth  = 16 * vg.Centimeter
	defaultHeight = 10 * vg.Centimeter
	margin        = 2 * vg.Millimeter
)

// Plot shows a figure of the given width and height as SVG. Its plain text
// names the title and the axes with their ranges. A width or height that is
// not positive stands for the default, 16 or 10 cm.
func Plot(p *plot.Plot, w, h vg.Length) Bundler {
	if w <= 0 {
		w = defaultWidth
	}
	if h <= 0 {
		h = defaultHeight
	}
	return figure{p, w, h}
}

type figure struct {
	p    *plot.Plot
	w, h vg.Length
}

// MIMEBundle returns the forms image/svg+xml and text/plain.
func (f figure) MIMEBundle() map[string]any {
	if f.p == nil {
		return Bundle{textPlain: "<nil>"}
	}
	text := f.text() // before drawing gives empty axes a range
	canvas := vgsvg.New(f.w, f.h)
	f.p.Draw(page(canvas, f.p.BackgroundColor))
	var buf bytes.Buffer
	if _, err := canvas.WriteTo(&buf); err != nil {
		return Bundle{textPlain: fmt.Sprintf("%s: display: draw: %v", text, err)}
	}
	return Bundle{svgXML: fonts.Replace(buf.String()), textPlain: text}
}

// fonts names what may stand in for the fonts that gonum/plot measures text
// with. Few machines have Liberation, but its letters are as wide as those of
// Arial, Times and Courier, so labels keep their place.
var fonts = strings.NewReplacer(
	"font-family:Liberation Sans;", "font-family:Liberation Sans,Arial,Helvetica,sans-serif;",
	"font-family:Liberation Serif;", "font-family:Liberation Serif,Times New Roman,Times,serif;",
	"font-family:Liberation Mono;", "font-family:Liberation Mono,Courier New,Courier,monospace;",
)

// page returns what of a canvas a figure is drawn on: all but a margin, or the
// last label of an axis would be cut in half.
func page(c vg.CanvasSizer, paper color.Color) draw.Canvas {
	whole := draw.New(c)
	if paper != nil {
		whole.SetColor(paper)
		whole.Fill(whole.Rectangle.Path())
	}
	return draw.Crop(whole, margin, -margin, margin, -margin)
}

// text describes the figure in a line: <plot "title"; x: block, 0 to 53; y: …>.
func (f figure) text() string {
	var b strings.Builder
	b.WriteString("<plot")
	if title := f.p.Title.Text; title != "" {
		fmt.Fprintf(&b, " %q", title)
	}
	for _, axis := range []struct {
		name string
		axis plot.Axis
	}{{"x", f.p.X}, {"y", f.p.Y}} {
		if math.IsInf(axis.axis.Min, 0) || math.IsInf(axis.axis.Max, 0) {
			continue // nothing plotted along it
		}
		fmt.Fprintf(&b, "; %s: ", axis.name)
		if label := axis.axis.Label.Text; label != "" {
			fmt.Fprintf(&b, "%s, ", label)
		}
		fmt.Fprintf(&b, "%.4g to %.4g", axis.axis.Min, axis.axis.Max)
	}
	b.WriteString(">")
	return b.String()
}
