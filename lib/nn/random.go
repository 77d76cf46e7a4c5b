package nn

import "github.com/unravel-go/unravel/lib/internal/compute"

// random names the random numbers of one operation. Operations compute them anew
// wherever they need them, forward and backward, and so keep none.
type random struct {
	state *state
	op    uint64
}

// random returns the numbers of the next operation that asks for some. Networks
// that are built by the same calls get the same ones.
func (b *Builder) random() random {
	return b.noteDraw(func() random {
		b.draws++
		return random{b.state, b.draws}
	})
}

// now names the numbers of the run at hand.
func (r random) now() compute.Random {
	return compute.Random{Seed: r.state.seed, Operation: r.op, Run: r.state.runs}
}
