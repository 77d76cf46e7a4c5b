package ode

import (
	"errors"
	"math"

	"github.com/unravel-go/unravel/lib/internal/symbolic"
)

// maxTerms is how many terms a modified equation may have: the coefficients grow
// like factorials, and no step size makes use of more.
const maxTerms = 12

// ModifiedEquation is the differential equation that a scheme really follows.
//
// # What it is
//
// Let u(t) be a smooth function through the states of the scheme. With D = d/dt a
// shift by one step is exp(hD), so the recursion says ρ(exp(hD))·u = h·σ(exp(hD))·f.
// Divided by σ and expanded in powers of h it is a differential equation,
//
//	c[1]·u' + c[2]·h·u'' + c[3]·h²·u''' + … = f
//
// with the coefficients of ρ(eˢ)/σ(eˢ) = c[1]·s + c[2]·s² + …. A consistent scheme
// of order p has c[1] = 1, then zeros, and c[p+1] is its error constant. For LM(k)
//
//	(1+k)·u' + (1−k)·h/2·u'' + (1+k)·h²/6·u''' + … = f
//
// of which Lu et al. (2018, section 2) print the first two terms: the network is a
// discretization of u' = f no longer, and k sets both the speed and the inertia.
//
// # What it means for a linear problem
//
// For f = λu the principal root z of ρ − hλσ is an exponential, and its rate
// log(z)/h is a series in h too, the inverse of the one above:
//
//	r = d[1]·λ + d[2]·h·λ² + d[3]·h²·λ³ + …
//
// # Why fractions
//
// The coefficients are computed in fractions and, for a [Family], in polynomials
// of its parameter. So they are formulas, which a notebook shows, and not numbers
// to be guessed from.
type ModifiedEquation struct {
	label, parameter string

	left symbolic.Series // c
	rate symbolic.Series // d; nil if c[1] = 0
}

// ModifiedEquation returns the modified equation of s up to the derivative of the
// given order, 12 at most. It returns an error if s does not pass Check or if
// σ(1) = 0, when f has no influence in the limit.
func (s *Multistep) ModifiedEquation(terms int) (*ModifiedEquation, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s.family().ModifiedEquation(terms)
}

// ModifiedEquation returns the modified equation of all members of f, with
// coefficients that are quotients of polynomials in the parameter. It returns an
// error as [Multistep.ModifiedEquation] does.
func (f *Family) ModifiedEquation(terms int) (*ModifiedEquation, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if terms < 1 || terms > maxTerms {
		return nil, f.errorf("got a modified equation of %d terms to compute, want 1 to %d", terms, maxTerms)
	}
	rho, sigma := f.characteristic(terms + 1)
	left, err := rho.Div(sigma)
	if err != nil {
		return nil, f.errorf("got σ(1) = 0, want another value: a scheme without it has no modified equation")
	}
	e := &ModifiedEquation{label: f.Label, parameter: f.Parameter, left: left}
	e.rate, err = left.Inverse()
	if err != nil && !errors.Is(err, symbolic.ErrZero) {
		return nil, err
	}
	return e, nil
}

// Terms is the order of the highest derivative.
func (e *ModifiedEquation) Terms() int {
	if e == nil {
		return 0
	}
	return len(e.left) - 1
}

// Coefficient returns c[q], in front of h^(q−1)·u^(q), for a value k of the
// parameter, which does not matter where there is none. It is NaN for a q that is
// not one of 1 … Terms, and where the coefficient has a pole.
func (e *ModifiedEquation) Coefficient(q int, k float64) float64 {
	if q < 1 || q > e.Terms() {
		return math.NaN()
	}
	return e.left[q].Eval(k)
}

// RateCoefficient returns d[q], in front of h^(q−1)·λ^q in the rate of growth, in
// the way of [ModifiedEquation.Coefficient].
func (e *ModifiedEquation) RateCoefficient(q int, k float64) float64 {
	if q < 1 || q > e.Terms() || e.rate == nil {
		return math.NaN()
	}
	return e.rate[q].Eval(k)
}

// Rate returns the rate r of the solution exp(r·t) of the equation with f = λu and
// the step size h, the one that is Speed·λ in the limit. It solves the equation as
// it stands, cut off after its terms, by Newton's iteration, and is NaN where that
// finds nothing.
func (e *ModifiedEquation) Rate(k, lambda, h float64) float64 {
	first := e.Coefficient(1, k)
	mu := lambda * h
	s := mu / first
	for range newtonSteps {
		value, slope := -mu, 0.0
		for q := e.Terms(); q >= 1; q-- {
			c := e.Coefficient(q, k)
			value += c * math.Pow(s, float64(q))
			slope += float64(q) * c * math.Pow(s, float64(q-1))
		}
		step := value / slope
		s -= step
		if math.Abs(step) <= 4e-16*math.Abs(s) {
			return s / h
		}
	}
	return math.NaN()
}

// Left returns c[q] as a formula in plain text, such as "(1 − k)/2", and "" for a
// q that is not one of 1 … Terms.
func (e *ModifiedEquation) Left(q int) string {
	if q < 1 || q > e.Terms() {
		return ""
	}
	return e.left[q].Format(e.parameter, symbolic.Text)
}

// Right returns d[q] as a formula, in the way of [ModifiedEquation.Left].
func (e *ModifiedEquation) Right(q int) string {
	if q < 1 || q > e.Terms() || e.rate == nil {
		return ""
	}
	return e.rate[q].Format(e.parameter, symbolic.Text)
}
