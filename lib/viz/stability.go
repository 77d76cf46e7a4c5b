package viz

import (
	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/ode"
)

// Stability draws where in the complex plane of z = hλ each scheme keeps the
// solutions of u' = λu bounded: inside its curve. Regions without an area, such
// as leapfrog's segment of the imaginary axis, do not show. It draws what lies in
// −7.4 ≤ Re z ≤ 5.4 and |Im z| ≤ 3.2, and leaves out schemes that do not pass
// their Check.
func Stability(schemes ...ode.Scheme) *plot.Plot {
	p := newFigure("Stability regions", "Re hλ", "Im hλ")
	p.Add(zeroLines()...)
	names := &legend{}
	var lines []plot.Plotter
	for i, s := range schemes {
		if s == nil || s.Check() != nil {
			continue
		}
		c := seriesColor(i)
		outline := &region{color: c, line: 1.75, loops: closed(s.Stable, stabilityWindow)}
		if len(schemes) == 1 {
			outline.fill = tint(c)
		}
		lines = append(lines, outline)
		names.add(schemeName(s), &curve{line: lineStyle(c, 1.75)})
	}
	if len(names.keys) == 0 {
		return empty(p, "no schemes")
	}
	p.Add(lines...)
	p.Add(names)
	p.X.Min, p.X.Max = stabilityWindow.lo.X, stabilityWindow.hi.X
	p.Y.Min, p.Y.Max = stabilityWindow.lo.Y, stabilityWindow.hi.Y
	p.X.Tick.Marker, p.Y.Tick.Marker = steps{most: 13}, steps{most: 7}
	return p
}

// StabilityLimits draws the real stability limit of LM(k) against k: −2(1−k) for
// the scheme as published, and −2(1−k)/(1+k) for its consistent form, whose
// steps are of the same length in time for every k.
func StabilityLimits() *plot.Plot {
	p := newFigure("Where LM(k) ceases to be stable", "coefficient k", "real stability limit of hλ")
	published := &curve{line: lineStyle(blue, 1.75)}
	consistent := &curve{line: lineStyle(vermilion, 1.75)}
	for i := -98; i <= 98; i++ {
		k := float64(i) / 100
		published.x, consistent.x = append(published.x, k), append(consistent.x, k)
		published.y = append(published.y, ode.LM(k).RealStabilityLimit())
		consistent.y = append(consistent.y, ode.LM(k).Consistent().RealStabilityLimit())
	}
	euler := &curve{x: []float64{0}, y: []float64{ode.ForwardEuler.RealStabilityLimit()}, dot: dotStyle(ink, 3, dotShape(0)), dots: true}
	names := &legend{}
	names.add("as published, −2(1−k)", published)
	names.add("consistent form", consistent)
	names.add("k = 0: forward Euler", euler)
	p.Add(published, consistent, euler, names)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -1, 1, -8, 0
	return p
}
