package nn

import "gorgonia.org/gorgonia"

// recording is what a function has added to the graph, in order.
type recording struct {
	nodes gorgonia.Nodes
	norms []*normOp
	draws []random
}

// repetition adds it a second time: the operations compute the same again, with
// the statistics and the random numbers that there were.
type repetition struct {
	*recording
	node, norm, draw int // how far it has come
}

// noteNode records an operation's node, or has the node of one that is repeated
// stand for the first one's.
func (b *Builder) noteNode(o *op, n *gorgonia.Node) {
	if b.recording != nil {
		b.recording.nodes = append(b.recording.nodes, n)
	}
	r := b.repeating
	if r == nil {
		return
	}
	if r.node < len(r.nodes) {
		if first := r.nodes[r.node]; first.Op().(*op).name == o.name && first.Shape().Eq(n.Shape()) {
			b.recovery.note(first, n)
			r.node++
			return
		}
	}
	b.fail("Coupling", "%s of %v from a branch that added something else before, want the same operations each time", o.name, n.Shape())
}

// end fails if there is less than the first time.
func (r *repetition) end(b *Builder) {
	if r.node < len(r.nodes) {
		b.fail("Coupling", "%d operations of a branch that added %d before, want the same each time", r.node, len(r.nodes))
	}
}

// noteNorm records a normalization by the statistics of the batch, or gives a
// repeated one those of the first.
func (b *Builder) noteNorm(n *normOp) {
	if b.recording != nil {
		b.recording.norms = append(b.recording.norms, n)
	}
	if r := b.repeating; r != nil && r.norm < len(r.norms) {
		first := r.norms[r.norm]
		n.mean, n.variance, n.repeats = first.mean, first.variance, true
		r.norm++
	}
}

// noteDraw records the random numbers of an operation, or returns those of the
// first for a repeated one.
func (b *Builder) noteDraw(draw func() random) random {
	if r := b.repeating; r != nil && r.draw < len(r.draws) {
		r.draw++
		return r.draws[r.draw-1]
	}
	d := draw()
	if b.recording != nil {
		b.recording.draws = append(b.recording.draws, d)
	}
	return d
}
