package nn

import "github.com/unravel-go/unravel/lib/internal/compute"

// keptWeights returns where a convolution keeps its weights as they are packed, or nil
// in a graph that learns: there they are others in every run. Where nothing says that
// parameters are the same, which they must be as long as blocks are held and while
// paths go back through one batch, they are looked at again.
func keptWeights[T compute.Float](b *Builder) func() *compute.Packed[T] {
	learns := b.opts.Training && !b.opts.Paths
	if learns && !b.opts.Holds {
		return func() *compute.Packed[T] { return nil }
	}
	kept, since := &compute.Packed[T]{}, 0
	return func() *compute.Packed[T] {
		if since != b.state.whole {
			since = b.state.whole
			kept.Doubt()
		}
		return kept
	}
}
