package viz

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/unravel-go/unravel/lib/train"
)

// RepeatedTraining draws the training loss of several seeds on a logarithmic axis: a
// line for their mean, in a band from the smallest to the largest. It does so for
// each network that is given; dashed is the loss on the set of [train.Options]
// Validate where there was one.
//
// The band is of all seeds and not of a deviation: of the five that one has time
// for, a deviation is a guess.
func RepeatedTraining(networks ...*train.Repeated) *plot.Plot {
	p := newFigure("Training", "epoch", "training loss")
	names := &legend{}
	for i, r := range networks {
		if addRepeated(p, names, r, i, "", func(e train.Epoch) float64 { return aboveZero(e.Loss) }) {
			if addRepeated(p, names, r, i, "validation", func(e train.Epoch) float64 { return aboveZero(validated(e).Loss) }) {
				p.Y.Label.Text = "loss" // of either kind
			}
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no epochs")
	}
	p.Add(names)
	lossAxes(p)
	return p
}

// RepeatedError draws the error in percent of several seeds like [RepeatedTraining].
func RepeatedError(networks ...*train.Repeated) *plot.Plot {
	p := newFigure("Error in training", "epoch", "top-1 training error (%)")
	names := &legend{}
	for i, r := range networks {
		if addRepeated(p, names, r, i, "", func(e train.Epoch) float64 { return e.Error }) {
			if addRepeated(p, names, r, i, "validation", func(e train.Epoch) float64 { return validated(e).Error }) {
				p.Y.Label.Text = "top-1 error (%)"
			}
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no errors")
	}
	p.Add(names)
	errorAxes(p)
	return p
}

// addRepeated draws one figure of all epochs, and reports whether there was any.
// Without a kind it is the training's, and the line is solid.
func addRepeated(p *plot.Plot, names *legend, r *train.Repeated, i int, kind string, of func(train.Epoch) float64) bool {
	if r == nil {
		return false
	}
	c := seriesColor(i)
	s := &spread{color: c, extent: extent{curve: curve{line: lineStyle(c, 1.75)}}}
	for epoch := 0; epoch < longest(r.Runs); epoch++ {
		if lo, mean, hi, ok := over(r.Runs, epoch, of); ok {
			s.x, s.y = append(s.x, float64(epoch+1)), append(s.y, mean)
			s.lo, s.hi = append(s.lo, lo), append(s.hi, hi)
		}
	}
	if len(s.x) == 0 {
		return false
	}
	name := kind
	if kind == "" {
		name = repeatedName(r)
	} else {
		s.line = dashed(c, 1.75)
	}
	p.Add(s)
	names.add(name, s)
	return true
}

// longest is the number of epochs of the longest run.
func longest(runs []*train.History) int {
	most := 0
	for _, run := range runs {
		if run != nil {
			most = max(most, len(run.Epochs))
		}
	}
	return most
}

// over returns the smallest, the mean and the largest of a figure over the runs that
// have it.
func over(runs []*train.History, epoch int, of func(train.Epoch) float64) (lo, mean, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	count := 0
	for _, run := range runs {
		if run == nil || epoch >= len(run.Epochs) {
			continue
		}
		v := of(run.Epochs[epoch])
		if math.IsNaN(v - v) {
			continue
		}
		count++
		mean += (v - mean) / float64(count)
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, mean, hi, count > 0 && !math.IsNaN(mean-mean)
}

func repeatedName(r *train.Repeated) string {
	name := "training"
	for _, run := range r.Runs {
		if run != nil && run.Network != "" {
			name = run.Network
			break
		}
	}
	if len(r.Runs) == 1 {
		return name
	}
	return fmt.Sprintf("%s: mean of %d seeds", name, len(r.Runs))
}

// spread is a line in a band.
type spread struct {
	extent
	color color.NRGBA
}

// Plot draws the band, which lets what is behind it through, and the line.
func (s *spread) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var edge plotter.XYs
	for i := range s.x {
		edge = append(edge, plotter.XY{X: s.x[i], Y: s.hi[i]})
	}
	for i := len(s.x) - 1; i >= 0; i-- {
		edge = append(edge, plotter.XY{X: s.x[i], Y: s.lo[i]})
	}
	points := make([]vg.Point, len(edge))
	for i, v := range edge {
		points[i] = vg.Point{X: x(v.X), Y: y(v.Y)}
	}
	c.FillPolygon(s.veil(), c.ClipPolygonXY(points))
	s.curve.Plot(c, p)
}

// Thumbnail draws a piece of line in a piece of band.
func (s *spread) Thumbnail(c *draw.Canvas) {
	band{color: s.veil()}.Thumbnail(c)
	s.curve.Thumbnail(c)
}

// veil is the colour of the band.
func (s *spread) veil() color.NRGBA {
	c := s.color
	c.A = 0x38
	return c
}
