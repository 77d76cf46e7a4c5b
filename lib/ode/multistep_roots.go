package ode

import (
	"math/cmplx"
	"slices"
)

// Roots returns the roots of ρ(z) − μ·σ(z) for μ = hλ, the principal one first:
// the root nearest to exp(Speed()·μ). There are none of a scheme that does not
// pass Check. An implicit scheme has one at infinity for μ = 1/b, where no state
// solves its step.
func (s *Multistep) Roots(mu complex128) []complex128 {
	if s.Check() != nil {
		return nil
	}
	rho, sigma := s.characteristic()
	return principalFirst(rho.minus(mu, sigma), cmplx.Exp(complex(s.Speed(), 0)*mu))
}

// characteristic returns ρ and σ, both with s+1 coefficients.
func (s *Multistep) characteristic() (rho, sigma polynomial) {
	n := s.Steps()
	rho, sigma = make(polynomial, n+1), make(polynomial, n+1)
	rho[n], sigma[n] = 1, complex(s.BetaNew, 0)
	for j := range n {
		rho[n-1-j] = -complex(s.Alpha[j], 0)
		sigma[n-1-j] = complex(s.Beta[j], 0)
	}
	return rho, sigma
}

// principalFirst returns the roots of p, the nearest to principal first.
func principalFirst(p polynomial, principal complex128) []complex128 {
	degree := len(p) - 1
	for degree > 0 && p[degree] == 0 {
		degree--
	}
	roots := p[:degree+1].roots()
	for len(roots) < len(p)-1 {
		roots = append(roots, cmplx.Inf())
	}
	slices.SortStableFunc(roots, func(a, b complex128) int {
		if cmplx.Abs(a-principal) < cmplx.Abs(b-principal) {
			return -1
		}
		return 1
	})
	return roots
}
