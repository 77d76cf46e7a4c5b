package ode

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Brownian is a path of independent Brownian motions, known at equal steps. The
// same path can drive several schemes, and the same path looked at in larger steps
// several step sizes: that is how strong convergence is measured.
type Brownian struct {
	h     float64
	steps [][]float64 // increments: [n][d]
}

// NewBrownian returns a path of d motions over n steps of size h. Its increments
// are independent, normal, with mean 0 and variance h. The same seed gives the same
// path. It returns an error if h is not positive and finite, or d < 1, or n < 1.
func NewBrownian(seed uint64, d, n int, h float64) (*Brownian, error) {
	if d < 1 || n < 1 {
		return nil, fmt.Errorf("ode: NewBrownian: got %d motions over %d steps, want at least 1 of each", d, n)
	}
	if !(h > 0) || math.IsInf(h, 1) {
		return nil, fmt.Errorf("ode: NewBrownian: got the step size %v, want a positive number", h)
	}
	return newBrownian(rand.New(rand.NewPCG(seed, 0)), d, n, h), nil
}

func newBrownian(random *rand.Rand, d, n int, h float64) *Brownian {
	w := &Brownian{h: h, steps: make([][]float64, n)}
	deviation := math.Sqrt(h)
	for i := range w.steps {
		w.steps[i] = make([]float64, d)
		for j := range w.steps[i] {
			w.steps[i][j] = deviation * random.NormFloat64()
		}
	}
	return w
}

// Steps is the number of steps.
func (w *Brownian) Steps() int {
	if w == nil {
		return 0
	}
	return len(w.steps)
}

// Motions is the number of motions.
func (w *Brownian) Motions() int {
	if w.Steps() == 0 {
		return 0
	}
	return len(w.steps[0])
}

// StepSize is the size of a step.
func (w *Brownian) StepSize() float64 {
	if w == nil {
		return math.NaN()
	}
	return w.h
}

// Coarsen returns the same path, known at every m-th step only. It returns an error
// unless m divides the number of steps.
func (w *Brownian) Coarsen(m int) (*Brownian, error) {
	if m < 1 || w.Steps() == 0 || w.Steps()%m != 0 {
		return nil, fmt.Errorf("ode: Coarsen: got %d steps to take as one, want a divisor of %d", m, w.Steps())
	}
	coarse := &Brownian{h: w.h * float64(m), steps: make([][]float64, len(w.steps)/m)}
	for i := range coarse.steps {
		coarse.steps[i] = make([]float64, w.Motions())
		for _, step := range w.steps[i*m : (i+1)*m] {
			axpy(coarse.steps[i], 1, step)
		}
	}
	return coarse, nil
}

// At returns the motions after n steps, W(n·h) with W(0) = 0, or nil for an n that
// the path does not reach.
func (w *Brownian) At(n int) []float64 {
	if n < 0 || n > w.Steps() || w.Steps() == 0 {
		return nil
	}
	position := make([]float64, w.Motions())
	for _, step := range w.steps[:n] {
		axpy(position, 1, step)
	}
	return position
}
