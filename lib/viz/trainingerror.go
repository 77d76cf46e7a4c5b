package viz

import (
	"math"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// TrainingError draws the training error in percent of each epoch, a line for each
// run, and dashed the error on the set of [train.Options] Validate where there was
// one. Of a deep plain network and a residual one it shows the degradation (He et
// al. 2016a, figure 1; the point of departure of Veit et al. 2016).
//
// [Chance] adds the error of guessing.
func TrainingError(runs ...*train.History) *plot.Plot {
	p := newFigure("Error in training", "epoch", "top-1 training error (%)")
	names := &legend{}
	for i, run := range runs {
		if run == nil {
			continue
		}
		c := seriesColor(i)
		s, v := &curve{line: lineStyle(c, 1.5)}, &curve{line: dashed(c, 1.5)}
		for epoch, e := range run.Epochs {
			s.x, s.y = append(s.x, float64(epoch+1)), append(s.y, e.Error)
			v.x, v.y = append(v.x, float64(epoch+1)), append(v.y, validated(e).Error)
		}
		if _, _, lo, hi := s.DataRange(); lo <= hi {
			p.Add(s)
			names.add(runName(run), s)
		}
		if _, _, lo, hi := v.DataRange(); lo <= hi {
			p.Add(v)
			names.add("validation", v)
			p.Y.Label.Text = "top-1 error (%)"
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no errors")
	}
	p.Add(names)
	errorAxes(p)
	return p
}

// validated is an epoch's validation, of figures that are not numbers without one.
func validated(e train.Epoch) models.Evaluation {
	if e.Validation == nil {
		return models.Evaluation{Loss: math.NaN(), Error: math.NaN()}
	}
	return *e.Validation
}

// lossAxes are those of a loss against the epoch.
func lossAxes(p *plot.Plot) {
	epochAxis(p)
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, decades{}
	p.Y.Min, p.Y.Max = p.Y.Min/1.15, p.Y.Max*1.15
}

// errorAxes are those of an error in percent against the epoch.
func errorAxes(p *plot.Plot) {
	epochAxis(p)
	p.Y.Min, p.Y.Max = 0, max(1.05*p.Y.Max, 1)
}

func epochAxis(p *plot.Plot) {
	p.X.Min, p.X.Max = min(p.X.Min, 1), max(p.X.Max, 2)
	p.X.Tick.Marker = steps{whole: true}
}
