package symbolic

import "math/big"

// Polynomial holds the coefficients of 1, x, x², …. The last one is not 0, so the
// empty polynomial is 0 and the degree is the length less one.
type Polynomial []*big.Rat

// NewPolynomial returns the polynomial with the coefficients of 1, x, x², ….
func NewPolynomial(coefficients ...*big.Rat) Polynomial {
	n := len(coefficients)
	for n > 0 && coefficients[n-1].Sign() == 0 {
		n--
	}
	return Polynomial(coefficients[:n:n])
}

// Integers returns the polynomial with the coefficients of 1, x, x², ….
func Integers(coefficients ...int64) Polynomial {
	p := make([]*big.Rat, len(coefficients))
	for i, c := range coefficients {
		p[i] = big.NewRat(c, 1)
	}
	return NewPolynomial(p...)
}

// Degree is −1 for 0.
func (p Polynomial) Degree() int { return len(p) - 1 }

// at returns the coefficient of xⁱ, which is 0 beyond the degree.
func (p Polynomial) at(i int) *big.Rat {
	if i < len(p) {
		return p[i]
	}
	return new(big.Rat)
}

// lead returns the coefficient of the highest power of p, which must not be 0.
func (p Polynomial) lead() *big.Rat { return p[len(p)-1] }

// Add returns p + q.
func (p Polynomial) Add(q Polynomial) Polynomial {
	total := make([]*big.Rat, max(len(p), len(q)))
	for i := range total {
		total[i] = new(big.Rat).Add(p.at(i), q.at(i))
	}
	return NewPolynomial(total...)
}

// Sub returns p − q.
func (p Polynomial) Sub(q Polynomial) Polynomial { return p.Add(q.Scale(big.NewRat(-1, 1))) }

// Scale returns c·p.
func (p Polynomial) Scale(c *big.Rat) Polynomial {
	scaled := make([]*big.Rat, len(p))
	for i := range p {
		scaled[i] = new(big.Rat).Mul(c, p[i])
	}
	return NewPolynomial(scaled...)
}

// Mul returns p·q.
func (p Polynomial) Mul(q Polynomial) Polynomial {
	if len(p) == 0 || len(q) == 0 {
		return nil
	}
	product := make([]*big.Rat, len(p)+len(q)-1)
	for i := range product {
		product[i] = new(big.Rat)
	}
	for i, a := range p {
		for j, b := range q {
			product[i+j].Add(product[i+j], new(big.Rat).Mul(a, b))
		}
	}
	return NewPolynomial(product...)
}

// DivMod returns the quotient and the remainder of p by q, which must not be 0.
func (p Polynomial) DivMod(q Polynomial) (quotient, remainder Polynomial) {
	remainder = p
	for len(remainder) >= len(q) {
		term := make([]*big.Rat, len(remainder)-len(q)+1)
		for i := range term {
			term[i] = new(big.Rat)
		}
		term[len(term)-1].Quo(remainder.lead(), q.lead())
		quotient = quotient.Add(NewPolynomial(term...))
		remainder = remainder.Sub(NewPolynomial(term...).Mul(q))
	}
	return quotient, remainder
}

// GCD returns the greatest common divisor of p and q with leading coefficient 1,
// and 0 if both are.
func (p Polynomial) GCD(q Polynomial) Polynomial {
	for len(q) > 0 {
		_, rest := p.DivMod(q)
		if len(rest) > 0 { // or its fractions grow with every step
			rest = rest.Scale(new(big.Rat).Inv(rest.lead()))
		}
		p, q = q, rest
	}
	if len(p) == 0 {
		return nil
	}
	return p.Scale(new(big.Rat).Inv(p.lead()))
}

// Derivative returns dp/dx.
func (p Polynomial) Derivative() Polynomial {
	var d Polynomial
	for i := 1; i < len(p); i++ {
		d = append(d, new(big.Rat).Mul(big.NewRat(int64(i), 1), p[i]))
	}
	return NewPolynomial(d...)
}

// Integral returns the integral of p from a to b.
func (p Polynomial) Integral(a, b *big.Rat) *big.Rat {
	antiderivative := make([]*big.Rat, len(p)+1)
	antiderivative[0] = new(big.Rat)
	for i, c := range p {
		antiderivative[i+1] = new(big.Rat).Mul(c, big.NewRat(1, int64(i+1)))
	}
	whole := NewPolynomial(antiderivative...)
	return new(big.Rat).Sub(whole.Eval(b), whole.Eval(a))
}

// Eval returns p(x).
func (p Polynomial) Eval(x *big.Rat) *big.Rat {
	value := new(big.Rat)
	for i := len(p) - 1; i >= 0; i-- {
		value.Mul(value, x).Add(value, p[i])
	}
	return value
}

// Equal reports whether p and q are the same polynomial.
func (p Polynomial) Equal(q Polynomial) bool { return len(p.Sub(q)) == 0 }
