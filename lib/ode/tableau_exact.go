package ode

import (
	"math/big"
	"slices"
)

// fractions holds the coefficients of a tableau as rational numbers.
//
// # Why all theory is computed in them
//
// An order is a list of equations that the coefficients satisfy or do not, and
// the answer should not depend on the rounding of a long computation. So order
// and stability are computed exactly, from exact coefficients where they are
// known. Where they are not, as with √3 in Gauss' methods, each float64 is taken
// as the fraction that it is, the computation is as exact, and rounding says how
// far from an equation a coefficient may leave it.
type fractions struct {
	c, b, embedded []*big.Rat
	a              [][]*big.Rat
	rounded        bool // taken from float64, which may not be what was meant
}

// coefficientRounding is how far off, compared with the size of its terms, a
// condition on rounded coefficients may be. Each coefficient is off by 1e-16 of
// itself; published decimals are somewhat worse.
const coefficientRounding = 1e-13

// fractions returns the coefficients of a tableau that has passed Check: those
// it was read from, unless somebody has changed the numbers since.
func (s *Tableau) fractions() *fractions {
	if s.exact != nil && s.exact.roundTo(s) {
		return s.exact
	}
	q := &fractions{
		c: rationals(s.C), b: rationals(s.B), rounded: true,
		a: make([][]*big.Rat, len(s.A)),
	}
	for i, row := range s.A {
		q.a[i] = rationals(row)
	}
	if s.Embedded != nil {
		q.embedded = rationals(s.Embedded)
	}
	return q
}

// roundTo reports whether s holds the coefficients q, rounded.
func (q *fractions) roundTo(s *Tableau) bool {
	r := q.tableau(s.Label)
	return slices.Equal(r.B, s.B) && slices.Equal(r.C, s.C) && slices.Equal(r.Embedded, s.Embedded) &&
		slices.EqualFunc(r.A, s.A, slices.Equal)
}

// tableau rounds the coefficients to float64.
func (q *fractions) tableau(label string) *Tableau {
	s := &Tableau{Label: label, C: floats(q.c), B: floats(q.b), exact: q}
	for _, row := range q.a {
		s.A = append(s.A, floats(row))
	}
	if q.embedded != nil {
		s.Embedded = floats(q.embedded)
	}
	return s
}

// times returns A·w.
func (q *fractions) times(w []*big.Rat) []*big.Rat {
	product := make([]*big.Rat, len(q.a))
	for i, row := range q.a {
		product[i] = dotRat(row, w)
	}
	return product
}

// equal reports x = y, up to the rounding of coefficients whose terms are as
// large as size.
func (q *fractions) equal(x, y *big.Rat, size float64) bool {
	difference := new(big.Rat).Sub(x, y)
	if !q.rounded {
		return difference.Sign() == 0
	}
	d, _ := difference.Float64()
	return d <= coefficientRounding*size && -d <= coefficientRounding*size
}

// dotRat multiplies the values that both slices have.
func dotRat(a, b []*big.Rat) *big.Rat {
	total, product := new(big.Rat), new(big.Rat)
	for i := range min(len(a), len(b)) {
		if a[i].Sign() != 0 && b[i].Sign() != 0 {
			total.Add(total, product.Mul(a[i], b[i]))
		}
	}
	return total
}

// rationals returns the exact values of finite numbers.
func rationals(values []float64) []*big.Rat {
	r := make([]*big.Rat, len(values))
	for i, v := range values {
		r[i] = new(big.Rat).SetFloat64(v)
	}
	return r
}

func floats(values []*big.Rat) []float64 {
	f := make([]float64, len(values))
	for i, v := range values {
		f[i], _ = v.Float64()
	}
	return f
}

// ones returns n times the number 1, the weights of the tree of one node.
func ones(n int) []*big.Rat {
	r := make([]*big.Rat, n)
	for i := range r {
		r[i] = big.NewRat(1, 1)
	}
	return r
}
