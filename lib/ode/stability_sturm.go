package ode

import (
	"math"
	"math/big"
)

// staysPositive returns the first y > 0 where p becomes negative: 0 if it is so
// from the start, +Inf if it never is. Where p only touches 0 it goes on.
//
// # Why Sturm
//
// A grid of points may step over what it looks for, and a computed double root is
// one real root, two or none as rounding will have it. Sturm's chain counts the
// distinct real roots in an interval exactly, so that each can be looked at on
// its own.
func (p rationalPolynomial) staysPositive() float64 {
	for len(p) > 0 && p[0].Sign() == 0 {
		p = p[1:] // divided by y > 0, the sign is the same
	}
	if len(p) == 0 {
		return math.Inf(1)
	}
	if p[0].Sign() < 0 {
		return 0
	}
	chain := p.sturm()
	return chain.firstNegative(new(big.Rat), p.rootBound())
}

// sturmChain is p, p' and the negative remainders of their division.
type sturmChain []rationalPolynomial

func (p rationalPolynomial) sturm() sturmChain {
	chain := sturmChain{p.primitive()}
	for next := p.derivative().primitive(); len(next) > 0; {
		chain = append(chain, next)
		next = chain[len(chain)-2].negativeRemainder(next)
	}
	return chain
}

// roots returns the number of distinct roots in (a, b], where p(a), p(b) ≠ 0.
func (chain sturmChain) roots(a, b *big.Rat) int { return chain.changes(a) - chain.changes(b) }

// changes counts the changes of sign along the chain at y.
func (chain sturmChain) changes(y *big.Rat) int {
	changes, last := 0, 0
	for _, p := range chain {
		if sign := p.at(y).Sign(); sign != 0 {
			if sign == -last {
				changes++
			}
			last = sign
		}
	}
	return changes
}

// firstNegative returns where p first becomes negative between a and b, given
// that it is not at a, or +Inf.
func (chain sturmChain) firstNegative(a, b *big.Rat) float64 {
	p := chain[0]
	switch chain.roots(a, b) {
	case 0:
		return math.Inf(1)
	case 1:
		if p.at(b).Sign() > 0 {
			return math.Inf(1) // touched
		}
		return p.bisect(a, b)
	}
	middle := half(a, b)
	for p.at(middle).Sign() == 0 {
		middle = half(a, middle)
	}
	if y := chain.firstNegative(a, middle); !math.IsInf(y, 1) {
		return y
	}
	return chain.firstNegative(middle, b)
}

// bisect returns the root between a, where p is positive, and b, where it is
// negative, to the last bit.
func (p rationalPolynomial) bisect(a, b *big.Rat) float64 {
	for {
		low, _ := a.Float64()
		high, _ := b.Float64()
		if high <= math.Nextafter(low, high) {
			return high
		}
		middle := half(a, b)
		switch p.at(middle).Sign() {
		case 0:
			y, _ := middle.Float64()
			return y
		case 1:
			a = middle
		default:
			b = middle
		}
	}
}

func half(a, b *big.Rat) *big.Rat {
	middle := new(big.Rat).Add(a, b)
	return middle.Mul(middle, big.NewRat(1, 2))
}

// at returns p(y).
func (p rationalPolynomial) at(y *big.Rat) *big.Rat {
	value := new(big.Rat)
	for i := len(p) - 1; i >= 0; i-- {
		value.Add(value.Mul(value, y), p[i])
	}
	return value
}

// rootBound returns a power of 2 that is larger than every root, by Fujiwara's
// bound 2·max |c[n−k]/c[n]|^(1/k).
func (p rationalPolynomial) rootBound() *big.Rat {
	n, exponent := len(p)-1, 0
	for k := 1; k <= n; k++ {
		ratio := new(big.Rat).Quo(p[n-k], p[n])
		bits := ratio.Num().BitLen() - ratio.Denom().BitLen() + 1 // |ratio| < 2^bits
		exponent = max(exponent, (max(bits, 0)+k-1)/k)
	}
	return new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(exponent+1)))
}

// negativeRemainder returns −(p mod d) times a positive number, which keeps all
// signs, for whole coefficients; so are those of the result.
func (p rationalPolynomial) negativeRemainder(d rationalPolynomial) rationalPolynomial {
	rest := make(rationalPolynomial, len(p))
	for i, c := range p {
		rest[i] = new(big.Rat).Set(c)
	}
	lead := d[len(d)-1]
	size := new(big.Rat).Abs(lead)
	for len(rest) >= len(d) {
		top := len(rest) - 1
		factor := new(big.Rat).Set(rest[top])
		if lead.Sign() < 0 {
			factor.Neg(factor)
		}
		// |lead|·rest − factor·d·y^… has no fractions, which a division would make.
		for i := range top {
			rest[i].Mul(rest[i], size)
			if at := i - (top - len(d) + 1); at >= 0 {
				rest[i].Sub(rest[i], new(big.Rat).Mul(factor, d[at]))
			}
		}
		rest = rest[:top]
	}
	for i, c := range rest {
		rest[i] = c.Neg(c)
	}
	return rest.primitive()
}

// primitive returns p times the positive number that makes its coefficients whole
// and as small as they can be, without coefficients of 0 at the end.
func (p rationalPolynomial) primitive() rationalPolynomial {
	common := big.NewInt(1) // a multiple of all denominators
	for _, c := range p {
		common.Mul(common, new(big.Int).Div(c.Denom(), new(big.Int).GCD(nil, nil, common, c.Denom())))
	}
	divisor := new(big.Int)
	whole := make([]*big.Int, len(p))
	for i, c := range p {
		whole[i] = new(big.Int).Mul(c.Num(), new(big.Int).Div(common, c.Denom()))
		divisor.GCD(nil, nil, divisor, new(big.Int).Abs(whole[i]))
	}
	if divisor.Sign() == 0 {
		return nil
	}
	var q rationalPolynomial
	for _, c := range whole {
		q = append(q, new(big.Rat).SetInt(c.Quo(c, divisor)))
	}
	for q[len(q)-1].Sign() == 0 {
		q = q[:len(q)-1]
	}
	return q
}
