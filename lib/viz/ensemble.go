package viz

import (
	"math"

	"gonum.org/v1/plot"
)

// Ensemble is named: paths of one random process, each of shape [n+1][d], as
// ode.Ensemble follows them or as a network goes whose blocks come and go. The first
// component of each state counts.
type Ensemble struct {
	Name string
	U    [][][]float64
}

// fewPaths is how many paths of an ensemble are drawn one by one: more are a blot.
const fewPaths = 12

// Ensembles draws what random processes do on their way: for each the mean of its paths
// and a band of twice their standard deviation to both sides, against the step; and of
// the first process some of the paths. Where two processes have the same mean and
// variance, lines and bands lie on each other, however unlike the single paths are.
func Ensembles(title string, ensembles ...Ensemble) *plot.Plot {
	p := newFigure(title, "depth n (blocks or steps)", "state u")
	names := &legend{}
	for i, e := range ensembles {
		s := momentsOf(e, i)
		if len(s.x) == 0 {
			continue
		}
		if len(names.keys) == 0 {
			for _, j := range choose(len(e.U), fewPaths) {
				line := &curve{line: lineStyle(mix(seriesColor(i), white, .45), .6)}
				for n, u := range e.U[j] {
					line.x, line.y = append(line.x, float64(n)), append(line.y, component(u, 0))
				}
				p.Add(line)
			}
		}
		p.Add(s)
		names.add(e.Name, s)
	}
	if len(names.keys) == 0 {
		return empty(p, "no paths")
	}
	p.Add(names)
	p.X.Tick.Marker = steps{whole: true}
	pad(&p.Y)
	return p
}

// momentsOf is the mean of an ensemble at each step that a path reaches, and the band
// around it.
func momentsOf(e Ensemble, i int) *spread {
	c := seriesColor(i)
	s := &spread{color: c, extent: extent{curve: curve{line: pattern(c, 2, i)}}}
	longest := 0
	for _, u := range e.U {
		longest = max(longest, len(u))
	}
	for n := range longest {
		count, mean, squares := 0.0, 0.0, 0.0
		for _, u := range e.U {
			if n >= len(u) || math.IsNaN(component(u[n], 0)-component(u[n], 0)) {
				continue
			}
			count++
			off := u[n][0] - mean
			mean += off / count
			squares += off * (u[n][0] - mean)
		}
		if wide := 2 * math.Sqrt(squares/count); !math.IsNaN(wide - wide) {
			s.x, s.y = append(s.x, float64(n)), append(s.y, mean)
			s.lo, s.hi = append(s.lo, mean-wide), append(s.hi, mean+wide)
		}
	}
	return s
}
