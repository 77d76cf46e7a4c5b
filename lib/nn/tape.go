package nn

import (
	"maps"
	"math"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// sharing says how operations share memory. Tests hold the three to the same
// results.
type sharing int

const (
	shared  sharing = iota
	spoiled         // memory is overwritten as soon as nobody is to read it any more
	apart           // every operation has memory of its own
)

// tenancy is what the arena must know of an operation.
type tenancy struct {
	hands  []int            // the inputs whose memory the output may be
	over   []int            // the inputs that the kernel may write its output over
	bare   bool             // the output always is an input; the operation has no memory
	kept   bool             // the output shares memory with no other
	spoils []gorgonia.Value // memory that is dead afterwards, for tests
}

// rehearse runs the compiled program with operations that compute nothing, and
// returns them in the order in which Gorgonia calls them.
func (m *Machine) rehearse() ([]*op, error) {
	s := m.b.state
	s.rehearsing, s.tape = true, nil
	err := m.vm.RunAll()
	m.vm.Reset()
	s.rehearsing = false
	tape := s.tape
	s.tape = nil
	return tape, err
}

// stand is what an operation returns in a rehearsal: its own memory if it has
// that by then, for Gorgonia's own operations look at what they are given.
func (o *op) stand() gorgonia.Value {
	o.state.tape = append(o.state.tape, o)
	if o.out != nil {
		return o.out
	}
	return o.b.newValue(tensor.Shape{1})
}

// furnish gives every operation its memory.
func (m *Machine) furnish() error {
	tape, err := m.rehearse()
	if err != nil {
		return err
	}
	if m.b.wide() {
		furnish[float64](m.b, tape)
	} else {
		furnish[float32](m.b, tape)
	}
	return nil
}

// keep allocates the outputs that must outlive a run, or that others than our
// operations read: of the graph, the gradients of parameters, and, if blocks are
// to be held, what one block reads of another; for paths, what the backward pass
// reads of the forward one.
func (m *Machine) keep() {
	b := m.b
	b.keep(m.out.node)
	for _, n := range append(slices.Collect(maps.Values(b.nodes)), b.input.node) {
		if g := n.Deriv(); g != nil {
			b.keep(g)
			if o, ok := g.Op().(*op); ok {
				o.zero = true
			}
		}
	}
	for _, n := range b.graph.AllNodes() {
		reader, ours := n.Op().(*op)
		children := b.graph.From(n.ID())
		for children.Next() {
			child := children.Node().(*gorgonia.Node)
			made, ok := child.Op().(*op)
			if ok && (!ours || b.opts.Holds && made.gate != reader.gate || b.opts.Paths && reader.backward && !made.backward) {
				b.keep(child)
			}
			if ok && !ours {
				made.zero = true // a layer's part in the gradient of a parameter that several share
			}
		}
	}
}

// keep gives the operation that makes a value memory of its own.
func (b *Builder) keep(n *gorgonia.Node) {
	if n == nil {
		return
	}
	if o, ok := n.Op().(*op); ok {
		o.keep()
	}
}

// keep gives the operation memory of its own.
func (o *op) keep() {
	o.kept = true
	if o.out == nil && !o.bare {
		o.out = o.b.newValue(o.shape)
	}
}

// furnish lays out the arena for the operations of a tape.
func furnish[T compute.Float](b *Builder, tape []*op) {
	steps := stepsOf(tape)
	keep(steps)
	for i, s := range steps {
		if s.kept {
			tape[i].keep()
		}
	}
	l := lay(steps)
	memory := make([]T, l.total)
	b.arena = l.total * int(b.opts.Dtype.tensor().Size())
	for i, o := range tape {
		if o.out == nil && !o.bare {
			own := memory[l.offset[i]:][:steps[i].size:steps[i].size]
			o.out = tensor.New(tensor.WithShape(o.shape...), tensor.WithBacking(own))
		}
	}
	if b.sharing == spoiled {
		for i, o := range tape {
			for _, f := range l.free[i] {
				o.spoils = append(o.spoils, tape[f].out)
			}
		}
	}
}

// stepsOf is what the arena needs to know of the operations.
func stepsOf(tape []*op) []step {
	place := make(map[*op]int, len(tape))
	steps := make([]step, len(tape))
	for i, o := range tape {
		place[o] = i
		s := &steps[i]
		s.kept = o.kept || o.b.sharing == apart
		if !o.bare {
			s.size = o.shape.TotalSize()
		}
		stepsAt := func(inputs []int) []int {
			var at []int
			for _, input := range inputs {
				if maker := o.makers[input]; maker != nil {
					at = append(at, place[maker])
				}
			}
			return at
		}
		s.reads, s.hands, s.over = stepsAt(every(o.arity)), stepsAt(o.hands), stepsAt(o.over)
	}
	return steps
}

// spoil overwrites memory that nobody is to read any more.
func spoil(memory []gorgonia.Value) {
	for _, v := range memory {
		switch d := v.Data().(type) {
		case []float32:
			for i := range d {
				d[i] = float32(math.NaN())
			}
		case []float64:
			for i := range d {
				d[i] = math.NaN()
			}
		}
	}
}
