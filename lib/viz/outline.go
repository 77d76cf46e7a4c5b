package viz

import "gonum.org/v1/plot/plotter"

// window is a rectangle of the plane and the number of cells to look at it with.
type window struct {
	lo, hi  plotter.XY
	columns int
	rows    int
}

// stabilityWindow is twice as wide as high, as is the space for data in a figure
// of 16×10 cm: forward Euler's disk is drawn as a circle. An odd number of rows
// puts the real axis inside cells, where the thin end of a region is not missed.
var stabilityWindow = window{lo: plotter.XY{X: -7.4, Y: -3.2}, hi: plotter.XY{X: 5.4, Y: 3.2}, columns: 240, rows: 121}

func (w window) at(column, row int) complex128 {
	return complex(
		w.lo.X+(w.hi.X-w.lo.X)*float64(column)/float64(w.columns),
		w.lo.Y+(w.hi.Y-w.lo.Y)*float64(row)/float64(w.rows))
}

// edge is a side of a cell, named by its lower or left end.
type edge struct {
	column, row int
	upward      bool
}

// outlines returns the boundary of the set where inside holds, as closed loops or,
// where the set leaves the window, open lines.
//
// It marches over the cells of a grid. Where the two ends of an edge disagree,
// bisection finds the boundary between them, so lines are smooth although the
// grid is coarse. Each cell joins the points on its edges in pairs, and the pairs
// are threaded into lines.
func outlines(inside func(complex128) bool, w window) []plotter.XYs {
	corners := make([][]bool, w.columns+1)
	for i := range corners {
		corners[i] = make([]bool, w.rows+1)
		for j := range corners[i] {
			corners[i][j] = inside(w.at(i, j))
		}
	}
	neighbours := make(map[edge][]edge)
	join := func(a, b edge) {
		neighbours[a], neighbours[b] = append(neighbours[a], b), append(neighbours[b], a)
	}
	var order []edge // of first sight, so that the result does not depend on map order
	for i := range w.columns {
		for j := range w.rows {
			cut := cutEdges(corners, i, j)
			for e := 0; e+1 < len(cut); e += 2 {
				join(cut[e], cut[e+1])
				order = append(order, cut[e], cut[e+1])
			}
		}
	}
	return thread(order, neighbours, func(e edge) plotter.XY { return w.crossing(e, inside) })
}

// closed returns the boundary of the set where inside holds as closed loops. Where the
// set goes on beyond the window, they run around the window, outside of it.
func closed(inside func(complex128) bool, w window) []plotter.XYs {
	dx, dy := (w.hi.X-w.lo.X)/float64(w.columns), (w.hi.Y-w.lo.Y)/float64(w.rows)
	wider := window{
		lo:      plotter.XY{X: w.lo.X - 2*dx, Y: w.lo.Y - 2*dy},
		hi:      plotter.XY{X: w.hi.X + 2*dx, Y: w.hi.Y + 2*dy},
		columns: w.columns + 4,
		rows:    w.rows + 4,
	}
	return outlines(func(z complex128) bool {
		return real(z) > w.lo.X-1.5*dx && real(z) < w.hi.X+1.5*dx && imag(z) > w.lo.Y-1.5*dy && imag(z) < w.hi.Y+1.5*dy && inside(z)
	}, wider)
}

// cutEdges returns the edges of a cell that the boundary crosses, going around it:
// none, two or four.
func cutEdges(corners [][]bool, i, j int) []edge {
	a, b, c, d := corners[i][j], corners[i+1][j], corners[i+1][j+1], corners[i][j+1]
	var cut []edge
	for _, side := range []struct {
		crossed bool
		edge    edge
	}{
		{a != b, edge{i, j, false}},
		{b != c, edge{i + 1, j, true}},
		{c != d, edge{i, j + 1, false}},
		{d != a, edge{i, j, true}},
	} {
		if side.crossed {
			cut = append(cut, side.edge)
		}
	}
	return cut
}

// crossing returns the point of an edge where the boundary is.
func (w window) crossing(e edge, inside func(complex128) bool) plotter.XY {
	from, to := w.at(e.column, e.row), w.at(e.column+1, e.row)
	if e.upward {
		to = w.at(e.column, e.row+1)
	}
	start := inside(from)
	for range 30 {
		middle := (from + to) / 2
		if inside(middle) == start {
			from = middle
		} else {
			to = middle
		}
	}
	return plotter.XY{X: real(from), Y: imag(from)}
}

// thread follows neighbours into lines: first those with loose ends, then loops.
func thread(order []edge, neighbours map[edge][]edge, point func(edge) plotter.XY) []plotter.XYs {
	seen := make(map[edge]bool)
	follow := func(e edge) plotter.XYs {
		var line plotter.XYs
		for next := true; next; {
			seen[e] = true
			line = append(line, point(e))
			next = false
			for _, n := range neighbours[e] {
				if !seen[n] {
					e, next = n, true
					break
				}
			}
		}
		return line
	}
	var lines []plotter.XYs
	for _, e := range order {
		if len(neighbours[e]) == 1 && !seen[e] {
			lines = append(lines, follow(e))
		}
	}
	for _, e := range order {
		if !seen[e] {
			loop := follow(e)
			lines = append(lines, append(loop, loop[0]))
		}
	}
	return lines
}
