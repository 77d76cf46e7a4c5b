package models

import (
	"strconv"

	"github.com/unravel-go/unravel/lib/ode"
)

// Momentum is the step of a network with momentum (Sander et al. 2021),
//
//	v[n+1] = γ·v[n] + (1−γ)·h·f(u[n])        u[n+1] = u[n] + v[n+1]
//
// from v = 0. Without the velocity it reads
//
//	u[n+1] = (1+γ)·u[n] − γ·u[n−1] + (1−γ)·h·f(u[n])
//
// and is the linear multi-step scheme of [LMResNet] with k = −γ, in the form that is
// consistent with u' = f. γ = 0 is forward Euler. It is reversible for γ > 0
// ([Field.Back]).
type Momentum struct {
	Gamma float64 // γ, at least 0 and below 1; 0 means 0.9
	H     float64 // the step size h; 0 means 1
}

// String is the scheme's name.
func (s Momentum) String() string {
	return "momentum " + strconv.FormatFloat(s.gamma(), 'g', -1, 64) + withSize(s.H)
}

func (s Momentum) gamma() float64 {
	if s.Gamma == 0 {
		return 0.9
	}
	return s.Gamma
}

func (s Momentum) check(c Config, mistake func(string, ...any) error) error {
	if !(s.Gamma >= 0 && s.Gamma < 1) {
		return mistake("%v, want γ of at least 0 (which means 0.9) and below 1", s)
	}
	return checkBeyond(s, s.H, c, mistake)
}

func (s Momentum) record() stepRecord { return stepRecord{Kind: "momentum", H: s.H, Gamma: s.Gamma} }

func (Momentum) needs() needs { return needs{} }

func (s Momentum) make(m *maker, at site) update {
	h, g := at.span(s.H), s.gamma()
	scheme := ode.LM(-g)
	scheme.Label = Momentum{Gamma: g}.String()
	scheme.Beta = []float64{1 - g, 0}
	// At rest the recursion is a single step, of the speed 1−γ.
	scheme.Start = &ode.Multistep{Label: "momentum from rest", Alpha: []float64{1}, Beta: []float64{1 - g}}
	return twoSteps(m, at, recurrence{k: -g, c: (1 - g) * h, is: scheme, means: equation{h: h}}, (1-g)*h)
}
