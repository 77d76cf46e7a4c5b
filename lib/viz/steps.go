package viz

import (
	"gonum.org/v1/plot"

	"github.com/unravel-go/unravel/lib/models"
)

// Steps draws what one block of a network computes, for each of some steps: its
// branches are boxes, a ring is a sum, and a dot where columns of layers meet is their
// mean. The state comes in on the left. [Network] draws how blocks follow each other.
//
// It draws Euler's step, [models.Multistep], [models.Polynomial], [models.Highway],
// [models.Reversible] and [models.Fractal] of up to four columns, and leaves out others.
func Steps(steps ...models.Step) *plot.Plot {
	p := bare("What a block computes")
	g := &sketches{}
	for _, s := range steps {
		if drawn := sketchOf(s); drawn != nil {
			drawn.title = s.String()
			g.all = append(g.all, drawn)
		}
	}
	if len(g.all) == 0 {
		return empty(p, "no steps")
	}
	p.Add(g)
	return p
}

// sketchOf is the drawing of a step, nil if there is none.
func sketchOf(s models.Step) *sketch {
	switch s := s.(type) {
	case models.Euler:
		return sketchResidual()
	case models.Multistep:
		return sketchMultistep()
	case models.Polynomial:
		return sketchPolynomial(max(2, s.Degree), s.Form)
	case models.Highway:
		return sketchHighway()
	case models.Reversible:
		return sketchReversible()
	case models.Fractal:
		if s.Columns == 0 {
			s.Columns = 3
		}
		if s.Columns >= 1 && s.Columns <= 4 {
			return sketchFractal(s.Columns)
		}
	}
	return nil
}

// sketchResidual is u + F(u).
func sketchResidual() *sketch {
	s := &sketch{}
	s.wire(0, 0, 3, 0)
	s.wire(.5, 0, .5, 1, 2.5, 1, 2.5, 0)
	s.box(1.5, 1, "F")
	s.join(2.5, 0, "+")
	return s
}

// sketchMultistep has the state before below.
func sketchMultistep() *sketch {
	s := sketchResidual()
	s.second = [][2]float64{{-.5, -.9}, {2.5, -.9}, {2.5, 0}}
	s.box(1.5, 0, "1−k")
	s.box(1.5, -.9, "k")
	s.say(.05, -.6, "u[n−1]")
	return s
}

// sketchPolynomial has branches in a row, each of which is added too, or beside each
// other.
func sketchPolynomial(degree int, form models.Form) *sketch {
	s := &sketch{}
	names := []string{"F", "G", "H", "I"}
	end := .5
	for i := range min(degree, len(names)) {
		name := names[i]
		if form == models.Ways {
			y := float64(i + 1)
			s.wire(.5, 0, .5, y, 2.5, y, 2.5, 0)
			s.box(1.5, y, name)
			end = 2.5
			continue
		}
		if form == models.Powers {
			name = "F"
		}
		s.wire(end, float64(min(1, i)), end, 1, end+1.4, 1, end+1.4, 0)
		s.box(end+.7, 1, name)
		end += 1.4
		s.join(end, 0, "+")
	}
	if form == models.Ways {
		s.join(end, 0, "+")
	}
	s.wire(0, 0, end+.5, 0)
	return s
}

// sketchHighway weighs branch and state by a gate.
func sketchHighway() *sketch {
	s := &sketch{}
	s.wire(0, 0, 3, 0)
	s.wire(.4, 0, .4, 2, 2.5, 2, 2.5, 0)
	s.wire(.4, 1, 2.5, 1)
	s.box(1.4, 2, "T")
	s.box(1.4, 1, "F")
	s.box(1.4, 0, "1−T")
	s.join(2.5, 1, "×")
	s.join(2.5, 0, "+")
	return s
}

// sketchReversible has two lines, x above y.
func sketchReversible() *sketch {
	s := &sketch{}
	s.wire(0, 2, 3.8, 2)
	s.wire(0, 0, 3.8, 0)
	s.wire(.4, 0, .4, 1, 1.7, 1, 1.7, 2)
	s.wire(2.1, 2, 2.1, 1, 3.4, 1, 3.4, 0)
	s.box(1, 1, "f")
	s.box(2.7, 1, "g")
	s.join(1.7, 2, "+")
	s.join(3.4, 0, "+")
	s.say(.2, 2.3, "x")
	s.say(.2, -.3, "y")
	return s
}

// sketchFractal has a line for each column, the shortest on top, which meet behind
// every second layer of the one below.
func sketchFractal(columns int) *sketch {
	const wide = 1.15 // of a layer of the longest column
	s := &sketch{}
	longest := 1 << (columns - 1)
	top, end := .95*float64(columns-1), .3+wide*float64(longest)
	for i := range columns {
		y, layers := top-.95*float64(i), 1<<i
		s.wire(.3, y, end, y)
		span := wide * float64(longest/layers)
		for j := range layers {
			s.box(.25+span*(float64(j)+.5), y, "c")
		}
	}
	for row := 1; row <= longest; row++ {
		meet := 1
		for row%(1<<meet) == 0 && meet < columns {
			meet++
		}
		if meet > 1 {
			x := .3 + wide*float64(row)
			s.wire(x, 0, x, .95*float64(meet-1))
			s.join(x, .95*float64(meet-1)/2, "•")
		}
	}
	s.wire(.3, 0, .3, top)
	s.wire(0, top/2, .3, top/2)
	s.wire(end, top/2, end+.4, top/2)
	return s
}
