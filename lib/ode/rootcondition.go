package ode

import "math/big"

// rationalPolynomial holds the coefficients of 1, z, z², …, the last one not 0.
type rationalPolynomial []*big.Rat

// rootCondition reports whether no root of p lies outside the unit circle and
// none on it twice.
//
// It computes no root, so that a double root is no matter of rounding. Miller
// (1971) reduces the degree instead: with p* the polynomial of the coefficients
// in reverse order, p satisfies the condition if and only if
//
//	|p(0)| < |p*(0)|  and  (p*(0)·p(z) − p(0)·p*(z))/z  satisfies it, or
//	that polynomial is 0 and all roots of p' are inside the circle.
func (p rationalPolynomial) rootCondition() bool {
	for len(p) > 1 {
		reduced, inside := p.reduce()
		if reduced.zero() {
			return p.derivative().schur()
		}
		if !inside {
			return false
		}
		p = reduced
	}
	return true
}

// schur reports whether all roots of p are inside the unit circle.
func (p rationalPolynomial) schur() bool {
	for len(p) > 1 {
		reduced, inside := p.reduce()
		if !inside {
			return false
		}
		p = reduced
	}
	return true
}

// reduce returns Miller's polynomial of one degree less, divided by its first
// factor p*(0), and whether |p(0)| < |p*(0)|, without which its last coefficient
// may be 0.
func (p rationalPolynomial) reduce() (reduced rationalPolynomial, inside bool) {
	n := len(p) - 1
	ratio := new(big.Rat).Quo(p[0], p[n])
	for i := 1; i <= n; i++ {
		term := new(big.Rat).Mul(ratio, p[n-i])
		reduced = append(reduced, term.Sub(p[i], term))
	}
	return reduced, new(big.Rat).Abs(ratio).Cmp(big.NewRat(1, 1)) < 0
}

func (p rationalPolynomial) zero() bool {
	for _, c := range p {
		if c.Sign() != 0 {
			return false
		}
	}
	return true
}

func (p rationalPolynomial) derivative() rationalPolynomial {
	var d rationalPolynomial
	for i := 1; i < len(p); i++ {
		d = append(d, new(big.Rat).Mul(big.NewRat(int64(i), 1), p[i]))
	}
	return d
}

// rational returns the fraction that x, which is finite, was most likely written
// as: the first convergent of its continued fraction that rounds to x. So 23./12
// is 23/12 again, and no number is changed.
func rational(x float64) *big.Rat {
	exact := new(big.Rat).SetFloat64(x)
	rest := new(big.Rat).Set(exact)
	p, p1 := big.NewInt(1), big.NewInt(0) // this numerator and the one before
	q, q1 := big.NewInt(0), big.NewInt(1)
	for {
		whole := new(big.Int).Div(rest.Num(), rest.Denom()) // rounds down
		p, p1 = new(big.Int).Add(new(big.Int).Mul(whole, p), p1), p
		q, q1 = new(big.Int).Add(new(big.Int).Mul(whole, q), q1), q
		convergent := new(big.Rat).SetFrac(p, q)
		if nearest, _ := convergent.Float64(); nearest == x {
			return convergent
		}
		rest.Sub(rest, new(big.Rat).SetInt(whole))
		if rest.Sign() == 0 {
			return exact
		}
		rest.Inv(rest)
	}
}
