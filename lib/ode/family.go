package ode

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/unravel-go/unravel/lib/internal/symbolic"
)

// Family is a linear multi-step scheme with a parameter. Each coefficient is a
// polynomial in it, written as its coefficients of 1, k, k², …:
//
//	α[0] = 1 − k   is   Alpha[0] = {1, -1}
//	α[1] = k       is   Alpha[1] = {0, 1}
//
// So questions about all members at once have answers in k: see
// [Family.ModifiedEquation]. [Family.At] is one member.
type Family struct {
	Label     string
	Parameter string      // its name in formulas, such as "k"
	Alpha     [][]float64 // of u[n], u[n−1], …
	Beta      [][]float64 // of h·f[n], h·f[n−1], …
	BetaNew   []float64   // of h·f[n+1]; nil for explicit schemes
}

// LMFamily returns the schemes [LM] of all k.
func LMFamily() *Family {
	return &Family{
		Label:     "LM(k)",
		Parameter: "k",
		Alpha:     [][]float64{{1, -1}, {0, 1}},
		Beta:      [][]float64{{1}, {0}},
	}
}

// family returns the family of no parameter whose only member is s.
func (s *Multistep) family() *Family {
	f := &Family{Label: s.Label, BetaNew: []float64{s.BetaNew}}
	for j := range s.Alpha {
		f.Alpha = append(f.Alpha, []float64{s.Alpha[j]})
		f.Beta = append(f.Beta, []float64{s.Beta[j]})
	}
	return f
}

// At returns the member with the parameter k, started by forward Euler. If the
// family does not pass Check, neither does the member.
func (f *Family) At(k float64) *Multistep {
	if f == nil {
		return nil
	}
	s := &Multistep{Label: fmt.Sprintf("%s at %s = %v", f.Label, f.Parameter, k), BetaNew: horner(f.BetaNew, k)}
	for _, a := range f.Alpha {
		s.Alpha = append(s.Alpha, horner(a, k))
	}
	for _, b := range f.Beta {
		s.Beta = append(s.Beta, horner(b, k))
	}
	return s
}

// Check returns an error unless there are as many α as β, at least one, all of
// them finite, and Σα = 1 for every value of the parameter.
func (f *Family) Check() error {
	if f == nil {
		return errors.New("ode: got a nil family, want coefficients")
	}
	if len(f.Alpha) == 0 || len(f.Alpha) != len(f.Beta) {
		return f.errorf("got %d polynomials in Alpha and %d in Beta, want as many of each and at least 1", len(f.Alpha), len(f.Beta))
	}
	var total []float64
	for _, a := range f.Alpha {
		for i, c := range a {
			if i == len(total) {
				total = append(total, 0)
			}
			total[i] += c
		}
	}
	for i, c := range total {
		want := 0.0
		if i == 0 {
			want = 1
		}
		if !near(c, want) {
			return f.errorf("got %v in front of %s%s in the sum of Alpha, want %v", c, f.Parameter, symbolic.Superscript(i), want)
		}
	}
	return f.checkFinite()
}

func (f *Family) checkFinite() error {
	for _, polynomials := range [][][]float64{f.Alpha, f.Beta, {f.BetaNew}} {
		for _, p := range polynomials {
			for _, c := range p {
				if math.IsNaN(c) || math.IsInf(c, 0) {
					return f.errorf("got the coefficient %v, want finite ones", c)
				}
			}
		}
	}
	return nil
}

func (f *Family) errorf(format string, args ...any) error {
	return fmt.Errorf("ode: family %q: %w", f.Label, fmt.Errorf(format, args...))
}

// characteristic returns the first n coefficients of ρ and σ, with z = eˢ and
// divided by z^(steps−1), as series in s. A float64 is read as the fraction it was
// written as.
func (f *Family) characteristic(n int) (rho, sigma symbolic.Series) {
	rho, sigma = make(symbolic.Series, n), symbolic.Exp(1, n).Scale(exactly(f.BetaNew))
	sum := symbolic.Integers(1).Scale(new(big.Rat)) // of all α but the first
	for j := range f.Alpha {
		shift := symbolic.Exp(-int64(j), n)
		sigma = sigma.Add(shift.Scale(exactly(f.Beta[j])))
		if j > 0 {
			alpha := exactPolynomial(f.Alpha[j])
			sum = sum.Add(alpha)
			rho = rho.Add(shift.Scale(symbolic.FromPolynomial(alpha).Neg()))
		}
	}
	// The first α is what the others leave of 1, whatever its last digit says.
	first := symbolic.FromPolynomial(sum.Sub(symbolic.Integers(1)))
	return rho.Add(symbolic.Exp(1, n)).Add(symbolic.Exp(0, n).Scale(first)), sigma
}

func exactly(coefficients []float64) symbolic.Function {
	return symbolic.FromPolynomial(exactPolynomial(coefficients))
}

func exactPolynomial(coefficients []float64) symbolic.Polynomial {
	exact := make([]*big.Rat, len(coefficients))
	for i, c := range coefficients {
		exact[i] = rational(c)
	}
	return symbolic.NewPolynomial(exact...)
}

// horner returns the value at x of the polynomial with the coefficients p.
func horner(p []float64, x float64) float64 {
	value := 0.0
	for i := len(p) - 1; i >= 0; i-- {
		value = value*x + p[i]
	}
	return value
}
