package ode

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Flow moves a state exactly along one part of an equation: it returns the
// solution after the time h, which may be negative, of that part alone, from u. It
// must not modify or keep u.
type Flow func(h float64, u []float64) []float64

// Splitting is a scheme for u' = a(u) + b(u), two parts that can each be solved
// alone. A step follows them in turn:
//
//	A[0]·h along a,  B[0]·h along b,  A[1]·h along a,  B[1]·h along b, …
//
// The time does not appear: an equation with t in it takes t as a component.
//
// # What it keeps
//
// If both flows keep something, so does the step. Each part of a Hamiltonian
// system, such as q' = p and p' = −V'(q), has a flow that keeps areas in phase
// space, so the step is symplectic, and its energy oscillates about the true one
// for a very long time and does not drift: see [Separable].
type Splitting struct {
	Label string
	A, B  []float64 // as many of each
}

// LieSplitting follows one part after the other: order 1 (Lie and Trotter). For a
// Hamiltonian system it is also known as symplectic Euler.
func LieSplitting() *Splitting {
	return &Splitting{Label: "Lie splitting", A: []float64{1}, B: []float64{1}}
}

// StrangSplitting follows half of a, all of b and the other half of a: order 2,
// since it is its own mirror image (Strang 1968).
func StrangSplitting() *Splitting {
	return &Splitting{Label: "Strang splitting", A: []float64{.5, .5}, B: []float64{1, 0}}
}

// Name returns the label.
func (s *Splitting) Name() string {
	if s == nil {
		return "no splitting"
	}
	return s.Label
}

// String is the name.
func (s *Splitting) String() string { return s.Name() }

// Check returns an error unless there are as many coefficients in A as in B, all
// of them finite and each with the sum 1.
func (s *Splitting) Check() error {
	if s == nil {
		return errors.New("ode: got a nil splitting, want coefficients")
	}
	if len(s.A) == 0 || len(s.A) != len(s.B) {
		return s.errorf("got %d values in A and %d in B, want as many of each and at least 1", len(s.A), len(s.B))
	}
	for name, c := range map[string][]float64{"A": s.A, "B": s.B} {
		if !near(sum(c), 1) {
			return s.errorf("got %v as the sum of %s, want 1", sum(c), name)
		}
	}
	return nil
}

func (s *Splitting) errorf(format string, args ...any) error {
	return fmt.Errorf("ode: splitting %q: %w", s.Label, fmt.Errorf(format, args...))
}

// Compose returns the splitting that takes a step of s for each weight w, of size
// w·h. The weights should sum to 1.
func (s *Splitting) Compose(label string, weights ...float64) *Splitting {
	c := &Splitting{Label: label}
	if s == nil {
		return c
	}
	for _, w := range weights {
		for i := range s.A {
			c.A = append(c.A, w*s.A[i])
			c.B = append(c.B, w*at(s.B, i))
		}
	}
	return c
}

// Step returns the state after a step of size h from u.
func (s *Splitting) Step(a, b Flow, h float64, u []float64) ([]float64, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if a == nil || b == nil {
		return nil, s.errorf("got a nil flow, want two")
	}
	u = slices.Clone(u)
	for i := range s.A {
		for j, part := range []Flow{a, b} {
			w := [2]float64{s.A[i], s.B[i]}[j]
			if w == 0 {
				continue
			}
			next := part(w*h, u)
			if len(next) != len(u) {
				return nil, s.errorf("%w", &shapeError{len(next), len(u)})
			}
			u = slices.Clone(next)
		}
	}
	return u, nil
}

// Solve takes n steps of size h from u0 and returns the n+1 states. It returns an
// error if s does not pass Check, n < 1, u0 is empty, or a flow is missing or
// returns another length.
func (s *Splitting) Solve(a, b Flow, u0 []float64, h float64, n int) ([][]float64, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if n < 1 || len(u0) == 0 {
		return nil, s.errorf("got %d steps from a state of %d values, want at least 1 of each", n, len(u0))
	}
	states := make([][]float64, 1, n+1)
	states[0] = slices.Clone(u0)
	for i := range n {
		next, err := s.Step(a, b, h, states[i])
		if err != nil {
			return nil, err
		}
		states = append(states, next)
	}
	return states, nil
}

// maxSplittingOrder ends the search of Order: there are 2ⁿ conditions of order n.
const maxSplittingOrder = 10

// Order returns the order, computed from the coefficients.
//
// # Why words
//
// Write a and b for the two parts as operators. The exact step is exp(h(a+b)), in
// whose series every word of n letters, such as abba, has the coefficient hⁿ/n!.
// The splitting is a product of exp(wha) and exp(whb), and its series is a sum of
// words too. It has order p if the coefficients agree for all words of up to p
// letters. That counts more conditions than there are independent ones, but each
// is plain.
func (s *Splitting) Order() int {
	if s.Check() != nil {
		return 0
	}
	factorial := 1.0
	for n := 1; n <= maxSplittingOrder; n++ {
		factorial *= float64(n)
		for word := range 1 << n {
			if math.Abs(s.coefficient(word, n)*factorial-1) > 1e-9 {
				return n - 1
			}
		}
	}
	return maxSplittingOrder
}

// coefficient returns that of hⁿ times a word of n letters, whose bits say where
// it has a b. Letter by letter, each factor exp(w·x) of the product may contribute
// i times its letter x, with wⁱ/i!.
func (s *Splitting) coefficient(word, n int) float64 {
	reached := make([]float64, n+1) // by the factors so far, for each beginning
	reached[0] = 1
	for i := range s.A {
		for letter, w := range []float64{s.A[i], s.B[i]} {
			for start := n - 1; start >= 0; start-- {
				share := reached[start]
				for end := start; end < n && word>>end&1 == letter; end++ {
					share *= w / float64(end-start+1)
					reached[end+1] += share
				}
			}
		}
	}
	return reached[n]
}
