package models

import "github.com/unravel-go/unravel/lib/nn"

// equation is what a block is a step of: u' = f(t, u), with f made of the block's
// branches.
type equation struct {
	parts []residual // its branches
	form  form
	h     float64 // the time that the block takes
	steps int     // in which it takes it; 0 means 1
}

// form is how branches make a slope, and states of the network states of the equation.
type form int

const (
	firstOrder  form = iota // u' = f(u)
	secondOrder             // v' = f(u), u' = v: the equation's state is (v, u)
	twoStreams              // y' = −f(z), z' = g(y): all y, then all z
)

// solving is what updates implement that are steps of an equation.
type solving interface{ equation() equation }

// single is u' = f(u).
func single(f residual, h float64) equation { return equation{parts: []residual{f}, h: h} }

// equation is that of F where every use of F is the same map, and of the sum of the
// branches where the step is one of Euler along that. A branch that normalizes has
// statistics of its own for each use: its powers are those of no one map, and there are
// no parts.
func (s *polynomialStep) equation() equation {
	if s.Form != Powers {
		return single((*polynomialSum)(s), 1)
	}
	for _, use := range s.terms {
		if use != s.terms[0] {
			return equation{}
		}
	}
	return single(s.terms[0], 1)
}

// polynomialSum is all that a polynomial adds to a state, as one branch.
type polynomialSum polynomialStep

func (s *polynomialSum) forward(b *nn.Builder, x nn.Node) nn.Node {
	return (*polynomialStep)(s).sum(b, x)
}

// checkBeyond is for steps that no paper takes in the original order.
func checkBeyond(s Step, h float64, c Config, mistake func(string, ...any) error) error {
	if c.Order == Original {
		return mistake("steps of %v in the original order, which are steps of no scheme, want PreActivation", s)
	}
	return checkStepSize(s, h, c, mistake)
}
