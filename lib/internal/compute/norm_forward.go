package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// NormApply normalizes x by given statistics: those of the batch itself, from
// [Measure] or left by a convolution in a [Moments], or running ones. A batch add is added unless it is nil. y may
// be x or add.
func NormApply[T Float](p *Pool, n *Norm, y, x, add, gamma, beta []T, mean, variance []float64) {
	mustHoldBatches("NormApply", n, y, x, add)
	n.mustHoldChannels("NormApply", len(gamma), len(beta), len(mean), len(variance))
	memory, c := borrow[T](p, 3*n.Shape.C), cutOf(n.Shape)
	a := affineOf(n, memory.values, gamma, beta, mean, variance)
	doBackwards(p, c.parts(), n.Shape.Len(), normalizing[T]{kernels[T](p), c, a, y, x, add, n.ReLU})
	release(p, memory)
}

// normalizing works on one run of pixels per part, those measured last first.
type normalizing[T Float] struct {
	kernels *simd.Kernels[T]
	cut     cut
	affine[T]
	y, x, add []T
	relu      bool
}

func (n *normalizing[T]) part(i int) {
	from, to, _ := n.cut.run(i)
	n.kernels.Affine(n.y[from:to], n.x[from:to], span(n.add, from, to), n.center, n.scale, n.offset, n.relu)
}
