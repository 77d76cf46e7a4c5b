package ode

import (
	"fmt"
	"math/big"

	"github.com/unravel-go/unravel/lib/internal/symbolic"
)

// The classical families come from one idea. Lay a polynomial through what is
// known at the nodes x = 1 (the new state), 0 (the present), −1, −2, …, with h as
// the unit, and integrate it (Adams, Nyström, Milne and Simpson) or differentiate
// it (backward differentiation). Their coefficients are computed from that, in
// fractions, and not typed in.

// nodes returns first, first−1, … as n nodes.
func nodes(first, n int) []int64 {
	x := make([]int64, n)
	for j := range x {
		x[j] = int64(first - j)
	}
	return x
}

// quadrature returns the weights of values at the nodes in the integral from a to
// 1 of the polynomial through them.
func quadrature(nodes []int64, a int64) []float64 {
	weights := make([]float64, len(nodes))
	for j, l := range symbolic.Lagrange(nodes) {
		weights[j], _ = l.Integral(big.NewRat(a, 1), big.NewRat(1, 1)).Float64()
	}
	return weights
}

// slopeAtOne returns the weights of values at the nodes in the derivative at 1 of
// the polynomial through them.
func slopeAtOne(nodes []int64) []*big.Rat {
	weights := make([]*big.Rat, len(nodes))
	for j, l := range symbolic.Lagrange(nodes) {
		weights[j] = l.Derivative().Eval(big.NewRat(1, 1))
	}
	return weights
}

// unknown returns a scheme that only says why it is none: the constructors of
// families have no error to return, so that their result is used in place.
func unknown(family string, order, smallest, largest int) *Multistep {
	s := &Multistep{Label: fmt.Sprintf("%s %d", family, order)}
	s.invalid = orderOutside(order, smallest, largest)
	return s
}

// startFor returns an explicit scheme of one step whose order is at least one less
// than the given one, which is what the first steps need: they are few.
func startFor(order int) Scheme {
	switch {
	case order <= 2:
		return ForwardEuler
	case order == 3:
		return Heun
	}
	return RK4
}

// orderOutside says which orders there are.
func orderOutside(got, smallest, largest int) error {
	return fmt.Errorf("got order %d, want %d to %d", got, smallest, largest)
}
