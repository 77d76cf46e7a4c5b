package viz

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// panels are small figures beside each other whose axes have one scale: a unit is as
// long to the right as it is upwards, in every panel.
type panels struct {
	figures []*plot.Plot
}

// columns is how many panels to a row make them largest.
func (g *panels) columns(space vg.Point) int {
	best, size := 1, vg.Length(0)
	for columns := 1; columns <= len(g.figures); columns++ {
		rows := (len(g.figures) + columns - 1) / columns
		if s := min(space.X/vg.Length(columns), space.Y/vg.Length(rows)); s > size {
			best, size = columns, s
		}
	}
	return best
}

// Plot draws the panels row by row.
func (g *panels) Plot(c draw.Canvas, p *plot.Plot) {
	columns := g.columns(c.Max.Sub(c.Min))
	rows := (len(g.figures) + columns - 1) / columns
	grid := make([][]*plot.Plot, rows)
	for i := range grid {
		grid[i] = make([]*plot.Plot, columns)
	}
	for i, f := range g.figures {
		part := *f
		grid[i/columns][i%columns] = &part
		shrink(&part, scaleOf(p), i%columns == 0, i+columns >= len(g.figures))
	}
	tiles := draw.Tiles{Rows: rows, Cols: columns, PadX: 6, PadY: 6}
	for i, row := range plot.Align(grid, tiles, c) {
		for j, tile := range row {
			if part := grid[i][j]; part != nil {
				part.Draw(square(part, tile))
			}
		}
	}
}

// shrink gives a panel small words, and labels at its ticks only where it stands at
// the left or lowest in its column.
func shrink(p *plot.Plot, scale vg.Length, left, lowest bool) {
	p.Title.TextStyle.Font = face(10*scale.Points(), 0)
	p.Title.Padding = 2 * scale
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Label.Font.Size = 8.5 * scale
		axis.Tick.Length = 3 * scale
		axis.Label.TextStyle.Font.Size = 9.5 * scale
		axis.Label.Padding = 3 * scale
	}
	if !left {
		p.Y.Label.Text = ""
		p.Y.Tick.Marker = unlabelled{p.Y.Tick.Marker}
	}
	if !lowest {
		p.X.Label.Text = ""
		p.X.Tick.Marker = unlabelled{p.X.Tick.Marker}
	}
}

// square crops a tile so that the panel's axes have one scale.
func square(p *plot.Plot, tile draw.Canvas) draw.Canvas {
	data := p.DataCanvas(tile)
	width, height := data.Max.X-data.Min.X, data.Max.Y-data.Min.Y
	unit := min(float64(width)/(p.X.Max-p.X.Min), float64(height)/(p.Y.Max-p.Y.Min))
	if !(unit > 0) || math.IsInf(unit, 0) {
		return tile
	}
	dx := (width - vg.Length(unit*(p.X.Max-p.X.Min))) / 2
	dy := (height - vg.Length(unit*(p.Y.Max-p.Y.Min))) / 2
	return draw.Crop(tile, dx, -dx, dy, -dy)
}

// unlabelled is a ticker without its labels. They are there, but blank: a tick
// without any would be a minor one, which has no line of the grid.
type unlabelled struct{ plot.Ticker }

// Ticks returns the ticks from lo to hi.
func (u unlabelled) Ticks(lo, hi float64) []plot.Tick {
	ticks := u.Ticker.Ticks(lo, hi)
	for i := range ticks {
		if ticks[i].Label != "" {
			ticks[i].Label = " "
		}
	}
	return ticks
}
