package viz

import "gonum.org/v1/plot"

// WorkPrecision draws how much accuracy schemes give for how much work: the error
// against the evaluations of f on logarithmic axes, a line for each scheme. The
// lower line is the better scheme, and a steeper one the scheme of higher order.
func WorkPrecision(schemes ...Series) *plot.Plot {
	p := newFigure("Work and precision", "evaluations of f", "error")
	names := &legend{}
	for i, s := range schemes {
		if line := logCurve(s, i); len(line.x) > 0 {
			p.Add(line)
			names.add(s.Name, line)
		}
	}
	if len(names.keys) == 0 {
		return empty(p, "no errors")
	}
	p.Add(names)
	logAxes(p)
	return p
}
