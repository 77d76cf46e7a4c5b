package nn

import "github.com/unravel-go/unravel/lib/internal/compute"

// keptWeights returns where a convolution keeps its weights as they are packed, or nil
// in a graph that learns: there they are others in every run. They are looked at again
// when parameters may have changed, which they must not as long as blocks are held and
// while paths go back through one batch.
func keptWeights[T compute.Float](b *Builder) func() *compute.Packed[T] {
	if b.opts.Training && !b.opts.Paths {
		return func() *compute.Packed[T] { return nil }
	}
	kept, since := &compute.Packed[T]{}, 0
	return func() *compute.Packed[T] {
		if since != b.state.others {
			since = b.state.others
			kept.Doubt()
		}
		return kept
	}
}
