package viz

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
)

// Series is a named series of points.
type Series struct {
	Name string
	X, Y []float64
}

// logCurve is a series on two logarithmic axes, in the order of x: points that have
// no logarithm are left out.
func logCurve(s Series, i int) *curve {
	c := seriesColor(i)
	line := &curve{line: lineStyle(c, 1.25), dot: dotStyle(c, 2.4, dotShape(i)), dots: true}
	for j := range min(len(s.X), len(s.Y)) {
		if s.X[j] > 0 && s.Y[j] > 0 && !math.IsInf(s.X[j], 0) && !math.IsInf(s.Y[j], 0) {
			line.x, line.y = append(line.x, s.X[j]), append(line.y, s.Y[j])
		}
	}
	line.sort()
	return line
}

// logAxes makes both axes logarithmic, with some room around the data.
func logAxes(p *plot.Plot) {
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Scale, axis.Tick.Marker = plot.LogScale{}, decades{}
		room := max(1.1, math.Pow(axis.Max/axis.Min, .04))
		axis.Min, axis.Max = max(axis.Min/room, math.SmallestNonzeroFloat64), min(axis.Max*room, math.MaxFloat64)
	}
}

// slope is how steep a curve is on logarithmic axes: the median of what its points
// say two by two, which a few points that rounding bends do not change. It is NaN
// for fewer than two points.
func (s *curve) slope() float64 {
	var slopes []float64
	for i := 1; i < len(s.x); i++ {
		if s.x[i] > s.x[i-1] {
			slopes = append(slopes, math.Log(s.y[i]/s.y[i-1])/math.Log(s.x[i]/s.x[i-1]))
		}
	}
	if len(slopes) == 0 {
		return math.NaN()
	}
	slices.Sort(slopes)
	middle := len(slopes) / 2
	if len(slopes)%2 == 0 {
		return (slopes[middle-1] + slopes[middle]) / 2
	}
	return slopes[middle]
}
