package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// RungeKutta is the step of an explicit Runge–Kutta method: its stages share the
// block's branch, so the block has the parameters of Euler's and several times the
// work.
//
//	g[i] = f(u + h·Σⱼ a[i][j]·g[j])        u[n+1] = u[n] + h·Σᵢ b[i]·g[i]
//
// With Steps above 1 a block takes several steps of size h/Steps through the same
// branch: it is a neural ODE, solved with fixed steps and learned by going back
// through them ([NeuralODE]).
//
// A normalization in the branch keeps one set of running statistics for all stages,
// which each of them moves; in training each has statistics of its own. A block that
// changes the shape is a step of forward Euler, of h = 1.
type RungeKutta struct {
	Method ode.RungeKutta // an explicit one, such as ode.RK4
	Steps  int            // of the block; 0 means 1
	H      float64        // the time that a block takes; 0 means 1
}

// String is the method's name.
func (s RungeKutta) String() string {
	if s.Steps > 1 {
		return fmt.Sprintf("%d × %s%s", s.Steps, s.Method.Name(), withSize(s.H))
	}
	return s.Method.Name() + withSize(s.H)
}

// maxStages bounds the evaluations of a branch in one block.
const maxStages = 1 << 12

func (s RungeKutta) check(c Config, mistake func(string, ...any) error) error {
	tableau := s.Method.Tableau()
	switch {
	case tableau == nil || !tableau.Explicit():
		return mistake("steps of %q, want an explicit method of package ode, such as ode.RK4", s.Method)
	case s.Steps < 0 || s.Steps > maxStages/len(tableau.B):
		return mistake("%d steps of %s in a block, want at least 0 (which means 1) and at most %d evaluations", s.Steps, s.Method.Name(), maxStages)
	}
	return checkBeyond(s, s.H, c, mistake)
}

func (s RungeKutta) record() stepRecord {
	return stepRecord{Kind: "runge-kutta", Method: string(s.Method), Steps: s.Steps, H: s.H}
}

func (s RungeKutta) needs() needs {
	stages := 1
	if tableau := s.Method.Tableau(); tableau != nil {
		stages = len(tableau.B)
	}
	return needs{evaluations: min(stages*max(1, min(s.Steps, maxStages)), maxStages)}
}

func (s RungeKutta) make(m *maker, at site) update {
	if at.transition {
		return Euler{}.make(m, at)
	}
	r := &rungeKuttaStep{method: s.Method, tableau: s.Method.Tableau(), steps: max(1, s.Steps), h: at.span(s.H)}
	before := m.macs
	r.layers = at.layers(m)
	m.macs = before + (m.macs-before)*int64(r.steps*len(r.tableau.B))
	return r
}

type rungeKuttaStep struct {
	method  ode.RungeKutta
	tableau *ode.Tableau
	layers  residual
	steps   int
	h       float64 // of all steps
}

func (s *rungeKuttaStep) forward(b *nn.Builder, in state) state {
	x := in.now
	f := b.Branch(func() nn.Node {
		h, u := s.h/float64(s.steps), x
		var sum combination // of all steps
		for i := range s.steps {
			step := s.slopes(b, u, h)
			sum.weights, sum.values = append(sum.weights, step.weights...), append(sum.values, step.values...)
			if i < s.steps-1 {
				u = step.added(b, u)
			}
		}
		return b.Weighted(sum.weights, sum.values...)
	})
	return state{b.Add(x, f, 1), x, 1}
}

// slopes are the stages of one step of size h from u, and what they count.
func (s *rungeKuttaStep) slopes(b *nn.Builder, u nn.Node, h float64) combination {
	var slopes []nn.Node
	for i := range s.tableau.B {
		var way combination
		for j, g := range slopes {
			way.add(h*s.tableau.A[i][j], g)
		}
		slopes = append(slopes, evaluate(b, s.layers, way.added(b, u)))
	}
	var step combination
	for i, g := range slopes {
		step.add(h*s.tableau.B[i], g)
	}
	return step
}

// combination is a weighted sum without the terms that are zero.
type combination struct {
	weights []float64
	values  []nn.Node
}

func (c *combination) add(weight float64, value nn.Node) {
	if weight != 0 {
		c.weights, c.values = append(c.weights, weight), append(c.values, value)
	}
}

// added is u plus the sum.
func (c *combination) added(b *nn.Builder, u nn.Node) nn.Node {
	if len(c.weights) == 0 {
		return u
	}
	return b.Weighted(append([]float64{1}, c.weights...), append([]nn.Node{u}, c.values...)...)
}

func (s *rungeKuttaStep) scheme() ode.Scheme { return s.method }

func (s *rungeKuttaStep) equation() equation {
	return equation{parts: []residual{s.layers}, h: s.h, steps: s.steps}
}

func (s *rungeKuttaStep) constrain() { constrain(s.layers) }
