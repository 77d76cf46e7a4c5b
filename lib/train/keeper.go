package train

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// Keeper is a [Solver] whose moments a checkpoint can hold: [SGD], [Adam], or one's
// own that says how. Such a solver must be given fresh, before its first step.
type Keeper interface {
	Solver

	// Recipe is the solver and every number that its steps depend on but the rate, in
	// words. A run is resumed with the same one only.
	Recipe() string

	// Moments are what the solver carries from step to step, made if need be, for
	// whoever writes them down or copies into them what a file has. The same parameters
	// have the same moments, each with a name of its own.
	Moments(params []gorgonia.ValueGrad) []Moment

	// Resume has the solver count on from so many steps.
	Resume(steps int)
}

// Moment is what a solver carries from step to step for one parameter.
type Moment struct {
	Name    string
	Float32 []float32 // of one type, as the solver keeps it; the other is nil
	Float64 []float64
}

// pattern is a solver that says whether it has been used, and of which there can be
// more.
type pattern interface {
	Keeper

	// fresh reports whether the solver has no moments yet.
	fresh() bool

	// again is a fresh solver with the same recipe.
	again() Solver
}

var (
	_ pattern = (*SGD)(nil)
	_ pattern = (*Adam)(nil)
)

// Recipe is the solver in words.
func (s *SGD) Recipe() string {
	return fmt.Sprintf("SGD, momentum %g, decay %g, Nesterov %t", s.Momentum, s.Decay, s.Nesterov)
}

// Moments is one for each parameter.
func (s *SGD) Moments(params []gorgonia.ValueGrad) []Moment {
	s.makeMoments(params)
	all := make([]Moment, len(params))
	for i, p := range params {
		all[i] = Moment{"momentum." + nameOf(p, i), s.moments32[i], s.moments64[i]}
	}
	return all
}

func (s *SGD) fresh() bool { return s.moments32 == nil }

func (s *SGD) again() Solver {
	return &SGD{Momentum: s.Momentum, Decay: s.Decay, Nesterov: s.Nesterov, threads: s.threads}
}

// Resume does nothing: a step depends on the moments and not on their age.
func (s *SGD) Resume(int) {}

// Recipe is the solver in words.
func (a *Adam) Recipe() string {
	return fmt.Sprintf("Adam, beta1 %g, beta2 %g, decay %g", orDefault(a.Beta1, 0.9), orDefault(a.Beta2, 0.999), a.Decay)
}

// Moments are two for each parameter, of the gradient and of its square.
func (a *Adam) Moments(params []gorgonia.ValueGrad) []Moment {
	a.makeMoments(params)
	var all []Moment
	for i, p := range params {
		name := nameOf(p, i)
		all = append(all, Moment{"first." + name, nil, a.first[i]}, Moment{"second." + name, nil, a.second[i]})
	}
	return all
}

func (a *Adam) fresh() bool { return a.first == nil }

func (a *Adam) again() Solver {
	return &Adam{Beta1: a.Beta1, Beta2: a.Beta2, Decay: a.Decay}
}

// Resume tells how much the moments have been corrected for their beginning at zero.
func (a *Adam) Resume(steps int) { a.steps = steps }
