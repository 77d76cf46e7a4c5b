package ode

import "math/big"

// highestOrder ends the search for the order. Beyond it there are thousands of
// conditions, and hardly a method in use.
const highestOrder = 10

// Order returns the order of the method, computed from its coefficients: it is
// the largest p, up to 10, for which the conditions of all rooted trees of at
// most p nodes hold (see order_trees.go). For a tableau from [ParseTableau] they
// are checked in fractions, without any rounding.
func (s *Tableau) Order() int {
	if s.Check() != nil {
		return 0
	}
	q := s.fractions()
	return q.order(q.b, s.highestOrder())
}

// EmbeddedOrder returns the order of the weights in Embedded, and 0 if there are
// none. The error that they estimate shrinks like h to the power of 1 + the
// smaller one of both orders.
func (s *Tableau) EmbeddedOrder() int {
	if s.Check() != nil || s.Embedded == nil {
		return 0
	}
	q := s.fractions()
	return q.order(q.embedded, s.highestOrder())
}

// errorOrder is the power of h with which the error that Embedded estimates
// shrinks, and 0 without Embedded.
func (s *Tableau) errorOrder() int {
	if s.Embedded == nil {
		return 0
	}
	return 1 + min(s.Order(), s.EmbeddedOrder())
}

// highestOrder is the number of stages for an explicit method, twice that for an
// implicit one: none can do better (Butcher 1964).
func (s *Tableau) highestOrder() int {
	if s.reach() < 0 {
		return min(len(s.B), highestOrder)
	}
	return min(2*len(s.B), highestOrder)
}

// DenseOrder returns the order at every point of the step of what Dense gives:
// the largest p for which the conditions of all trees hold as polynomials in θ,
//
//	Σᵢ b[i](θ)·Φᵢ(τ) = θⁿ/γ(τ)   for a tree τ of n nodes
//
// and 0 without Dense. With an order one below that of the method, the error of
// the whole solution is as small between the steps as at their ends.
func (s *Tableau) DenseOrder() int {
	if s.Check() != nil || s.Dense == nil {
		return 0
	}
	q := *s.fractions()
	q.rounded = true // Dense is
	order := s.highestOrder()
	for power, weights := range s.densePowers() {
		order = min(order, q.orderOf(weights, power+1, s.highestOrder()))
	}
	return order
}

// densePowers returns the weights that belong to θ, θ², …: Dense, transposed.
func (s *Tableau) densePowers() [][]*big.Rat {
	degree := 0
	for _, row := range s.Dense {
		degree = max(degree, len(row))
	}
	powers := make([][]*big.Rat, max(degree, s.highestOrder()))
	for k := range powers {
		at := make([]float64, len(s.Dense))
		for i, row := range s.Dense {
			if k < len(row) {
				at[i] = row[k]
			}
		}
		powers[k] = rationals(at)
	}
	return powers
}

// StageOrder returns the order at which the stages themselves follow the
// solution: the largest q, no larger than Order, with
//
//	Σⱼ a[i][j]·c[j]^(k−1) = c[i]^k/k   for k = 1 … q and every stage i
//
// On very stiff problems this, and not Order, is what a step delivers at least
// (Prothero and Robinson 1974). It is 1 for every explicit method.
func (s *Tableau) StageOrder() int {
	order := s.Order()
	if order == 0 {
		return 0
	}
	q := s.fractions()
	powers := ones(len(q.c)) // c^(k−1)
	for k := 1; k <= order; k++ {
		reached := q.times(powers)
		for i, c := range q.c {
			powers[i] = new(big.Rat).Mul(powers[i], c)
			want := new(big.Rat).Quo(powers[i], big.NewRat(int64(k), 1))
			if !q.equal(reached[i], want, 1) {
				return k - 1
			}
		}
	}
	return order
}
