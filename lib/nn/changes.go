package nn

import (
	"sync/atomic"

	"gorgonia.org/gorgonia"
)

// changes tells whether a parameter may have changed. What is computed from parameters
// alone, such as weights in the order of the kernels, is kept as long as it has not.
type changes struct {
	set  atomic.Int64 // how often Set has replaced the values
	lent atomic.Bool  // others have their memory and tell nobody what they write: solvers
}

// lend notes that the memory of the graph's parameters is in others' hands.
func (b *Builder) lend() {
	b.lent = true
	for _, p := range b.params {
		p.changes.lent.Store(true)
	}
}

// lendGraph does so for the graph of a node: who has that, has its parameters.
func lendGraph(n *gorgonia.Node) {
	if n == nil {
		return
	}
	for _, m := range n.Graph().AllNodes() {
		if o, ok := m.Op().(*op); ok {
			o.b.lend()
			return
		}
	}
}

// changed reports whether a parameter may have changed since it was asked last.
func (b *Builder) changed() bool {
	set, lent := int64(0), false
	for _, p := range b.params {
		set += p.changes.set.Load()
		lent = lent || p.changes.lent.Load()
	}
	before := b.state.set
	b.state.set = set
	return lent || set != before
}
