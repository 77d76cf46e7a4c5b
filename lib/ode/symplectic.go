package ode

import "slices"

// Separable is the Hamiltonian system of an energy T(p) + V(q):
//
//	q' = T'(p) = Velocity(p)        p' = −V'(q) = Force(q)
//
// A state is q followed by p, as many values of each. Its parts are solved by
// [Separable.Drift], in which p rests, and [Separable.Kick], in which q rests, and
// that makes every [Splitting] of them symplectic.
type Separable struct {
	Force    func(q []float64) []float64
	Velocity func(p []float64) []float64 // nil means p itself: masses of 1
}

// Drift moves the positions: q + h·Velocity(p).
func (s Separable) Drift(h float64, u []float64) []float64 {
	moved := slices.Clone(u)
	d := len(u) / 2
	v := u[d:]
	if s.Velocity != nil {
		v = s.Velocity(v)
	}
	axpy(moved[:min(d, len(v))], h, v)
	return moved
}

// Kick changes the momenta: p + h·Force(q). Without a Force nothing happens.
func (s Separable) Kick(h float64, u []float64) []float64 {
	moved := slices.Clone(u)
	if s.Force == nil {
		return moved
	}
	d := len(u) / 2
	f := s.Force(u[:d])
	axpy(moved[d:d+min(d, len(f))], h, f)
	return moved
}

// SymplecticEuler moves the positions by the old momenta and the momenta by the
// new positions, with [Separable.Drift] and [Separable.Kick] as its flows:
//
//	q[n+1] = q[n] + h·T'(p[n])
//	p[n+1] = p[n] − h·V'(q[n+1])
//
// Order 1. Unlike forward Euler, which differs in a single index, it does not gain
// energy. It is the scheme of Hamiltonian networks that update one half of the
// features from the other.
func SymplecticEuler() *Splitting { return relabel(LieSplitting(), "symplectic Euler") }

// StormerVerlet is Störmer's scheme in the form of Verlet, with [Separable.Drift]
// and [Separable.Kick] as its flows: half a drift, a kick, half a drift. With the
// flows exchanged it is the velocity form.
//
// Order 2. Without the momenta it reads q[n+1] = 2·q[n] − q[n−1] + h²·q”, the
// leapfrog of second-order networks.
func StormerVerlet() *Splitting { return relabel(StrangSplitting(), "Störmer–Verlet") }

func relabel(s *Splitting, label string) *Splitting {
	s.Label = label
	return s
}
