package ode

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/symbolic"
)

// String writes the equation in plain text:
//
//	(1 + k)·u' + (1 − k)/2·h·u'' = f + O(h²)
func (e *ModifiedEquation) String() string {
	if e.Terms() == 0 {
		return "no equation"
	}
	return e.write(symbolic.Text, e.left, derivative) + " = f + O(h" + power(symbolic.Text, e.Terms()) + ")"
}

// RateString writes the rate of growth for f = λu in plain text:
//
//	r = 1/(1 + k)·λ − (1 − k)/(2·(1 + k)³)·h·λ² + O(h²)
//
// It says so where there is no such series.
func (e *ModifiedEquation) RateString() string {
	if e.Terms() == 0 || e.rate == nil {
		return "no rate: the coefficient of u' is 0"
	}
	return "r = " + e.write(symbolic.Text, e.rate, lambdaPower) + " + O(h" + power(symbolic.Text, e.Terms()) + ")"
}

// LaTeX writes the equation for a mathematical display, without dollar signs.
func (e *ModifiedEquation) LaTeX() string {
	if e.Terms() == 0 {
		return `\text{no equation}`
	}
	return e.write(symbolic.LaTeX, e.left, derivative) + " = f + O(h" + power(symbolic.LaTeX, e.Terms()) + ")"
}

// RateLaTeX is RateString for a mathematical display.
func (e *ModifiedEquation) RateLaTeX() string {
	if e.Terms() == 0 || e.rate == nil {
		return `\text{no rate: the coefficient of } u' \text{ is } 0`
	}
	return "r = " + e.write(symbolic.LaTeX, e.rate, lambdaPower) + " + O(h" + power(symbolic.LaTeX, e.Terms()) + ")"
}

// MIMEBundle shows the equation as a formula in a notebook.
func (e *ModifiedEquation) MIMEBundle() map[string]any {
	return map[string]any{
		"text/plain": e.String(),
		"text/latex": "$$" + e.LaTeX() + "$$",
	}
}

// write joins the terms of a series that are not 0, each followed by h^(q−1) and
// by what it multiplies.
func (e *ModifiedEquation) write(style symbolic.Style, series symbolic.Series, factor func(symbolic.Style, int) string) string {
	minus, times := "−", "·"
	if style == symbolic.LaTeX {
		minus, times = "-", " "
	}
	var b strings.Builder
	for q := 1; q < len(series); q++ {
		if series[q].IsZero() {
			continue
		}
		magnitude, negative := series[q].Signed(e.parameter, style)
		switch {
		case negative && b.Len() == 0:
			b.WriteString(minus)
		case negative:
			b.WriteString(" " + minus + " ")
		case b.Len() > 0:
			b.WriteString(" + ")
		}
		if magnitude != "1" {
			b.WriteString(magnitude + times)
		}
		if q > 1 {
			b.WriteString("h" + power(style, q-1) + times)
		}
		b.WriteString(factor(style, q))
	}
	return b.String()
}

// derivative writes the q-th derivative of u.
func derivative(style symbolic.Style, q int) string {
	switch {
	case q <= 3:
		return "u" + strings.Repeat("'", q)
	case style == symbolic.LaTeX:
		return fmt.Sprintf("u^{(%d)}", q)
	}
	return "u⁽" + symbolic.Superscript(q) + "⁾"
}

func lambdaPower(style symbolic.Style, q int) string {
	if style == symbolic.LaTeX {
		return `\lambda` + power(style, q)
	}
	return "λ" + power(style, q)
}

// power writes an exponent; the first is not written.
func power(style symbolic.Style, n int) string {
	switch {
	case n == 1:
		return ""
	case style == symbolic.LaTeX:
		return "^{" + strconv.Itoa(n) + "}"
	}
	return symbolic.Superscript(n)
}
