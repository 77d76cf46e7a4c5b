package viz

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	xfont "golang.org/x/image/font"
)

// legend names the series of a figure in rows above the data, and makes room for
// itself there.
type legend struct {
	keys []key
}

// key is a series' name and a sample of how it looks.
type key struct {
	name   string
	sample plot.Thumbnailer
}

const (
	legendWidth = vg.Length(385) // a figure 16 cm wide has about as much
	sampleWidth = vg.Length(20)
	sampleSpace = vg.Length(5)  // between sample and name
	keySpace    = vg.Length(12) // between two keys
	rowHeight   = vg.Length(15)
	legendSpace = vg.Length(7) // between legend and data
)

func (l *legend) add(name string, sample plot.Thumbnailer) {
	l.keys = append(l.keys, key{name, sample})
}

func (l *legend) style() text.Style {
	style := plot.New().Legend.TextStyle
	style.Font = face(10.5, xfont.WeightNormal)
	style.Color = ink
	style.YAlign = draw.YCenter
	return style
}

// width returns the room for a name, whatever font it is shown in.
func width(style text.Style, name string) vg.Length { return widest * style.Width(name) }

// rows distributes the keys over rows. The width is fixed, since the room must
// be known before the figure's width is.
func (l *legend) rows() [][]key {
	style := l.style()
	var rows [][]key
	used := legendWidth + 1
	for _, k := range l.keys {
		taken := sampleWidth + sampleSpace + width(style, k.name)
		if used+taken > legendWidth {
			rows = append(rows, nil)
			used = 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
		used += taken + keySpace
	}
	return rows
}

// GlyphBoxes reserves the room above the data.
func (l *legend) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	if len(l.keys) == 0 {
		return nil
	}
	height := vg.Length(len(l.rows()))*rowHeight + legendSpace
	return []plot.GlyphBox{{Y: 1, Rectangle: vg.Rectangle{Max: vg.Point{Y: height}}}}
}

// Plot draws the rows, the first one topmost.
func (l *legend) Plot(c draw.Canvas, _ *plot.Plot) {
	style := l.style()
	rows := l.rows()
	for i, row := range rows {
		y := c.Max.Y + legendSpace + rowHeight*(vg.Length(len(rows)-i)-.5)
		x := c.Min.X
		for _, k := range row {
			k.sample.Thumbnail(&draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
				Min: vg.Point{X: x, Y: y - 5},
				Max: vg.Point{X: x + sampleWidth, Y: y + 5},
			}})
			x += sampleWidth + sampleSpace
			c.FillText(style, vg.Point{X: x, Y: y}, k.name)
			x += width(style, k.name) + keySpace
		}
	}
}
