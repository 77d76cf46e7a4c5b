package viz

import (
	"math"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/train"
)

// Training draws the mean training loss of each epoch on a logarithmic axis, a
// line for each run, and dashed the loss on the set of [train.Options] Validate
// where there was one. Names of runs that classify end with the training error of
// the last epoch.
func Training(runs ...*train.History) *plot.Plot {
	p := newFigure("Training", "epoch", "training loss")
	names := &legend{}
	for i, run := range runs {
		if run == nil {
			continue
		}
		c := seriesColor(i)
		s := &curve{line: lineStyle(c, 1.5), dot: dotStyle(c, 2.4, dotShape(i)), dots: true}
		for epoch, e := range run.Epochs {
			s.x, s.y = append(s.x, float64(epoch+1)), append(s.y, aboveZero(e.Loss))
		}
		if _, _, lo, hi := s.DataRange(); lo > hi {
			continue // not one loss that a logarithm has
		}
		if len(s.x) > 40 {
			s.dots = false
		}
		p.Add(s)
		names.add(runName(run), s)
		if v := validationCurve(run); len(v.x) > 0 {
			v.line = dashed(c, 1.5)
			p.Add(v)
			p.Y.Label.Text = "loss" // of either kind
			names.add("validation", v)
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no epochs")
	}
	p.Add(names)
	lossAxes(p)
	return p
}

// validationCurve is the loss on the validation set in the epochs that have one, as
// far as a logarithmic axis has a place for it.
func validationCurve(run *train.History) *curve {
	s := &curve{}
	for i, e := range run.Epochs {
		if v := e.Validation; v != nil && v.Loss > 0 {
			s.x, s.y = append(s.x, float64(i+1)), append(s.y, v.Loss)
		}
	}
	return s
}

func runName(run *train.History) string {
	name := run.Network
	if name == "" {
		name = "training"
	}
	if last := run.Last(); !math.IsNaN(last.Error) {
		name += ": training error " + percent(last.Error) + " at the end"
	}
	return name
}

// aboveZero returns x, or NaN where a logarithmic axis has no place for it.
func aboveZero(x float64) float64 {
	if x <= 0 {
		return math.NaN()
	}
	return x
}
