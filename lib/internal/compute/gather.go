package compute

// gather computes every destination pixel as a sum over its taps:
//
//	dst[d, p] = Σ_{taps (q, t) of p} Σ_s w[d, s, t] · src[s, q]
func gather[T Float](p *Pool, g *gathering, dst, src, w []T) {
	strips := (g.dst.C + strip - 1) / strip
	macs := g.dst.Blocks() * Lanes * len(g.taps) * g.src.C * g.dst.C
	do(p, g.dst.Blocks()*strips*g.dst.H, macs, gatherer[T]{g, dst, src, w})
}

// gatherer computes, per part, one row of pixels of one strip of channels of
// one block.
type gatherer[T Float] struct {
	*gathering
	to, from, w []T
}

func (g *gatherer[T]) part(i int) {
	strips := (g.dst.C + strip - 1) / strip
	b, rest := i/(strips*g.dst.H), i%(strips*g.dst.H)
	s, row := rest/g.dst.H, rest%g.dst.H
	from := g.from[b*g.src.blockLen():][:g.src.blockLen()]
	to := g.to[b*g.dst.blockLen():][:g.dst.blockLen()]
	w := g.w[s*g.weights*g.src.C*strip:][:g.weights*g.src.C*strip]
	for d := row * g.dst.W; d < (row+1)*g.dst.W; d++ {
		for lane := range Lanes {
			var sum [strip]T
			for _, t := range g.of(d) {
				for c := range g.src.C {
					x := from[(c*g.src.Pixels()+t.source)*Lanes+lane]
					for k := range strip {
						sum[k] += x * w[(t.weight*g.src.C+c)*strip+k]
					}
				}
			}
			for k := range min(strip, g.dst.C-s*strip) {
				to[((s*strip+k)*g.dst.Pixels()+d)*Lanes+lane] = sum[k]
			}
		}
	}
}
