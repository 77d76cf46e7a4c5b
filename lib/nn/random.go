package nn

// random names the random numbers of one operation. Operations compute them anew
// wherever they need them, forward and backward, and so keep none.
type random struct {
	state *state
	op    uint64
}

// random returns the numbers of the next operation that asks for some. Networks
// that are built by the same calls get the same ones.
func (b *Builder) random() random {
	b.draws++
	return random{b.state, b.draws}
}

// key is what the numbers of the run at hand depend on.
func (r random) key() (seed, op, run uint64) { return r.state.seed, r.op, r.state.runs }
