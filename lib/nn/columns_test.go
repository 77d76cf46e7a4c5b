package nn

import (
	"math"
	"testing"
)

// TestColumnsThatTakePart counts the joins of three columns over many runs: which
// values stay, in how many, is what the probabilities say, and no join is empty.
func TestColumnsThatTakePart(t *testing.T) {
	const runs = 20000
	for _, drop := range []ColumnDrop{{Local: 0.15}, {Local: 0.9}, {Local: 1}, {Global: 1}, {Local: 0.15, Global: 0.5}} {
		b := NewBuilder(Options{Training: true, Seed: 7})
		c, local := b.Columns(3, drop), b.random()
		all, alone, column := 0, 0, make([]int, 3)
		weights, part := make([]float64, 3), make([]float64, 2)
		for b.state.runs = range uint64(runs) {
			c.weights(local, weights)
			c.weights(local, part)
			left, sum := 0, 0.0
			for i, w := range weights {
				sum += w
				if w > 0 {
					left++
					column[i]++
				}
			}
			if math.Abs(sum-1) > 1e-12 || math.Abs(part[0]+part[1]-1) > 1e-12 {
				t.Fatalf("%+v: got weights %v and %v, want both of sum 1", drop, weights, part)
			}
			if left == 3 {
				all++
			}
			if left == 1 {
				alone++
			}
		}
		q := drop.Local
		near := func(what string, count int, p float64) {
			if off := float64(count)/runs - p; math.Abs(off) > 4*math.Sqrt(p*(1-p)/runs)+1e-12 {
				t.Errorf("%+v: got %s in %d of %d runs, want a share of %.3f", drop, what, count, runs, p)
			}
		}
		near("all columns", all, (1-drop.Global)*math.Pow(1-q, 3))
		near("one column", alone, drop.Global+(1-drop.Global)*(3*(1-q)*q*q+q*q*q))
		for i := range column {
			near("a column", column[i], drop.Global/3+(1-drop.Global)*(1-q+q*q*q/3))
		}
	}
}

// TestTheColumnThatIsDrawn is one for all joins of a run.
func TestTheColumnThatIsDrawn(t *testing.T) {
	b := NewBuilder(Options{Training: true, Seed: 7})
	c, first, second := b.Columns(2, ColumnDrop{Global: 1}), b.random(), b.random()
	one, other := make([]float64, 2), make([]float64, 2)
	for b.state.runs = range uint64(100) {
		c.weights(first, one)
		c.weights(second, other)
		if one[0] != other[0] || one[0] != 0 && one[0] != 1 {
			t.Fatalf("run %d: got weights %v and %v, want one column in both", b.state.runs, one, other)
		}
	}
}
