package viz

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// Column sets a figure's words in the sizes for the column of a journal, 8 cm
// wide, of 7 to 9 points, and breaks its legend to that width:
//
//	viz.Column(fig)
//	fig.Save(8*vg.Centimeter, 6*vg.Centimeter, "fig3.pdf")
//
// A figure of 16 cm that is shrunk to half has words of 5 points. Column does
// nothing without a figure.
func Column(p *plot.Plot) {
	if p == nil {
		return
	}
	const scale = .7
	p.Title.TextStyle.Font.Size = scale * titleSize
	p.Title.Padding = scale * vg.Points(11)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font.Size = scale * labelSize
		axis.Tick.Label.Font.Size = scale * tickSize
		axis.Tick.Length = min(axis.Tick.Length, scale*vg.Points(4))
	}
}

// scaleOf is how large the words of a figure are compared with those of a new one:
// what the package writes into a figure goes by the labels of its axes.
func scaleOf(p *plot.Plot) vg.Length {
	return min(1, p.X.Label.TextStyle.Font.Size/labelSize)
}
