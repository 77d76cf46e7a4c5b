package symbolic

import (
	"errors"
	"math"
	"math/big"
)

// Function is a quotient of two polynomials in lowest terms, with leading
// coefficient 1 in the denominator. The zero value is 0.
type Function struct{ num, den Polynomial }

// ErrZero is the error of a division by 0.
var ErrZero = errors.New("division by zero")

// NewFunction returns num/den, and 0 for a den of 0, which is the caller's to
// exclude.
func NewFunction(num, den Polynomial) Function {
	if len(num) == 0 || len(den) == 0 {
		return Function{}
	}
	if den.Degree() == 0 { // nothing to reduce: most quotients are polynomials
		return Function{num.Scale(new(big.Rat).Inv(den.lead())), Integers(1)}
	}
	common := num.GCD(den)
	num, _ = num.DivMod(common)
	den, _ = den.DivMod(common)
	unit := new(big.Rat).Inv(den.lead())
	return Function{num.Scale(unit), den.Scale(unit)}
}

// Constant returns c.
func Constant(c *big.Rat) Function { return NewFunction(NewPolynomial(c), Integers(1)) }

// FromPolynomial returns p.
func FromPolynomial(p Polynomial) Function { return NewFunction(p, Integers(1)) }

// denominator is den, or 1 for the zero value.
func (f Function) denominator() Polynomial {
	if len(f.den) == 0 {
		return Integers(1)
	}
	return f.den
}

// IsZero reports whether f is 0 for every value of the parameter.
func (f Function) IsZero() bool { return len(f.num) == 0 }

// Add returns f + g.
func (f Function) Add(g Function) Function {
	a, b := f.denominator(), g.denominator()
	if a.Equal(b) {
		return NewFunction(f.num.Add(g.num), a)
	}
	return NewFunction(f.num.Mul(b).Add(g.num.Mul(a)), a.Mul(b))
}

// Neg returns −f.
func (f Function) Neg() Function { return f.Mul(Constant(big.NewRat(-1, 1))) }

// Sub returns f − g.
func (f Function) Sub(g Function) Function { return f.Add(g.Neg()) }

// Mul returns f·g.
func (f Function) Mul(g Function) Function {
	return NewFunction(f.num.Mul(g.num), f.denominator().Mul(g.denominator()))
}

// Div returns f/g, or ErrZero.
func (f Function) Div(g Function) (Function, error) {
	if g.IsZero() {
		return Function{}, ErrZero
	}
	return f.Mul(Function{g.denominator(), g.num}), nil
}

// Equal reports whether f and g are the same function.
func (f Function) Equal(g Function) bool {
	return f.num.Equal(g.num) && f.denominator().Equal(g.denominator())
}

// Eval returns f(x), and NaN at a pole.
func (f Function) Eval(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return math.NaN()
	}
	exact := new(big.Rat).SetFloat64(x)
	den := f.denominator().Eval(exact)
	if den.Sign() == 0 {
		return math.NaN()
	}
	value, _ := den.Quo(f.num.Eval(exact), den).Float64()
	return value
}
