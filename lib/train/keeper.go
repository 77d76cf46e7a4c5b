package train

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// keeper is a solver whose moments a checkpoint can hold.
type keeper interface {
	Solver

	// recipe is every number that the solver's steps depend on but the rate.
	recipe() string

	// moments are the solver's own, made if need be, for whoever writes or reads
	// them: for each role, such as momentum, one slice per parameter.
	moments(params []gorgonia.ValueGrad) []moment

	// fresh reports whether the solver has no moments yet.
	fresh() bool

	// again is a fresh solver with the same recipe.
	again() Solver

	// resume has the solver count on from so many steps.
	resume(steps int)
}

var (
	_ keeper = (*SGD)(nil)
	_ keeper = (*Adam)(nil)
)

// moment is what a solver carries from step to step for one parameter.
type moment struct {
	name   string
	narrow []float32 // of one type, as the solver keeps it; the other is nil
	wide   []float64
}

func (s *SGD) recipe() string {
	return fmt.Sprintf("SGD, momentum %g, decay %g, Nesterov %t", s.Momentum, s.Decay, s.Nesterov)
}

func (s *SGD) moments(params []gorgonia.ValueGrad) []moment {
	s.makeMoments(params)
	all := make([]moment, len(params))
	for i, p := range params {
		all[i] = moment{"momentum." + nameOf(p, i), s.moments32[i], s.moments64[i]}
	}
	return all
}

func (s *SGD) fresh() bool { return s.moments32 == nil }

func (s *SGD) again() Solver {
	return &SGD{Momentum: s.Momentum, Decay: s.Decay, Nesterov: s.Nesterov, threads: s.threads}
}

// resume does nothing: a step depends on the moments and not on their age.
func (s *SGD) resume(int) {}

func (a *Adam) recipe() string {
	return fmt.Sprintf("Adam, beta1 %g, beta2 %g, decay %g", orDefault(a.Beta1, 0.9), orDefault(a.Beta2, 0.999), a.Decay)
}

func (a *Adam) moments(params []gorgonia.ValueGrad) []moment {
	a.makeMoments(params)
	var all []moment
	for i, p := range params {
		name := nameOf(p, i)
		all = append(all, moment{"first." + name, nil, a.first[i]}, moment{"second." + name, nil, a.second[i]})
	}
	return all
}

func (a *Adam) fresh() bool { return a.first == nil }

func (a *Adam) again() Solver {
	return &Adam{Beta1: a.Beta1, Beta2: a.Beta2, Decay: a.Decay}
}

func (a *Adam) resume(steps int) { a.steps = steps }
