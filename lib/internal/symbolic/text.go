package symbolic

import (
	"math/big"
	"strconv"
	"strings"
)

// Style says how a formula is written: as plain text or as LaTeX.
type Style int

// The styles.
const (
	Text Style = iota
	LaTeX
)

// Format writes f with the name of its parameter, as a product of a fraction and
// of polynomials with integers that have no common factor:
//
//	(1 − k)/2    −(1 + 4·k + k²)/(6·(1 + k)³)
func (f Function) Format(parameter string, style Style) string {
	sign, numerator, denominator := f.parts(parameter, style)
	return sign + style.quotient(numerator, denominator)
}

// Signed returns f as Format writes it, without its sign, and whether the sign is
// negative: for a place that writes its own between two terms.
func (f Function) Signed(parameter string, style Style) (magnitude string, negative bool) {
	sign, numerator, denominator := f.parts(parameter, style)
	return style.quotient(numerator, denominator), sign != ""
}

// parts returns the factors above and below the line. A factor of 1 is left out.
func (f Function) parts(parameter string, style Style) (sign string, above, below []string) {
	if f.IsZero() {
		return "", []string{"0"}, nil
	}
	content, primitive := f.num.primitive()
	var factors []string
	below, divisor := f.denominator().factors(parameter, style)
	content.Quo(content, divisor)
	if content.Sign() < 0 {
		sign = style.minus()
		content.Neg(content)
	}
	if primitive.Degree() > 0 {
		factors = append(factors, style.sum(primitive, parameter))
	}
	if content.Num().Cmp(big.NewInt(1)) != 0 {
		factors = append([]string{content.Num().String()}, factors...)
	}
	if !content.IsInt() {
		below = append([]string{content.Denom().String()}, below...)
	}
	return sign, factors, below
}

// primitive returns p as a fraction times a polynomial with integers that have no
// common factor, whose lowest coefficient is positive.
func (p Polynomial) primitive() (*big.Rat, Polynomial) {
	num, den := new(big.Int), big.NewInt(1)
	for _, c := range p {
		num.GCD(nil, nil, num, new(big.Int).Abs(c.Num()))
		common := new(big.Int).GCD(nil, nil, den, c.Denom())
		den.Mul(den, new(big.Int).Quo(c.Denom(), common))
	}
	content := new(big.Rat).SetFrac(num, den)
	for _, c := range p {
		if c.Sign() != 0 {
			if c.Sign() < 0 {
				content.Neg(content)
			}
			break
		}
	}
	return content, p.Scale(new(big.Rat).Inv(content))
}

// factors writes p as a product of powers, after Yun's square-free factoring, and
// returns the number that the product is to be multiplied by.
func (p Polynomial) factors(parameter string, style Style) (factors []string, content *big.Rat) {
	content = new(big.Rat).Set(p.lead())
	common := p.GCD(p.Derivative())
	rest, _ := p.DivMod(common) // the product of all factors, each once
	for power := 1; rest.Degree() > 0; power++ {
		again := rest.GCD(common)
		factor, _ := rest.DivMod(again) // what does not come back
		rest = again
		common, _ = common.DivMod(again)
		if factor.Degree() < 1 {
			continue
		}
		c, primitive := factor.primitive()
		for range power {
			content.Mul(content, c)
		}
		content.Quo(content, powerOf(factor.lead(), power))
		factors = append(factors, style.sum(primitive, parameter)+style.exponent(power))
	}
	return factors, content
}

func powerOf(c *big.Rat, n int) *big.Rat {
	product := big.NewRat(1, 1)
	for range n {
		product.Mul(product, c)
	}
	return product
}

// sum writes a polynomial with integer coefficients, in brackets if it has more
// than one term.
func (s Style) sum(p Polynomial, parameter string) string {
	var b strings.Builder
	terms := 0
	for i, c := range p {
		if c.Sign() == 0 {
			continue
		}
		if terms > 0 && c.Sign() > 0 {
			b.WriteString(" + ")
		} else if terms > 0 {
			b.WriteString(" " + s.minus() + " ")
		} else if c.Sign() < 0 {
			b.WriteString(s.minus())
		}
		b.WriteString(s.monomial(new(big.Int).Abs(c.Num()), parameter, i))
		terms++
	}
	if terms < 2 {
		return b.String()
	}
	return "(" + b.String() + ")"
}

func (s Style) monomial(c *big.Int, parameter string, power int) string {
	if power == 0 {
		return c.String()
	}
	x := parameter + s.exponent(power)
	if c.Cmp(big.NewInt(1)) == 0 {
		return x
	}
	return s.product([]string{c.String(), x})
}

// quotient writes a fraction of two products.
func (s Style) quotient(above, below []string) string {
	numerator := s.product(above)
	if len(below) == 0 {
		return numerator
	}
	if s == LaTeX {
		return `\frac{` + s.alone(above) + "}{" + s.alone(below) + "}"
	}
	if len(below) == 1 {
		return numerator + "/" + below[0]
	}
	return numerator + "/(" + s.product(below) + ")"
}

// alone writes a product between braces, where a single sum needs no brackets.
func (s Style) alone(factors []string) string {
	if len(factors) == 1 && strings.HasPrefix(factors[0], "(") && strings.HasSuffix(factors[0], ")") {
		return strings.TrimSuffix(strings.TrimPrefix(factors[0], "("), ")")
	}
	return s.product(factors)
}

func (s Style) product(factors []string) string {
	if len(factors) == 0 {
		return "1"
	}
	if s == LaTeX {
		return strings.Join(factors, " ")
	}
	return strings.Join(factors, "·")
}

// exponent writes the power of a factor; the first is not written.
func (s Style) exponent(n int) string {
	if n == 1 {
		return ""
	}
	if s == LaTeX {
		return "^{" + strconv.Itoa(n) + "}"
	}
	return Superscript(n)
}

func (s Style) minus() string {
	if s == LaTeX {
		return "-"
	}
	return "−"
}

// Superscript writes n in raised digits.
func Superscript(n int) string {
	return strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵",
		"6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(strconv.Itoa(n))
}
