package viz

import (
	"math"

	"gonum.org/v1/plot"
)

// Spectrum is a named set of eigenvalues.
type Spectrum struct {
	Name string
	Z    []complex128
}

// Eigenvalues draws numbers in the complex plane, such as the eigenvalues of the
// Jacobians of a network's blocks ([models.Field.Jacobian]), a colour for each
// set. Those right of the vertical line at 0 belong to changes that grow, those left of it to
// changes that decay, and those on it to changes that turn.
func Eigenvalues(title string, spectra ...Spectrum) *plot.Plot {
	p := newFigure(title, "real part", "imaginary part")
	names := &legend{}
	var clouds []*curve
	for i, s := range spectra {
		cloud := &curve{dot: dotStyle(seriesColor(i), 2, dotShape(i)), dots: true}
		for _, z := range s.Z {
			cloud.x, cloud.y = append(cloud.x, real(z)), append(cloud.y, imag(z))
		}
		if _, _, lo, hi := cloud.DataRange(); lo > hi {
			continue
		}
		clouds = append(clouds, cloud)
		names.add(s.Name, cloud)
	}
	if len(clouds) == 0 {
		return empty(p, "no eigenvalues")
	}
	bottom, top := math.Inf(1), math.Inf(-1)
	for _, c := range clouds {
		_, _, lo, hi := c.DataRange()
		bottom, top = min(bottom, lo), max(top, hi)
	}
	p.Add(&curve{x: []float64{0, 0}, y: []float64{bottom, top}, line: lineStyle(frame, 1)})
	for _, c := range clouds {
		p.Add(c)
	}
	p.Add(names)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		if axis.Min == axis.Max {
			axis.Min, axis.Max = axis.Min-1, axis.Max+1
		}
		pad(axis)
	}
	return p
}
