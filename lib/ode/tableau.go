package ode

import (
	"errors"
	"fmt"
	"math"
)

// Tableau is an explicit Runge–Kutta method of s stages, written as its Butcher
// tableau:
//
//	c[0] |
//	c[1] | a[1][0]
//	c[2] | a[2][0]  a[2][1]
//	 …   |    …        …
//	-----+-------------------------
//	     |   b[0]     b[1]   …
//
// A step evaluates f once for each stage,
//
//	g[i] = f(t + c[i]·h,  u + h·(a[i][0]·g[0] + … + a[i][i−1]·g[i−1]))
//
// and moves along the weighted mean of what it saw:
//
//	u(t+h) ≈ u + h·(b[0]·g[0] + … + b[s−1]·g[s−1])
//
// A holds s rows; row i holds the i coefficients to the left of the diagonal,
// since an explicit method uses only what it already knows.
type Tableau struct {
	Label string      // what Name returns
	C     []float64   // where in the step each stage looks: [s]
	A     [][]float64 // how it gets there: [s][i]
	B     []float64   // the weights of the stages: [s]
}

var _ Scheme = (*Tableau)(nil)

// Name returns the method's label.
func (s *Tableau) Name() string {
	if s == nil {
		return "no tableau"
	}
	return s.Label
}

// Steps is 1: a Runge–Kutta method forgets everything but the last state.
func (s *Tableau) Steps() int { return 1 }

// Evaluations is the number of stages.
func (s *Tableau) Evaluations() int {
	if s == nil {
		return 0
	}
	return len(s.B)
}

// Speed is 1, and NaN for a tableau that does not pass Check.
func (s *Tableau) Speed() float64 {
	if s.Check() != nil {
		return math.NaN()
	}
	return 1
}

// Check returns an error unless the tableau has the shape above and satisfies
//
//	c[i] = Σⱼ a[i][j]    a stage looks where its state belongs
//	Σᵢ b[i] = 1          a constant f is integrated exactly
//
// Of a tableau that does not, every other method says so in its way: Step by the
// same error, Order by 0, Stable by false, a rate or a speed by NaN.
func (s *Tableau) Check() error {
	if s == nil {
		return errors.New("ode: got a nil tableau, want coefficients")
	}
	n := len(s.B)
	if n == 0 || len(s.A) != n || len(s.C) != n {
		return s.errorf("got %d rows in A, %d values in B and %d in C, want as many of each and at least 1", len(s.A), n, len(s.C))
	}
	for i, row := range s.A {
		if len(row) != i {
			return s.errorf("got %d coefficients in row %d of A, want %d: those left of the diagonal", len(row), i, i)
		}
		if !near(sum(row), s.C[i]) {
			return s.errorf("got c[%d] = %v, want %v, the sum of row %d of A", i, s.C[i], sum(row), i)
		}
	}
	if !near(sum(s.B), 1) {
		return s.errorf("got %v as the sum of B, want 1", sum(s.B))
	}
	return nil
}

func (s *Tableau) errorf(format string, args ...any) error {
	return fmt.Errorf("ode: tableau %q: %w", s.Label, fmt.Errorf(format, args...))
}

// Step returns the state at t+h from past[0], the state at t.
func (s *Tableau) Step(f Func, t, h float64, past [][]float64) ([]float64, error) {
	if err := checkStep(s, f, past); err != nil {
		return nil, err
	}
	u := past[0]
	slopes := make([][]float64, len(s.B))
	for i := range slopes {
		g, err := f.at(t+s.C[i]*h, along(u, h, s.A[i], slopes))
		if err != nil {
			return nil, stepError(s, err)
		}
		slopes[i] = append([]float64(nil), g...)
	}
	return along(u, h, s.B, slopes), nil
}

// along returns u + h·(w[0]·g[0] + w[1]·g[1] + …) for as many slopes as weights.
func along(u []float64, h float64, weights []float64, slopes [][]float64) []float64 {
	v := append([]float64(nil), u...)
	for j, w := range weights {
		if w == 0 {
			continue
		}
		for i, g := range slopes[j] {
			v[i] += h * w * g
		}
	}
	return v
}

func sum(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total
}

// near reports equality up to the rounding of coefficients such as 1/3. Nothing
// is near what is not finite.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-12*max(1, math.Abs(b)) && !math.IsInf(a-b, 0)
}
