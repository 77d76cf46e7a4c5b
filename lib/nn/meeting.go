package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// meeting is where the gradients of values with several readers meet.
//
// Gorgonia would add them with operations of its own, which allocate in every
// step. Here Gorgonia hears of the first gradient of a value only. For the others
// their operations say, just then, that they have none to give. Gorgonia
// differentiates every reader of a value before what made the value, so when that
// one's turn comes all gradients are there.
//
// Parameters are made by nothing. Should two layers share one, Gorgonia adds.
type meeting struct {
	learned map[*gorgonia.Node]bool           // values whose gradients somebody wants
	grads   map[*gorgonia.Node]gorgonia.Nodes // by value, those that have arrived
}

func newMeeting() *meeting {
	return &meeting{
		learned: make(map[*gorgonia.Node]bool),
		grads:   make(map[*gorgonia.Node]gorgonia.Nodes),
	}
}

// route settles for which inputs an operation has gradients: those that it can
// differentiate by and that what is learned has a part in.
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
	if all := m.grads[value]; len(all) > 0 {
		return b.sum(all)
	}
	return grad // of the loss itself
}

// claim returns the gradients of a value that have arrived so far, none or one, for
// an operation that adds them to the one that it computes.
func (m *meeting) claim(b *Builder, value *gorgonia.Node) gorgonia.Nodes {
	value = b.recovery.first(value)
	all := m.grads[value]
	if value.Op() == nil || len(all) == 0 {
		return nil
	}
	m.grads[value] = nil
	return gorgonia.Nodes{b.sum(all)}
}

// addsToOther has an operation, which adds the gradient that it computes to the one
// in its last input, go on with either if there is no other. Where a branch is left
// out that of the shortcut is handed on. asides are the parameters' gradients that
// come out of the same pass.
func (o *op) addsToOther(asides ...*op) {
	o.bears = true
	other := o.arity - 1
	if o.b.handsOn() {
		o.hands = []int{other}
	}
	for _, a := range asides {
		a.bears = true
	}
	add := o.kernel
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		for i := range other {
			if o.lacks(i) {
				for _, a := range asides {
					a.clear()
				}
				o.absent = o.lacks(other)
				return o.handOn(in[other])
			}
		}
		if o.lacks(other) {
			in[other] = nil
		}
		return add(in)
	}
}

// handsOn reports whether a gradient that is alone is handed on as it is. Its memory
// then lives as long as any that may be it. In a graph that saves memory that would
// be too long.
func (b *Builder) handsOn() bool { return len(b.gates) > 0 && !b.reversible }

// handOn returns a gradient that is alone, or a copy.
func (o *op) handOn(v gorgonia.Value) gorgonia.Value {
	if len(o.hands) > 0 || o.absent || v == o.out {
		return v
	}
	if o.b.wide() {
		copy(data[float64](o.out), data[float64](v))
	} else {
		copy(data[float32](o.out), data[float32](v))
	}
	return o.out
}

// leave takes the gradients of an operation's inputs and returns those that
// Gorgonia is to hear of.
func (m *meeting) leave(o *op, in, grads gorgonia.Nodes) gorgonia.Nodes {
	for i, n := range in {
		if !o.wrt[i] {
			grads[i] = nil
			continue
		}
		_, met := m.grads[n]
		m.grads[n] = append(m.grads[n], grads[i])
		if met && n.Op() != nil {
			grads[i], o.wrt[i] = nil, false
		}
	}
	return grads
}

// sum adds gradients.
func (b *Builder) sum(terms gorgonia.Nodes) *gorgonia.Node {
	if len(terms) == 1 {
		return terms[0]
	}
	return pick(b, sumOf[float32], sumOf[float64])(b, terms)
}

// sumOf adds those gradients that there are in the run at hand.
func sumOf[T compute.Float](b *Builder, terms gorgonia.Nodes) *gorgonia.Node {
	o := b.newOp("sum", terms[0].Shape(), len(terms))
	o.bears = true
	if b.handsOn() {
		o.hands = every(len(terms))
	} else {
		o.over = []int{0, 1}
	}
	o.kernel = func(in []gorgonia.Value) gorgonia.Value {
		var sum gorgonia.Value
		for i, v := range in {
			switch {
			case o.lacks(i):
			case sum == nil:
				sum = v
			default:
				compute.Add(b.pool, data[T](o.out), data[T](sum), data[T](v))
				sum = o.out
			}
		}
		if sum == nil {
			o.absent = true
			return in[0]
		}
		return o.handOn(sum)
	}
	return b.apply(o, terms...)
}

// every is 0, 1, … n−1.
func every(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
