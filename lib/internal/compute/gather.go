package compute

// gather computes every destination pixel as a sum over its taps:
//
//	dst[d, p] = Σ_{taps (q, t) of p} Σ_s w[d, s, t] · src[s, q]
func gather[T Float](p *Pool, g *gathering, dst, src, w []T) {
	strips := stripsOf(g.dst.C)
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
	strips := stripsOf(g.dst.C)
	b, rest := i/(strips*g.dst.H), i%(strips*g.dst.H)
	s, row := rest/g.dst.H, rest%g.dst.H
	from := g.from[b*g.src.blockLen():][:g.src.blockLen()]
	to := g.to[b*g.dst.blockLen()+s*strip*g.dst.planeLen():][:min(strip, g.dst.C-s*strip)*g.dst.planeLen()]
	w := g.w[s*g.weights*g.src.C*strip:][:g.weights*g.src.C*strip]
	for d := row * g.dst.W; d < (row+1)*g.dst.W; d++ {
		taps := g.of(d)
		for lane := range Lanes {
			var sum [strip]T
			g.sum(&sum, from[lane:], w, taps)
			at := d*Lanes + lane
			for k := range sum {
				if at >= len(to) {
					break
				}
				to[at] = sum[k]
				at += g.dst.planeLen()
			}
		}
	}
}

// sum computes one lane of one pixel of a strip. It keeps the strip's sums in
// registers and takes two source channels at a time: that is what makes it
// fast, see the package comment.
func (g *gatherer[T]) sum(sum *[strip]T, from, w []T, taps []tap) {
	plane, block := g.src.planeLen(), g.src.C*strip
	var s0, s1, s2, s3, s4, s5, s6, s7 T
	for _, t := range taps {
		at := t.source
		w := w[t.weight:][:block]
		for ; len(w) >= 2*strip; w = w[2*strip:] {
			k := (*[2 * strip]T)(w)
			x := from[at]
			z := from[at+plane]
			at += 2 * plane
			s0 += x*k[0] + z*k[8]
			s1 += x*k[1] + z*k[9]
			s2 += x*k[2] + z*k[10]
			s3 += x*k[3] + z*k[11]
			s4 += x*k[4] + z*k[12]
			s5 += x*k[5] + z*k[13]
			s6 += x*k[6] + z*k[14]
			s7 += x*k[7] + z*k[15]
		}
		if len(w) >= strip {
			k := (*[strip]T)(w)
			x := from[at]
			s0 += x * k[0]
			s1 += x * k[1]
			s2 += x * k[2]
			s3 += x * k[3]
			s4 += x * k[4]
			s5 += x * k[5]
			s6 += x * k[6]
			s7 += x * k[7]
		}
	}
	*sum = [strip]T{s0, s1, s2, s3, s4, s5, s6, s7}
}
