package ode

import (
	"fmt"
	"math"
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
// digits, but each turn costs almost nothing.
//
// # What happens where it does not converge
//
// A step of a size that somebody asked for is solved to the last digit, and f' is
// taken anew at every turn before it is given up. A step of a size that the solver
// chose is solved to a part of its tolerance: f' serves further steps as long as
// the iteration converges fast with it, it is taken anew where that fails, and
// where that fails too a smaller step costs less than any insistence.
type newton struct {
	r         *stages
	jacobian  jacobian
	tolerance *Options // of the solver that chooses the steps, or nil

	atStart   [][]float64   // f' at the start of the step
	startTime float64       // where atStart was taken
	keeps     bool          // atStart serves the next step too
	here      [][][]float64 // f' at each stage
	first     []float64     // f at the start of the step
	seen      []float64     // f at a stage
	move      []float64     // by which a turn moves the state of a stage
	residual  []float64     // g − f of all stages of a group
	factors   factors       // of Newton's matrix
	factored  group         // what factors belong to
	diagonal  float64       // h·a[i][i] there, for a group of one stage
	hasFactor bool
	converges convergence
	singular  bool // the last iteration ended with nothing to go by
}

// newtonError says where an implicit step could not be taken. A solver that tries a
// smaller one does not read it, so that it is put into words only when asked.
type newtonError struct {
	t, h     float64
	singular bool
	ended    convergence
}

func (e *newtonError) Error() string {
	why := "f or its Jacobian is not finite, or Newton's matrix is singular"
	if !e.singular {
		why = e.ended.why()
	}
	return fmt.Sprintf("the implicit step from t = %v with h = %v has no solution in reach: %s", e.t, e.h, why)
}

func newNewton(r *stages, jacobian Jacobian, tolerance *Options, d int) *newton {
	return &newton{
		r: r, jacobian: newJacobian(jacobian, tolerance, d), tolerance: tolerance,
		first: make([]float64, d), seen: make([]float64, d), move: make([]float64, d),
		residual: make([]float64, d*len(r.s.B)),
		atStart:  square(d), here: make([][][]float64, len(r.s.B)), startTime: math.NaN(),
		converges: newConvergence(tolerance),
	}
}

// start prepares the step from u, where the slope is first if that is known: all
// its groups share one Jacobian.
func (n *newton) start(f slopeFunc, t, h float64, u, first []float64) error {
	n.hasFactor = false
	n.converges.slowest = 0
	if copy(n.first, first) == 0 {
		if err := f(t, u, n.first); err != nil {
			return err
		}
	}
	if n.tolerance != nil && (n.keeps || n.startTime == t) {
		return nil
	}
	return n.renew(f, t, h, u)
}

// renew takes the Jacobian at the start of the step.
func (n *newton) renew(f slopeFunc, t, h float64, u []float64) error {
	n.hasFactor, n.startTime = false, t
	return n.jacobian.at(f, t, h, u, n.first, n.atStart)
}

// solve finds the slopes of a group of stages, given those before it.
func (n *newton) solve(f slopeFunc, t, h float64, u []float64, g group) error {
	found, err := n.iterate(f, t, h, u, g, false)
	if err == nil && !found {
		switch {
		case n.tolerance == nil:
			found, err = n.iterate(f, t, h, u, g, true)
		case n.startTime != t:
			if err := n.renew(f, t, h, u); err != nil {
				return err
			}
			found, err = n.iterate(f, t, h, u, g, false)
		}
	}
	n.keeps = found && n.converges.fast()
	if err == nil && !found {
		return &newtonError{t, h, n.singular, n.converges}
	}
	return err
}

// iterate reports whether it found a solution.
func (n *newton) iterate(f slopeFunc, t, h float64, u []float64, g group, full bool) (found bool, err error) {
	for i := g.first; i < g.end; i++ {
		copy(n.r.slopes[i], n.first)
	}
	n.converges.begin(full)
	for {
		size, err := n.evaluate(f, t, h, u, g, full)
		if err != nil {
			return false, err
		}
		if full || !n.fits(g, h) {
			n.factor(g, h, full)
		}
		moved, solvable := n.correct(g, h, u, size)
		if n.singular = !solvable || !finite(moved); n.singular {
			return false, nil
		}
		if arrived, stuck := n.converges.after(moved); arrived || stuck {
			return arrived, nil
		}
	}
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
		if err := n.jacobian.at(f, t+n.r.s.C[i]*h, h, n.r.state, n.seen, n.here[i]); err != nil {
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
	d := len(n.first)
	n.factors.zero((g.end - g.first) * d)
	for i := range g.end - g.first {
		j := n.atStart
		if full {
			j = n.here[g.first+i]
		}
		for k, a := range n.r.s.A[g.first+i][g.first:min(g.end, len(n.r.s.A[g.first+i]))] {
			for row := range d {
				axpy(n.factors.row(i*d + row)[k*d:(k+1)*d], -h*a, j[row])
			}
		}
	}
	for i := range n.factors.a.Rows {
		n.factors.row(i)[i]++
	}
	n.factors.decompose()
	// With Jacobians of other states the factors serve one turn only.
	n.hasFactor, n.factored, n.diagonal = !full, g, h*n.r.s.A[g.first][g.first]
}

// correct adds Newton's correction to the slopes and returns by how much that
// moves the state at most: relative to its size, or to the tolerance.
func (n *newton) correct(g group, h float64, u []float64, size float64) (moved float64, solvable bool) {
	d := len(n.first)
	if math.IsInf(n.factors.cond, 1) {
		return 0, false
	}
	n.factors.solve(n.residual[:(g.end-g.first)*d])
	for i := g.first; i < g.end; i++ {
		correction := n.residual[(i-g.first)*d : (i-g.first+1)*d]
		axpy(n.r.slopes[i], 1, correction)
		for k, c := range correction {
			n.move[k] = h * c
		}
		if n.tolerance != nil {
			moved = math.Max(moved, n.tolerance.scaled(n.move, u, u)) // NaN stays
			continue
		}
		for _, by := range n.move {
			moved = math.Max(moved, math.Abs(by)/size)
		}
	}
	return moved, true
}

// damp divides what is as large as a state by the last Newton's matrix of a single
// stage, I − h·a[i][i]·f', if the steps are chosen by a tolerance.
func (n *newton) damp(err []float64) {
	if n.tolerance == nil || !n.hasFactor || n.factored.end != n.factored.first+1 {
		return
	}
	n.factors.solve(err) // NaN shows in the step
}
