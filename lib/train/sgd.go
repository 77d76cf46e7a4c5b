package train

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
	"github.com/unravel-go/unravel/lib/internal/simd"
)

// Solver updates parameters from their gradients, at a rate that a [Schedule]
// sets before each step. The parameters must come in the same order every time:
// a solver keeps one moment per position.
type Solver interface {
	gorgonia.Solver
	SetRate(rate float64)
}

var (
	_ Solver = (*SGD)(nil)
	_ Solver = (*Adam)(nil)
)

// SGD is stochastic gradient descent with momentum and weight decay:
//
//	g ← g + decay·w
//	v ← momentum·v + g
//	w ← w − rate·(g + momentum·v)    with Nesterov
//	w ← w − rate·v                   without
//
// in the form that Sutskever et al. (2013) became known in.
type SGD struct {
	Rate      float64
	Momentum  float64
	Decay     float64
	Nesterov  bool
	threads   int
	pool      *compute.Pool
	moments32 [][]float32
	moments64 [][]float64
	slots     slots
	sound     bool // the last step left every parameter finite
}

// SetRate sets the learning rate of the steps that follow.
func (s *SGD) SetRate(rate float64) { s.Rate = rate }

// Step updates every parameter in place. It fails if a parameter has no gradient
// of its own type and length, or if the parameters are not those of the first
// step in number, type and length, and then changes none.
func (s *SGD) Step(params []gorgonia.ValueGrad) error {
	if err := s.slots.read("SGD", params); err != nil {
		return err
	}
	if s.pool == nil {
		isa, err := simd.FromEnvironment()
		if err != nil {
			return fmt.Errorf("train: SGD: %w", err)
		}
		s.pool = compute.NewPool(s.threads, isa)
	}
	s.makeMoments(params)
	d := compute.Descent{Rate: s.Rate, Momentum: s.Momentum, Decay: s.Decay, Nesterov: s.Nesterov}
	s.sound = true
	for i, p := range s.slots.last {
		narrow := compute.Descend(s.pool, d, p.w32, s.moments32[i], p.g32)
		wide := compute.Descend(s.pool, d, p.w64, s.moments64[i], p.g64)
		s.sound = s.sound && narrow && wide
	}
	return nil
}

// makeMoments makes the moments of the first step, which are zero.
func (s *SGD) makeMoments(params []gorgonia.ValueGrad) {
	if s.moments32 != nil {
		return
	}
	s.moments32, s.moments64 = make([][]float32, len(params)), make([][]float64, len(params))
	for i, p := range params {
		narrow, wide := numbers(p)
		s.moments32[i], s.moments64[i] = make([]float32, len(narrow)), make([]float64, len(wide))
	}
}

// finite reports whether the last step left every parameter finite.
func (s *SGD) finite() bool { return s.sound }
