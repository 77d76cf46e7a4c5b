package ode

import "math/big"

// stabilityFunction returns the numerator and the denominator of R(z), without
// coefficients of 0 at the end. The numerator has degree s at most for s stages,
// so it is as much of the denominator times the series of R.
func (q *fractions) stabilityFunction() (numerator, denominator rationalPolynomial) {
	denominator = q.determinant()
	series := rationalPolynomial{big.NewRat(1, 1)} // 1 + z·b·1 + z²·b·A·1 + …
	powers := ones(len(q.b))                       // Aᵏ·1
	for range q.b {
		series = append(series, dotRat(q.b, powers))
		powers = q.times(powers)
	}
	for m := range series {
		total := new(big.Rat)
		for j := range m + 1 {
			total.Add(total, new(big.Rat).Mul(denominator[j], series[m-j]))
		}
		numerator = append(numerator, total)
	}
	return q.trim(numerator), q.trim(denominator)
}

// trim removes coefficients of 0 from the end, and those that would be 0 if the
// tableau were not rounded. Of a rounded tableau it rounds the coefficients too:
// digits that mean nothing would only make what follows slow.
func (q *fractions) trim(p rationalPolynomial) rationalPolynomial {
	if q.rounded {
		p = rationals(floats(p))
	}
	last := len(p) - 1
	for last > 0 && q.equal(p[last], new(big.Rat), 1e-2) {
		last--
	}
	return p[:last+1]
}

// determinant returns the coefficients of det(I − z·A), which Newton's identities
// give from the traces of the powers of A:
//
//	c[0] = 1,   k·c[k] = −(c[k−1]·tr A + c[k−2]·tr A² + … + c[0]·tr Aᵏ)
func (q *fractions) determinant() rationalPolynomial {
	c := rationalPolynomial{big.NewRat(1, 1)}
	traces := q.traces()
	for k := 1; k <= len(traces); k++ {
		total := new(big.Rat)
		for i, trace := range traces[:k] {
			total.Sub(total, new(big.Rat).Mul(c[k-1-i], trace))
		}
		c = append(c, total.Mul(total, big.NewRat(1, int64(k))))
	}
	return c
}

// traces returns tr A, tr A², …, as many as there are stages.
func (q *fractions) traces() []*big.Rat {
	traces := make([]*big.Rat, len(q.a))
	for k := range traces {
		traces[k] = new(big.Rat)
	}
	for i := range q.a {
		column := make([]*big.Rat, len(q.a)) // column i of the powers of A
		for j := range column {
			column[j] = new(big.Rat)
		}
		column[i].SetInt64(1)
		for k := range traces {
			column = q.times(column)
			traces[k].Add(traces[k], column[i])
		}
	}
	return traces
}

// A ray leads from 0 to where |R| is asked for.
type ray int

const (
	leftward ray = iota // z = −y
	upward              // z = i·y
)

// turn returns the sign of the term of p(z)·p(z̄) made of the powers j and k of z,
// and 0 for a term that its mirror image takes away.
func (r ray) turn(j, k int) int64 {
	switch {
	case r == leftward:
		return int64(1 - 2*((j+k)%2))
	case (j-k)%2 != 0:
		return 0
	}
	return int64(1 - (j-k)%4*((j-k)%4)/2) // i^(j−k) is 1 or −1
}

// margin returns |Q|² − |P|² along a ray as a polynomial in y, for R = P/Q. A
// method is stable where this is not negative; a pole makes it so.
func (q *fractions) margin(r ray) rationalPolynomial {
	p, d := q.stabilityFunction()
	degree := 2 * (max(len(p), len(d)) - 1)
	terms := make(rationalPolynomial, degree+1)
	for m := range terms {
		total, size := new(big.Rat), 0.0
		for j := range m + 1 {
			term := new(big.Rat).Sub(d.pair(j, m-j), p.pair(j, m-j))
			total.Add(total, term.Mul(term, big.NewRat(r.turn(j, m-j), 1)))
			of, _ := new(big.Rat).Add(new(big.Rat).Abs(d.pair(j, m-j)), new(big.Rat).Abs(p.pair(j, m-j))).Float64()
			size += of
		}
		if q.equal(total, new(big.Rat), 10*size) {
			total.SetInt64(0)
		}
		terms[m] = total
	}
	for len(terms) > 0 && terms[len(terms)-1].Sign() == 0 {
		terms = terms[:len(terms)-1]
	}
	return terms
}

// pair returns the product of two coefficients, 0 beyond the last one.
func (p rationalPolynomial) pair(j, k int) *big.Rat {
	if max(j, k) >= len(p) {
		return new(big.Rat)
	}
	return new(big.Rat).Mul(p[j], p[k])
}
