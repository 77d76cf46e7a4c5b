package viz

import (
	"slices"
	"strings"

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

// The measures of a legend in a figure of full size.
const (
	legendWidth  = vg.Length(385) // a figure 16 cm wide has about as much
	columnWidth  = vg.Length(175) // and one of 8 cm, see [Column]
	sampleWidth  = vg.Length(20)
	sampleHeight = vg.Length(10)
	sampleSpace  = vg.Length(5)  // between sample and name
	keySpace     = vg.Length(12) // between two keys
	rowHeight    = vg.Length(15)
	legendSpace  = vg.Length(7) // between legend and data
)

func (l *legend) add(name string, sample plot.Thumbnailer) {
	l.keys = append(l.keys, key{name, sample})
}

func (l *legend) style(scale vg.Length) text.Style {
	style := plot.New().Legend.TextStyle
	style.Font = face(10.5*scale.Points(), xfont.WeightNormal)
	style.Color = ink
	style.YAlign = draw.YCenter
	return style
}

// width returns the room for a name, whatever font it is shown in.
func width(style text.Style, name string) vg.Length { return widest * style.Width(name) }

// rows distributes the keys over rows. The width is fixed, since the room must
// be known before the figure's width is.
func (l *legend) rows(scale vg.Length) [][]key {
	style := l.style(scale)
	room := legendWidth
	if scale < 1 {
		room = columnWidth
	}
	var rows [][]key
	used := room + 1
	alone := false // a row that a long name ends in
	for _, k := range l.broken(style, room-scale*(sampleWidth+sampleSpace)) {
		taken := scale*(sampleWidth+sampleSpace) + width(style, k.name)
		if used+taken > room || k.sample == nil || alone {
			rows = append(rows, nil)
			used = 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
		used += taken + scale*keySpace
		alone = k.sample == nil
	}
	return rows
}

// broken breaks names that are wider than the room between words. What is left of
// them are keys without a sample.
func (l *legend) broken(style text.Style, room vg.Length) []key {
	var keys []key
	for _, k := range l.keys {
		line, sample := "", k.sample
		for _, word := range breaks(k.name) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && width(style, longer) > room {
				keys = append(keys, key{line, sample})
				longer, sample = word, nil
			}
			line = longer
		}
		keys = append(keys, key{line, sample})
	}
	return keys
}

// breaks returns the words of a name, a number with its percent sign as one.
func breaks(name string) []string {
	words := strings.Split(name, " ")
	for i := 1; i < len(words); {
		if strings.HasPrefix(words[i], "%") {
			words[i-1] += " " + words[i]
			words = slices.Delete(words, i, i+1)
			continue
		}
		i++
	}
	return words
}

// GlyphBoxes reserves the room above the data.
func (l *legend) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	if len(l.keys) == 0 {
		return nil
	}
	scale := scaleOf(p)
	height := scale * (vg.Length(len(l.rows(scale)))*rowHeight + legendSpace)
	return []plot.GlyphBox{{Y: 1, Rectangle: vg.Rectangle{Max: vg.Point{Y: height}}}}
}

// Plot draws the rows, the first one topmost.
func (l *legend) Plot(c draw.Canvas, p *plot.Plot) {
	scale := scaleOf(p)
	style := l.style(scale)
	rows := l.rows(scale)
	for i, row := range rows {
		y := c.Max.Y + scale*(legendSpace+rowHeight*(vg.Length(len(rows)-i)-.5))
		x := c.Min.X
		for _, k := range row {
			if k.sample != nil {
				k.sample.Thumbnail(&draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
					Min: vg.Point{X: x, Y: y - sampleHeight/2*scale},
					Max: vg.Point{X: x + sampleWidth*scale, Y: y + sampleHeight/2*scale},
				}})
			}
			x += scale * (sampleWidth + sampleSpace)
			c.FillText(style, vg.Point{X: x, Y: y}, k.name)
			x += width(style, k.name) + scale*keySpace
		}
	}
}
