package viz

import (
	"math"

	"gonum.org/v1/plot"
)

// Trajectories draws how points on a line move through the depth of a network or
// the steps of a scheme. states has shape [n+1][m]: the positions of m points at
// the input and after each of n blocks, the layout that ode.Solve returns for a
// right side that acts on every component alike.
//
// Lines are coloured by where they start, so lines that change places show. In a
// one-dimensional flow u' = f(t, u) they cannot. Of more than 21 points it draws
// 21, evenly chosen.
func Trajectories(title string, states [][]float64) *plot.Plot {
	p := newFigure(title, "depth n (blocks or steps)", "state u")
	lo, hi := starts(states)
	if !(lo <= hi) {
		return empty(p, "no trajectories")
	}
	for _, i := range choose(len(states[0]), 21) {
		t := .5
		if hi > lo {
			t = (states[0][i] - lo) / (hi - lo)
		}
		s := &curve{line: lineStyle(diverging(t), 1.25)}
		for n, u := range states {
			s.x, s.y = append(s.x, float64(n)), append(s.y, component(u, i))
		}
		p.Add(s)
	}
	names := &legend{}
	names.add("starts at "+number(lo), &curve{line: lineStyle(diverging(0), 2)})
	if hi > lo {
		names.add("starts at "+number(hi), &curve{line: lineStyle(diverging(1), 2)})
	}
	p.Add(names)
	p.X.Tick.Marker = steps{whole: true}
	pad(&p.Y)
	return p
}

// choose returns the numbers below n, or most of them evenly spread if there are
// more, the first and the last among them.
func choose(n, most int) []int {
	chosen := make([]int, min(n, most))
	for i := range chosen {
		chosen[i] = i
		if n > most {
			chosen[i] = i * (n - 1) / (most - 1)
		}
	}
	return chosen
}

// starts returns the smallest and largest finite initial position.
func starts(states [][]float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	if len(states) == 0 {
		return lo, hi
	}
	for _, u := range states[0] {
		if !math.IsNaN(u - u) {
			lo, hi = min(lo, u), max(hi, u)
		}
	}
	return lo, hi
}

// component returns u[i], or NaN if u is too short to have one.
func component(u []float64, i int) float64 {
	if i >= len(u) {
		return math.NaN()
	}
	return u[i]
}

// pad widens an axis a little on both sides.
func pad(axis *plot.Axis) {
	if math.IsInf(axis.Max-axis.Min, 0) {
		return
	}
	by := .05 * (axis.Max - axis.Min)
	axis.Min, axis.Max = axis.Min-by, axis.Max+by
}
