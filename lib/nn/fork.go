package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// meeting is where the gradients of values with several readers meet.
//
// Gorgonia would add them with operations of its own, which allocate in every
// step. Here the first gradient of a value travels as Gorgonia wants it. The
// others wait, and their operations say, just then, that they have none to give.
// Gorgonia differentiates every reader of a value before what made the value, so
// when that one's turn comes all gradients are there.
//
// Parameters are made by nothing. Should two layers share one, Gorgonia adds.
type meeting struct {
	learned map[*gorgonia.Node]bool // values that a learned parameter has a part in
	met     map[*gorgonia.Node]bool // values that Gorgonia holds a gradient of
	waiting map[*gorgonia.Node]gorgonia.Nodes
}

func newMeeting() *meeting {
	return &meeting{
		learned: make(map[*gorgonia.Node]bool),
		met:     make(map[*gorgonia.Node]bool),
		waiting: make(map[*gorgonia.Node]gorgonia.Nodes),
	}
}

// route settles for which inputs an operation has gradients: those that it can
// differentiate by and that a learned parameter has a part in.
func (m *meeting) route(o *op, in gorgonia.Nodes) {
	if o.wrt == nil {
		o.wrt = make([]bool, o.arity)
		for i := range o.wrt {
			o.wrt[i] = o.diff != nil
		}
	}
	for i, n := range in {
		o.wrt[i] = o.wrt[i] && m.learned[n]
	}
}

// arrive is all that is known of a value's gradient when its turn comes.
func (m *meeting) arrive(b *Builder, value, grad *gorgonia.Node) *gorgonia.Node {
	return b.sum(append(gorgonia.Nodes{grad}, m.waiting[value]...))
}

// leave takes the gradients of an operation's inputs and returns those that
// Gorgonia is to hear of.
func (m *meeting) leave(o *op, in, grads gorgonia.Nodes) gorgonia.Nodes {
	for i, n := range in {
		switch {
		case !o.wrt[i]:
			grads[i] = nil
		case n.Op() != nil && m.met[n]:
			m.waiting[n] = append(m.waiting[n], grads[i])
			grads[i], o.wrt[i] = nil, false
		default:
			m.met[n] = true
		}
	}
	return grads
}

// Fork returns x for use by several operations, such as a block's shortcut and
// its residual branch. Any value may have several readers.
func (b *Builder) Fork(x Node) Node {
	b.ready("Fork", []Node{x})
	return x
}

// sum adds gradients.
func (b *Builder) sum(terms gorgonia.Nodes) *gorgonia.Node {
	if len(terms) == 1 {
		return terms[0]
	}
	o := b.newOp("sum", terms[0].Shape(), len(terms))
	o.over = []int{0, 1}
	if b.wide() {
		o.kernel = kernel(o, sumInto[float64](b.pool))
	} else {
		o.kernel = kernel(o, sumInto[float32](b.pool))
	}
	return b.apply(o, terms...)
}

func sumInto[T compute.Float](p *compute.Pool) func(out []T, in [][]T) {
	return func(out []T, in [][]T) {
		compute.Add(p, out, in[0], in[1])
		for _, x := range in[2:] {
			compute.Add(p, out, out, x)
		}
	}
}
