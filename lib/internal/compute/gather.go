package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// gather computes every destination pixel as a sum over its taps:
//
//	dst[p, d] = Σ_{taps (q, t) of p} Σ_s w[d, s, t] · src[q, s]
func gather[T Float](p *Pool, g *gathering, dst, src, w []T) {
	macs := g.dst.Blocks() * Lanes * len(g.taps) * g.src.C * g.dst.C
	do(p, g.dst.Blocks()*g.dst.H, macs, gatherer[T]{g, p, kernels[T](p), dst, src, w})
}

// gatherer computes, per part, one row of pixels of one block.
type gatherer[T Float] struct {
	*gathering
	pool        *Pool
	kernels     *simd.Kernels[T]
	to, from, w []T
}

func (g *gatherer[T]) part(i int) {
	tile := borrow[T](g.pool, strip*Lanes)
	defer release(g.pool, tile)
	b, row := i/g.dst.H, i%g.dst.H
	from := g.from[b*g.src.blockLen():][:g.src.blockLen()]
	for d := row * g.dst.W; d < (row+1)*g.dst.W; d++ {
		to := g.to[b*g.dst.blockLen()+d*g.dst.pixelLen():][:g.dst.pixelLen()]
		for s := range stripsOf(g.dst.C) {
			w := g.w[s*g.weights*g.src.C*strip:][:g.weights*g.src.C*strip]
			g.kernels.Gather(tile.values, from, w, g.of(d), g.src.C, 1, strip*Lanes, g.src.pixelLen(), false)
			copy(to[s*strip*Lanes:], tile.values)
		}
	}
}
