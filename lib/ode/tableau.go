package ode

import (
	"errors"
	"fmt"
	"math"
)

// Tableau is a Runge–Kutta method of s stages, written as its Butcher tableau:
//
//	c[0] | a[0][0]  a[0][1]  …
//	c[1] | a[1][0]  a[1][1]  …
//	 …   |    …        …
//	-----+----------------------
//	     |   b[0]     b[1]   …
//
// A step evaluates f once for each stage,
//
//	g[i] = f(t + c[i]·h,  u + h·(a[i][0]·g[0] + a[i][1]·g[1] + …))
//
// and moves along the weighted mean of what it saw:
//
//	u(t+h) ≈ u + h·(b[0]·g[0] + … + b[s−1]·g[s−1])
//
// A holds s rows of at most s coefficients; those that a row leaves out are 0.
// Where the coefficients of A lie says how much work a step is:
//
//	left of the diagonal    explicit: each stage uses what is known already, and
//	                        row i need hold no more than i coefficients
//	and on it               diagonally implicit: one equation of the size of the
//	                        state for each stage
//	anywhere                fully implicit: one equation of s times that size
//
// Embedded and Dense may be nil. Write a method down as numbers in a Tableau, or
// as text for [ParseTableau], which keeps fractions exact.
type Tableau struct {
	Label string      // what Name returns
	C     []float64   // where in the step each stage looks: [s]
	A     [][]float64 // how it gets there: [s], and in row i at most s
	B     []float64   // the weights of the stages: [s]

	// Embedded holds the weights b̂ of a second method over the same stages, of
	// another order, so that h·Σ(b[i]−b̂[i])·g[i] estimates the error: [s].
	Embedded []float64

	// Dense holds weights for every point of the step, polynomials in θ from 0 to
	// 1 with the coefficients of θ, θ², … in row i: [s][degree].
	//
	//	u(t+θh) ≈ u + h·Σ b[i](θ)·g[i],   b[i](1) = b[i]
	Dense [][]float64

	exact *fractions // what the numbers above were rounded from, if it is known
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

// Evaluations is the number of stages. An implicit method looks at each of them
// again in every iteration of Newton's method.
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

// Explicit reports whether every stage uses only earlier ones.
func (s *Tableau) Explicit() bool {
	return s.Check() == nil && s.reach() < 0
}

// DiagonallyImplicit reports whether stages use themselves and earlier ones, but
// none uses a later one. An explicit method is not implicit.
func (s *Tableau) DiagonallyImplicit() bool {
	return s.Check() == nil && s.reach() == 0
}

// reach returns how far to the right of the diagonal A goes: −1 for an explicit
// method, 0 for a diagonally implicit one, more for the others.
func (s *Tableau) reach() int {
	reach := -1
	for i, row := range s.A {
		for j, a := range row {
			if a != 0 {
				reach = max(reach, j-i)
			}
		}
	}
	return reach
}

// StifflyAccurate reports whether the last stage is the result: the last row of A
// equals B. Then what the step returns satisfies the equation that its last stage
// solved, which is what a very stiff problem needs.
func (s *Tableau) StifflyAccurate() bool {
	if s.Check() != nil {
		return false
	}
	last := s.A[len(s.A)-1]
	for j, b := range s.B {
		a := 0.0
		if j < len(last) {
			a = last[j]
		}
		if !near(a, b) {
			return false
		}
	}
	return true
}

// Check returns an error unless the tableau has the shape above and satisfies
//
//	c[i] = Σⱼ a[i][j]    a stage looks where its state belongs
//	Σᵢ b[i] = 1          a constant f is integrated exactly
//
// also by Embedded, if there is one, and unless the polynomials of Dense end at B.
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
		if len(row) > n {
			return s.errorf("got %d coefficients in row %d of A, want %d at most: one for each stage", len(row), i, n)
		}
		if !near(sum(row), s.C[i]) {
			return s.errorf("got c[%d] = %v, want %v, the sum of row %d of A", i, s.C[i], sum(row), i)
		}
	}
	if !near(sum(s.B), 1) {
		return s.errorf("got %v as the sum of B, want 1", sum(s.B))
	}
	if err := s.checkEmbedded(); err != nil {
		return err
	}
	return s.checkDense()
}

func (s *Tableau) checkEmbedded() error {
	if s.Embedded == nil {
		return nil
	}
	if len(s.Embedded) != len(s.B) {
		return s.errorf("got %d values in Embedded, want %d as in B", len(s.Embedded), len(s.B))
	}
	if !near(sum(s.Embedded), 1) {
		return s.errorf("got %v as the sum of Embedded, want 1", sum(s.Embedded))
	}
	return nil
}

func (s *Tableau) checkDense() error {
	if s.Dense == nil {
		return nil
	}
	if len(s.Dense) != len(s.B) {
		return s.errorf("got %d rows in Dense, want %d as values in B", len(s.Dense), len(s.B))
	}
	for i, row := range s.Dense {
		if !near(sum(row), s.B[i]) {
			return s.errorf("got %v as the sum of row %d of Dense, want b[%d] = %v", sum(row), i, i, s.B[i])
		}
	}
	return nil
}

func (s *Tableau) errorf(format string, args ...any) error {
	return fmt.Errorf("ode: tableau %q: %w", s.Label, fmt.Errorf(format, args...))
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
