package ode

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// How long Newton's iteration may take: with the Jacobian of the start of the
// step, then with those of each state that it meets.
const (
	simplifiedIterations = 20
	fullIterations       = 30
)

// newton solves the equations of the stages of a group for their slopes,
//
//	g[i] = f(t + c[i]·h,  u + h·Σⱼ a[i][j]·g[j])
//
// # Why slopes, and why one Jacobian
//
// An error in g reaches the result multiplied by h and nothing else, however
// stiff f is. Newton's matrix I − h·A⊗f' is computed once and serves the whole
// step: the iteration then converges at a linear rate instead of doubling its
// digits, but each turn costs almost nothing. Only where that fails is f' taken
// anew at every turn; where that fails too, the step does.
type newton struct {
	r         *stages
	jacobian  jacobian
	tolerance float64 // of what is left to correct, relative to the state

	atStart   [][]float64   // f' at the start of the step
	here      [][][]float64 // f' at each stage
	first     []float64     // f at the start of the step
	seen      []float64     // f at a stage
	residual  []float64     // g − f of all stages of a group
	factors   mat.LU
	factored  group   // what factors belong to
	diagonal  float64 // h·a[i][i] there, for a group of one stage
	hasFactor bool
}

// newtonError says where an implicit step could not be taken.
type newtonError struct {
	t, h float64
	why  string
}

func (e *newtonError) Error() string {
	return fmt.Sprintf("the implicit step from t = %v with h = %v has no solution in reach: %s", e.t, e.h, e.why)
}

func newNewton(r *stages, jacobian Jacobian, d int) *newton {
	return &newton{
		r: r, jacobian: newJacobian(jacobian, d), tolerance: 1e-17,
		first: make([]float64, d), seen: make([]float64, d),
		residual: make([]float64, d*len(r.s.B)),
		atStart:  square(d), here: make([][][]float64, len(r.s.B)),
	}
}

// start prepares the step from u: all its groups share the Jacobian there.
func (n *newton) start(f slopeFunc, t float64, u []float64) error {
	n.hasFactor = false
	if err := f(t, u, n.first); err != nil {
		return err
	}
	return n.jacobian.at(f, t, u, n.first, n.atStart)
}

// solve finds the slopes of a group of stages, given those before it.
func (n *newton) solve(f slopeFunc, t, h float64, u []float64, g group) error {
	var why string
	for _, full := range []bool{false, true} {
		for i := g.first; i < g.end; i++ {
			copy(n.r.slopes[i], n.first)
		}
		var err error
		if why, err = n.iterate(f, t, h, u, g, full); err != nil || why == "" {
			return err
		}
	}
	return &newtonError{t, h, why}
}

// iterate returns why it found no solution, if it did not.
func (n *newton) iterate(f slopeFunc, t, h float64, u []float64, g group, full bool) (why string, err error) {
	limit, last := simplifiedIterations, math.Inf(1)
	if full {
		limit = fullIterations
	}
	for range limit {
		size, err := n.evaluate(f, t, h, u, g, full)
		if err != nil {
			return "", err
		}
		if full || !n.fits(g, h) {
			n.factor(g, h, full)
		}
		moved, solvable := n.correct(g, h)
		if math.IsNaN(moved) || math.IsInf(moved, 0) || !solvable {
			return "f or its Jacobian is not finite, or Newton's matrix is singular", nil
		}
		moved /= size
		if moved <= n.tolerance || n.willArrive(moved, last) {
			return "", nil
		}
		last = moved
	}
	return fmt.Sprintf("after %d iterations Newton's method still moves by %.2g of the state", limit, last), nil
}

// willArrive reports whether all corrections still to come add up to less than
// the tolerance, if they go on shrinking at the present rate, or whether rounding
// is all that moves.
func (n *newton) willArrive(moved, last float64) bool {
	if moved >= last {
		return moved < 1e-10
	}
	rate := moved / last
	return !math.IsInf(last, 1) && moved*rate/(1-rate) <= n.tolerance
}

// evaluate sets the residual of every stage of a group, with the Jacobians there
// if they are wanted, and returns the size of the largest state met.
func (n *newton) evaluate(f slopeFunc, t, h float64, u []float64, g group, full bool) (size float64, err error) {
	d := len(u)
	size = 1e-300 // a state of 0 has no relative size
	for i := g.first; i < g.end; i++ {
		if err := n.r.look(f, t, h, u, i, n.seen); err != nil {
			return 0, err
		}
		for k, x := range n.r.state {
			n.residual[(i-g.first)*d+k] = n.seen[k] - n.r.slopes[i][k]
			size = max(size, math.Abs(x))
		}
		if !full {
			continue
		}
		if n.here[i] == nil {
			n.here[i] = square(d)
		}
		if err := n.jacobian.at(f, t+n.r.s.C[i]*h, n.r.state, n.seen, n.here[i]); err != nil {
			return 0, err
		}
	}
	return size, nil
}

// fits reports whether the factors serve the group: always the group that they
// were made for, and a single stage with the same coefficient as another.
func (n *newton) fits(g group, h float64) bool {
	if !n.hasFactor {
		return false
	}
	single := g.end == g.first+1 && n.factored.end == n.factored.first+1
	return n.factored == g || single && n.diagonal == h*n.r.s.A[g.first][g.first]
}

// factor decomposes I − h·A⊗f' for the stages of a group.
func (n *newton) factor(g group, h float64, full bool) {
	d, stages := len(n.first), g.end-g.first
	matrix := mat.NewDense(stages*d, stages*d, nil)
	for i := range stages {
		j := n.atStart
		if full {
			j = n.here[g.first+i]
		}
		for k, a := range n.r.s.A[g.first+i][g.first:min(g.end, len(n.r.s.A[g.first+i]))] {
			for row := range d {
				for column := range d {
					matrix.Set(i*d+row, k*d+column, -h*a*j[row][column])
				}
			}
		}
	}
	for i := range stages * d {
		matrix.Set(i, i, matrix.At(i, i)+1)
	}
	n.factors.Factorize(matrix)
	// With Jacobians of other states the factors serve one turn only.
	n.hasFactor, n.factored, n.diagonal = !full, g, h*n.r.s.A[g.first][g.first]
}

// correct adds Newton's correction to the slopes and returns by how much that
// moves the state at most.
func (n *newton) correct(g group, h float64) (moved float64, solvable bool) {
	d := len(n.first)
	x := mat.NewVecDense((g.end-g.first)*d, n.residual[:(g.end-g.first)*d])
	if math.IsInf(n.factors.Cond(), 1) || n.factors.SolveVecTo(x, false, x) != nil && math.IsNaN(mat.Sum(x)) {
		return 0, false
	}
	for i := g.first; i < g.end; i++ {
		for k := range d {
			correction := x.AtVec((i-g.first)*d + k)
			n.r.slopes[i][k] += correction
			moved = math.Max(moved, math.Abs(h*correction)) // NaN stays
		}
	}
	return moved, true
}
