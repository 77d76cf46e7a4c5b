package viz

import (
	"math"

	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/ode"
)

// Orbit is a named run of a system of two components: the states that ode.Solve
// returns or ode.Integrate has in its Solution.
type Orbit struct {
	Name string
	U    [][]float64
}

// PhasePortrait draws the plane of the states of u' = f(t, u): the field of
// directions at t = 0 as arrows, longer where f is, and each orbit from its dot to
// its arrow head. States of more than two components show their first two, without
// a field, which is of two. f may be nil: then there are orbits only.
//
// Without orbits the figure reaches from −2 to 2. Its arrows are drawn for whatever
// fig.X.Min, fig.X.Max, fig.Y.Min and fig.Y.Max are when it is.
func PhasePortrait(title string, f ode.Func, orbits ...Orbit) *plot.Plot {
	p := newFigure(title, "u₀", "u₁")
	names := &legend{}
	var lines []*orbit
	for i, o := range orbits {
		line := orbitOf(o, i)
		if _, _, lo, hi := line.DataRange(); lo > hi {
			continue // not one point
		}
		lines = append(lines, line)
		if o.Name != "" {
			names.add(o.Name, &line.curve)
		}
	}
	if f == nil && len(lines) == 0 {
		return empty(p, "no field and no orbits")
	}
	if f != nil {
		p.Add(&field{f: f, alone: len(lines) == 0})
	}
	for _, line := range lines {
		p.Add(line)
	}
	p.Add(names)
	frameOrbits(p, len(lines) > 0)
	return p
}

// frameOrbits chooses the part of the plane.
func frameOrbits(p *plot.Plot, orbits bool) {
	if !orbits {
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -2, 2, -2, 2
	}
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		if axis.Max == axis.Min {
			axis.Min, axis.Max = axis.Min-1, axis.Max+1
		}
		pad(axis)
	}
}

// orbitOf takes the first two components of the states.
func orbitOf(o Orbit, i int) *orbit {
	c := seriesColor(i)
	line := &orbit{curve{line: pattern(c, 1.5, i), dot: dotStyle(c, 3, dotShape(i))}}
	for _, u := range o.U {
		x, y := component(u, 0), component(u, 1)
		if math.IsInf(x, 0) || math.IsInf(y, 0) {
			x, y = math.NaN(), math.NaN()
		}
		line.x, line.y = append(line.x, x), append(line.y, y)
	}
	return line
}
