package compute

import (
	"fmt"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// NormBackward computes the gradients of a normalization by the batch's own
// statistics ([Measure], then [NormApply]) by x, γ, β and the batch that was added,
// from dy, the gradient by y, and what NormApply was given. With g = dy where the ReLU was open and zero elsewhere, u = x −
// mean, s = 1/√(variance + Epsilon) and M valid values per channel,
//
//	∂β = Σ g,   ∂γ = s·Σ g·u,   ∂x = γ·s·(g − ∂β/M − u·s·∂γ/M),   ∂add = g
//
// dadd is nil if it is not wanted. Where the ReLU was open is read off y, which
// may be nil if nothing was added: then it is computed again. dx or dadd may be
// dy.
func NormBackward[T Float](p *Pool, n *Norm, dx, dgamma, dbeta, dadd, dy, x, y, gamma, beta []T, mean, variance []float64) {
	NormBackwardPlus(p, n, dx, dgamma, dbeta, dadd, nil, dy, x, y, gamma, beta, mean, variance)
}

// NormBackwardPlus is [NormBackward] with plus added to dx, such as the gradient
// that reaches x another way. plus may be nil, or dx unless dadd is nil.
func NormBackwardPlus[T Float](p *Pool, n *Norm, dx, dgamma, dbeta, dadd, plus, dy, x, y, gamma, beta []T, mean, variance []float64) {
	normBackward[T]{dx: dx, dadd: dadd, plus: plus, dy: dy, x: x, y: y}.run(p, n, dgamma, dbeta, gamma, beta, mean, variance)
}

// NormBackwardFrozen is [NormBackward] with mean and variance constants, as
// running statistics are: ∂x = γ·s·g.
func NormBackwardFrozen[T Float](p *Pool, n *Norm, dx, dgamma, dbeta, dadd, dy, x, y, gamma, beta []T, mean, variance []float64) {
	normBackward[T]{dx: dx, dadd: dadd, dy: dy, x: x, y: y, frozen: true}.run(p, n, dgamma, dbeta, gamma, beta, mean, variance)
}

// normBackward is two passes over runs of pixels: the first leaves g and its
// sums behind, the second makes dx of g. Frozen, dx needs no sums and the first
// pass does it all.
type normBackward[T Float] struct {
	pool    *Pool
	kernels *simd.Kernels[T]
	cut     cut

	dx, dadd, plus, dy, x, y []T
	g                        []T // dadd, or dx for the time being

	affine[T]
	mask         bool      // of the ReLU, without y
	sums         []float64 // per part: Σ g of each channel, then Σ g·(x − center)
	slope, level []T
	frozen       bool
}

func (b normBackward[T]) run(p *Pool, n *Norm, dgamma, dbeta, gamma, beta []T, mean, variance []float64) {
	b.mustFit(n)
	n.mustHoldChannels("NormBackward", len(dgamma), len(dbeta), len(gamma), len(beta), len(mean), len(variance))
	c := n.Shape.C
	b.pool, b.kernels, b.cut = p, kernels[T](p), cutOf(n.Shape)
	memory, sums := borrow[T](p, 5*c), borrow[float64](p, 2*c*b.cut.parts())
	b.affine, b.sums = affineOf(n, memory.values, gamma, beta, mean, variance), sums.values
	b.slope, b.level = memory.values[3*c:4*c], memory.values[4*c:]
	b.mask = n.ReLU && b.y == nil
	if b.g = b.dadd; b.g == nil {
		b.g = b.dx
	}
	if !n.ReLU {
		b.y = nil
	}
	do(p, b.cut.parts(), 4*n.Shape.Len(), projecting[T]{b})
	b.settle(n, dgamma, dbeta, mean, variance)
	if !b.frozen {
		doBackwards(p, b.cut.parts(), 2*n.Shape.Len(), spreading[T]{b})
	}
	release(p, memory)
	release(p, sums)
}

func (b *normBackward[T]) mustFit(n *Norm) {
	mustHoldBatches("NormBackward", n, b.dx, b.dadd, b.plus, b.dy, b.x, b.y)
	if n.ReLU && b.dadd != nil && b.y == nil {
		panic("compute: NormBackward: got dadd without y, want y to see where the ReLU was open")
	}
	if b.dadd == nil && b.plus != nil && &b.plus[0] == &b.dx[0] {
		panic(fmt.Sprintf("compute: NormBackward: got one buffer of %d values as plus and dx without dadd, want two", len(b.dx)))
	}
}

// settle adds up the sums of the parts and sets the gradients per channel and
// what the second pass makes dx of.
func (b *normBackward[T]) settle(n *Norm, dgamma, dbeta []T, mean, variance []float64) {
	c := n.Shape.C
	total := b.sums[:2*c]
	for part := 1; part < b.cut.parts(); part++ {
		for i, v := range b.sums[part*2*c:][:2*c] {
			total[i] += v
		}
	}
	count := float64(n.Shape.N * n.Shape.Pixels())
	for i := range dgamma {
		inverse, slip := n.inverse(variance[i]), slip[T](mean[i])
		sum, product := total[i], inverse*(total[c+i]-slip*total[i])
		dbeta[i], dgamma[i] = T(sum), T(product)
		scale := float64(b.scale[i])
		slope := -scale * inverse * product / count
		b.slope[i], b.level[i] = T(slope), T(-scale*sum/count-slope*slip)
	}
}

// projecting is the first pass.
type projecting[T Float] struct{ normBackward[T] }

func (b *projecting[T]) part(i int) {
	from, to, valid := b.cut.run(i)
	c := len(b.center)
	scratch := borrow[T](b.pool, 2*c*Lanes+2*c)
	sums, reduced := scratch.values[:2*c*Lanes], scratch.values[2*c*Lanes:]
	clear(sums)
	var scale, offset []T
	if b.mask {
		scale, offset = b.scale, b.offset
	}
	g, x := b.g[from:to], b.x[from:to]
	b.kernels.Project(g, sums[:c*Lanes], sums[c*Lanes:], b.dy[from:to], x, span(b.y, from, to), b.center, scale, offset)
	reduceLanes(b.kernels, reduced, sums, valid)
	for j, v := range reduced {
		b.sums[i*2*c+j] = float64(v)
	}
	if b.frozen {
		clear(sums[:c])
		b.kernels.Affine(b.dx[from:to], g, nil, sums[:c], b.scale, sums[:c], false)
	}
	release(b.pool, scratch)
}

// spreading is the second pass, over what was projected last first.
type spreading[T Float] struct{ normBackward[T] }

func (b *spreading[T]) part(i int) {
	from, to, _ := b.cut.run(i)
	b.kernels.Spread(b.dx[from:to], b.g[from:to], b.x[from:to], span(b.plus, from, to), b.center, b.scale, b.slope, b.level)
}
