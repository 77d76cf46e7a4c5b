package symbolic

import "math/big"

// Series holds the coefficients of 1, s, s², … of a power series, cut off after
// the last one. Operations return as many coefficients as the receiver has, and
// want no fewer in their argument.
type Series []Function

// Exp returns the first n coefficients of exp(a·s), which are aⁱ/i!.
func Exp(a int64, n int) Series {
	e := make(Series, n)
	term := big.NewRat(1, 1)
	for i := range e {
		e[i] = Constant(term)
		term = new(big.Rat).Mul(term, big.NewRat(a, int64(i+1)))
	}
	return e
}

// Add returns e + f.
func (e Series) Add(f Series) Series {
	total := make(Series, len(e))
	for i := range e {
		total[i] = e[i].Add(f[i])
	}
	return total
}

// Scale returns c·e.
func (e Series) Scale(c Function) Series {
	scaled := make(Series, len(e))
	for i := range e {
		scaled[i] = c.Mul(e[i])
	}
	return scaled
}

// Mul returns e·f.
func (e Series) Mul(f Series) Series {
	product := make(Series, len(e))
	for i := range e {
		for j := range i + 1 {
			product[i] = product[i].Add(e[j].Mul(f[i-j]))
		}
	}
	return product
}

// Div returns e/f, or ErrZero if f starts with 0.
func (e Series) Div(f Series) (Series, error) {
	quotient := make(Series, len(e))
	for i := range e {
		rest := e[i]
		for j := range i {
			rest = rest.Sub(quotient[j].Mul(f[i-j]))
		}
		var err error
		if quotient[i], err = rest.Div(f[0]); err != nil {
			return nil, err
		}
	}
	return quotient, nil
}

// Inverse returns the series t(s) with e(t(s)) = s, or ErrZero if the coefficient
// of s in e is 0. The constant coefficient of e is taken for 0.
//
// It is Lagrange's formula: the coefficient of sⁿ in t is 1/n times that of tⁿ⁻¹
// in (t/e(t))ⁿ. With t = e[1]·x
//
//	e(t)/t = e[1]·(1 + e[2]·x + e[1]·e[3]·x² + e[1]²·e[4]·x³ + …)
//
// so that nothing is divided by e[1] before the end: where the coefficients of e
// are polynomials, all that is multiplied are polynomials.
func (e Series) Inverse() (Series, error) {
	n := len(e)
	if n < 2 {
		return make(Series, n), nil
	}
	if e[1].IsZero() {
		return nil, ErrZero
	}
	one := Constant(big.NewRat(1, 1))
	scaled, factor := make(Series, n-1), one
	scaled[0] = one
	for i := 1; i < n-1; i++ {
		scaled[i] = factor.Mul(e[i+1])
		factor = factor.Mul(e[1])
	}
	ratio, err := Exp(0, n-1).Div(scaled)
	if err != nil {
		return nil, err
	}
	inverse := make(Series, n)
	power, divisor := ratio, e[1]
	for i := 1; i < n; i++ {
		if inverse[i], err = power[i-1].Mul(Constant(big.NewRat(1, int64(i)))).Div(divisor); err != nil {
			return nil, err
		}
		power = power.Mul(ratio)
		divisor = divisor.Mul(e[1]).Mul(e[1])
	}
	return inverse, nil
}
