package models

import "github.com/unravel-go/unravel/lib/ode"

// Midpoint is the step over two steps by the slope between them, the explicit
// midpoint rule (Chang et al. 2018):
//
//	u[n+1] = u[n−1] + 2h·f(u[n])
//
// It is of order 2, and reversible: u[n−1] = u[n+1] − 2h·f(u[n]) gives every state
// back without solving for anything ([Field.Back]). It is a linear multi-step scheme
// with k = 1 and the factor 2 that makes it consistent, [ode.Nystrom] of order 2, and
// stable only for slopes whose Jacobian has eigenvalues on the imaginary axis, which
// is what an [Antisymmetric] branch is for.
//
// The first block and those that change the shape are steps of forward Euler.
type Midpoint struct {
	H float64 // the step size h; 0 means 1
}

// String is the scheme's name.
func (s Midpoint) String() string { return "midpoint" + withSize(s.H) }

func (s Midpoint) check(c Config, mistake func(string, ...any) error) error {
	return checkBeyond(s, s.H, c, mistake)
}

func (s Midpoint) record() stepRecord { return stepRecord{Kind: "midpoint", H: s.H} }

func (Midpoint) needs() needs { return needs{} }

func (s Midpoint) make(m *maker, at site) update {
	h := at.span(s.H)
	return twoSteps(m, at, recurrence{k: 1, c: 2 * h, is: ode.Nystrom(2), means: equation{h: h}}, h)
}
