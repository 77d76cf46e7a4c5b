package models

import (
	"math"

	"github.com/unravel-go/unravel/lib/ode"
)

// Leapfrog is the step of a second-order equation u” = f(u) (Chang et al. 2018):
//
//	u[n+1] = 2·u[n] − u[n−1] + h²·f(u[n])
//
// With a velocity v between the states that is a kick and a drift,
//
//	v[n+1] = v[n] + h·f(u[n])         u[n+1] = u[n] + h·v[n+1]
//
// which is [ode.SemiImplicitEuler] for the state (v, u), starting at rest: the first
// block has the state before itself for u[n−1], and behind a block that changes the
// shape the velocity is what that one has moved by. It is reversible
// ([Field.Back]), and of a [Symmetric] branch, a force that has a potential, it keeps
// the energy within bounds.
type Leapfrog struct {
	H float64 // the step size h; 0 means 1
}

// String is the scheme's name.
func (s Leapfrog) String() string { return "leapfrog" + withSize(s.H) }

func (s Leapfrog) check(c Config, mistake func(string, ...any) error) error {
	if math.IsInf(s.H*s.H, 1) && !math.IsInf(s.H, 0) {
		return mistake("a step size of %v, want one whose square is finite", s.H)
	}
	return checkBeyond(s, s.H, c, mistake)
}

func (s Leapfrog) record() stepRecord { return stepRecord{Kind: "leapfrog", H: s.H} }

func (Leapfrog) needs() needs { return needs{} }

func (s Leapfrog) make(m *maker, at site) update {
	h := at.span(s.H)
	return twoSteps(m, at, recurrence{
		k: -1, c: h * h, is: ode.SemiImplicitEuler{}, means: equation{h: h, form: secondOrder},
	}, h*h)
}
