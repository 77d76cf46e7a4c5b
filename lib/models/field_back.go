package models

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/unravel-go/unravel/lib/ode"
)

// Back is what going back through a stage has found.
type Back struct {
	States [][]float64 // of the equation, from the beginning of the stage to its end

	// Of blocks that are solved for by iteration; zero where the inverse is a formula.
	Iterations  int     // the most in a step
	Contraction float64 // the largest observed: by how much a change shrinks per iteration
	Error       float64 // estimated for the worst step
}

// Back goes back through the stage from its last states, as [Field.Solve] with the
// network's own scheme returns them: from the last one, and for a scheme of two steps
// from the last two.
//
//	Hamiltonian, Leapfrog       z[n] = z[n+1] − h·g(y[n+1]),  y[n] = y[n+1] + h·f(z[n])
//	Midpoint, Momentum,         u[n−1] = (u[n+1] − (1−k)·u[n] − c·f(u[n]))/k
//	Multistep with k ≠ 0
//	Euler, RungeKutta           u[n] = u[n+1] − h·f(u[n]), by iteration
//
// The first two are formulas, whatever the branches are. The iteration is that of
// i-ResNet (Behrmann et al. 2019): with L < 1 the Lipschitz constant of h·f it has one
// solution, and each round brings it closer by L at least, so that the last change d
// leaves an error of at most d·L/(1−L). Where it does not converge, Back fails and says
// by how much the branch stretches.
func (f *Field) Back(last [][]float64) (*Back, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if len(last) == 0 || slices.ContainsFunc(last, func(u []float64) bool { return len(u) != len(f.U0) }) {
		return nil, fmt.Errorf("models: Field of %s: got %d states to go back from, want at least 1, of %d values each", f.net.name, len(last), len(f.U0))
	}
	h := f.StepSize()
	b := &Back{States: [][]float64{slices.Clone(last[len(last)-1])}}
	steps := f.steps() * len(f.Blocks)
	if f.Blocks[len(f.Blocks)-1].Scheme().Steps() == 2 {
		if len(last) < 2 {
			return nil, fmt.Errorf("models: Field of %s: got 1 state to go back from, want 2 as its steps are of two", f.net.name)
		}
		b.States = append(b.States, slices.Clone(last[len(last)-2]))
	}
	for i := steps - 1; len(b.States) <= steps; i-- {
		u, err := f.stepBack(b, i, h)
		if err = errors.Join(err, f.err); err != nil {
			return nil, err
		}
		b.States = append(b.States, u)
	}
	slices.Reverse(b.States)
	return b, nil
}

// stepBack returns what step i began with: the state before the last found.
func (f *Field) stepBack(b *Back, i int, h float64) ([]float64, error) {
	block := i / f.steps()
	next := b.States[len(b.States)-1]
	switch s := f.Blocks[block].Scheme().(type) {
	case ode.SemiImplicitEuler:
		return f.turnBack(block, h, next), nil
	case *ode.Multistep:
		if s.Steps() == 1 || len(b.States) < 2 {
			break
		}
		if s.Alpha[1] == 0 {
			return nil, fmt.Errorf("models: Field of %s: got k = 0 in block %v, which forgets the state before, want another to go back by", f.net.name, f.Blocks[block])
		}
		return f.recur(s, block, h, b.States[len(b.States)-2], next), nil
	}
	return f.iterate(b, block, h, next)
}

// turnBack takes the halves back in the opposite order.
func (f *Field) turnBack(block int, h float64, next []float64) []float64 {
	u, half := slices.Clone(next), len(next)/2
	for _, part := range [][2]int{{half, len(u)}, {0, half}} {
		slope := f.slope(block, u)
		for j := part[0]; j < min(part[1], len(slope)); j++ {
			u[j] -= h * slope[j]
		}
	}
	return u
}

// recur solves a recurrence for its oldest state.
func (f *Field) recur(s *ode.Multistep, block int, h float64, next, now []float64) []float64 {
	slope := f.slope(block, now)
	before := make([]float64, len(now))
	for j := range min(len(before), len(slope)) {
		before[j] = (next[j] - s.Alpha[0]*now[j] - h*s.Beta[0]*slope[j]) / s.Alpha[1]
	}
	return before
}

// maxBackIterations is enough for a branch that contracts by 0.9 in float64.
const maxBackIterations = 500

// iterate looks for the state that a step leads to next from: u ← u + next − step(u).
func (f *Field) iterate(b *Back, block int, h float64, next []float64) ([]float64, error) {
	enough := 1e-13
	if !f.net.config.Float64 {
		enough = 1e-6
	}
	scheme, u := f.Blocks[block].Scheme(), slices.Clone(next)
	var change, rate float64
	for n := 1; n <= maxBackIterations; n++ {
		reached, err := scheme.Step(f.Of(block), 0, h, [][]float64{u})
		if err != nil {
			return nil, err
		}
		before, size := change, 0.0
		change = 0
		for j := range u {
			d := next[j] - reached[j]
			u[j] += d
			change, size = max(change, math.Abs(d)), max(size, math.Abs(u[j]))
		}
		if n > 1 && before > 1e3*enough*(1+size) {
			rate = max(rate, change/before) // above the rounding
		}
		if change <= enough*(1+size) {
			b.Iterations, b.Contraction = max(b.Iterations, n), max(b.Contraction, rate)
			b.Error = max(b.Error, change*rate/max(1-rate, enough))
			return u, nil
		}
		if change-change != 0 {
			break
		}
	}
	return nil, fmt.Errorf("models: Field of %s: got no way back through block %v: a change grows or shrinks by %.3g per iteration, want a branch that shrinks it, such as Dense{Lipschitz: 0.9}, or a step such as Midpoint or Hamiltonian", f.net.name, f.Blocks[block], rate)
}
