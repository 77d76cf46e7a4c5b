package viz

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/unravel-go/unravel/lib/lesion"
)

// Deletions draws the test error in percent after each block of a network is
// deleted in turn, and beside it that of other networks on the same axis of
// block numbers (Veit et al. 2016, figure 3). A fine line in a network's colour
// is its error with all blocks; a ring marks a block of the first network that
// changes the shape, where a stage begins.
//
// [Chance] adds the error of guessing.
func Deletions(res *lesion.Deletions, others ...*lesion.Deletions) *plot.Plot {
	p := newFigure("Test error after deleting one block", "deleted block (0 = first)", "top-1 test error (%)")
	names := &legend{}
	last := 0
	for i, d := range append([]*lesion.Deletions{res}, others...) {
		if d == nil || !slices.ContainsFunc(d.Blocks, func(b lesion.Deletion) bool { return isFinite(b.Error) }) {
			continue
		}
		if i == 0 {
			addStages(p, d)
		}
		addDeletions(p, names, d, i)
		last = max(last, d.Blocks[len(d.Blocks)-1].Block)
	}
	if len(names.keys) == 0 {
		return empty(p, "no deletions")
	}
	if hasTransition(res) {
		names.add("block changes the shape", &curve{dot: dotStyle(ink, 4.2, draw.RingGlyph{}), dots: true})
	}
	p.Add(names)
	p.X.Min, p.X.Max = -1, float64(last)+1
	p.Y.Min, p.Y.Max = 0, 100
	p.X.Tick.Marker = steps{whole: true}
	return p
}

// addDeletions draws one network: its error whole, and without each block.
func addDeletions(p *plot.Plot, names *legend, d *lesion.Deletions, i int) {
	c := seriesColor(i)
	s := &curve{
		line: lineStyle(mix(c, white, .45), 1),
		dot:  dotStyle(c, 2.4, dotShape(i)),
		dots: true,
	}
	rings := &curve{dot: dotStyle(c, 4.2, draw.RingGlyph{}), dots: true}
	for _, b := range d.Blocks {
		s.x, s.y = append(s.x, float64(b.Block)), append(s.y, b.Error)
		if b.Transition && i == 0 {
			rings.x, rings.y = append(rings.x, float64(b.Block)), append(rings.y, b.Error)
		}
	}
	p.Add(rule{at: d.Base, style: dashed(c, .75)}, s, rings)
	names.add(fmt.Sprintf("%s (whole: %s)", d.Network, percent(d.Base)), s)
}

// dotShape tells series apart without colour.
func dotShape(i int) draw.GlyphDrawer {
	shapes := []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}}
	return shapes[i%len(shapes)]
}

// addStages marks where a stage begins.
func addStages(p *plot.Plot, d *lesion.Deletions) {
	for _, b := range d.Blocks {
		if b.Transition {
			addStageMark(p, b.Block, b.Stage, 97)
		}
	}
}

func hasTransition(d *lesion.Deletions) bool {
	if d == nil {
		return false
	}
	for _, b := range d.Blocks {
		if b.Transition {
			return true
		}
	}
	return false
}

// Chance marks in a figure of errors in percent what guessing among so many
// classes gives: 90 % for ten. It does nothing for fewer than two classes,
// or without a figure.
func Chance(p *plot.Plot, classes int) {
	if p == nil || classes < 2 {
		return
	}
	at := 100 * (1 - 1/float64(classes))
	right := p.X.Max
	if p.X.Norm(right) < p.X.Norm(p.X.Min) { // the axis runs backwards
		right = p.X.Min
	}
	p.Add(rule{at: at, style: dashed(quiet, .75)})
	p.Add(note{x: right, y: at, dx: -14, dy: -8, text: "chance: " + number(at) + " %", align: draw.XRight, color: quiet})
}
