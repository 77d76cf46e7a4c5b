package models

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/ode"
)

// Polynomial is the step of PolyNet (Zhang et al. 2017): the identity and a polynomial
// of branches.
//
//	Powers     poly-2     u + F(u) + F(F(u))               one F, used twice
//	Products   mpoly-2    u + F(u) + G(F(u))               branches of their own
//	Ways       2-way      u + F(u) + G(u)                  side by side
//
// Of degree 3 there is F(F(F(u))), H(G(F(u))) or H(u) besides. [Powers] costs as many
// evaluations as the others and has the parameters of one branch.
//
// # Which schemes they are
//
// Backward Euler solves u[n+1] = u[n] + F(u[n+1]). For linear F that is the inverse of
// I − F, whose series of Neumann begins with what poly-k computes, so Lu et al. (2018,
// table 1) read PolyNet as an approximation of backward Euler: [ode.Neumann]. The other
// forms are forward Euler, along the sum of what they add to u.
//
// # Where the shape changes
//
// F leads to another shape there, and F(F(u)) is not to be had: such a block is a step
// of [Euler] with one branch.
//
// # Why a normalization has statistics for each use
//
// What F puts out is distributed unlike what a block gets. Running statistics that both
// uses moved would fit neither, and the network would predict otherwise than it
// was trained. So F's second use has its weights and running statistics of its own, called
// power2 in a file. Where F normalizes, F(F(u)) is meant with that.
type Polynomial struct {
	Degree int // the most branches in a row, or in Ways side by side: 2 to 4; 0 means 2
	Form   Form
}

// Form says which branches a [Polynomial] is of.
type Form int

// The forms.
const (
	Powers   Form = iota // of one branch
	Products             // of branches behind each other
	Ways                 // of branches beside each other
)

const maxDegree = 4

// String is the paper's name, such as poly-2, mpoly-2 or 2-way.
func (p Polynomial) String() string {
	p = p.withDefaults()
	switch p.Form {
	case Powers:
		return fmt.Sprintf("poly-%d", p.Degree)
	case Products:
		return fmt.Sprintf("mpoly-%d", p.Degree)
	case Ways:
		return fmt.Sprintf("%d-way", p.Degree)
	}
	return fmt.Sprintf("form %d of degree %d", int(p.Form), p.Degree)
}

func (p Polynomial) withDefaults() Polynomial {
	if p.Degree == 0 {
		p.Degree = 2
	}
	return p
}

func (p Polynomial) check(c Config, mistake func(string, ...any) error) error {
	switch d := p.withDefaults(); {
	case d.Degree < 2 || d.Degree > maxDegree:
		return mistake("a polynomial of degree %d, want 2 to %d (or steps of Euler, which is degree 1)", p.Degree, maxDegree)
	case p.Form < Powers || p.Form > Ways:
		return mistake("%v, want Powers, Products or Ways", d)
	case c.Order != PreActivation:
		return mistake("%v in the %v, want PreActivation: F(F(u)) would be of a branch without its ReLU", d, c.Order)
	}
	return nil
}

func (p Polynomial) record() stepRecord {
	return stepRecord{Kind: "polynomial", Degree: p.Degree, Form: int(p.Form)}
}

func (p Polynomial) needs() needs {
	degree := min(p.withDefaults().Degree, maxDegree)
	if p.Form == Powers {
		return needs{evaluations: degree}
	}
	return needs{branches: degree, evaluations: degree}
}

func (p Polynomial) make(m *maker, at site) update {
	p = p.withDefaults()
	if at.transition {
		return Euler{}.make(m, at)
	}
	before := m.macs
	s := &polynomialStep{Polynomial: p, terms: []residual{at.layers(m)}}
	cost := m.macs - before
	for i := 2; i <= p.Degree; i++ {
		if p.Form == Powers {
			s.terms = append(s.terms, reuse(m, s.terms[0], fmt.Sprint(at.name, ".power", i)))
			m.macs += cost
			continue
		}
		branch := at.name + "." + string(rune('e'+i)) // g, h and i behind f
		s.terms = append(s.terms, at.branch.make(m, branch, at.out, 1))
	}
	return s
}

type polynomialStep struct {
	Polynomial
	terms []residual // F, then what comes behind it or beside it
}

func (s *polynomialStep) forward(b *nn.Builder, in state) state {
	x := in.now
	f := b.Branch(func() nn.Node { return s.sum(b, x) })
	return state{b.Add(x, f, 1), x, 1}
}

// sum is what is added to u.
func (s *polynomialStep) sum(b *nn.Builder, x nn.Node) nn.Node {
	var sum []nn.Node
	u := x
	for _, layers := range s.terms {
		if s.Form == Ways {
			u = x
		}
		u = evaluate(b, layers, u)
		sum = append(sum, u)
	}
	return b.Sum(sum...)
}

func (s *polynomialStep) scheme() ode.Scheme {
	if s.Form == Powers {
		return ode.Neumann(s.Degree)
	}
	return ode.ForwardEuler
}

func (s *polynomialStep) constrain() {
	for _, layers := range s.terms {
		constrain(layers)
	}
}

// repeatable is what layers implement that normalize, and so need running statistics
// of their own for each use.
type repeatable interface {
	again(m *maker, name string) residual
}

// reuse returns layers for another use, with the same weights.
func reuse(m *maker, layers residual, name string) residual {
	if r, ok := layers.(repeatable); ok {
		return r.again(m, name)
	}
	return layers
}
