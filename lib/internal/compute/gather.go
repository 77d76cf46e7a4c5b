package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// tilePixels is the number of pixels that go through scratch at a time if a
// strip is not full.
const tilePixels = 16

// gather computes every destination pixel as a sum over its taps, and finishes
// the rows:
//
//	dst[p, d] = Σ_{taps (q, t) of p} Σ_s w[d, s, t] · src[q, s]
func gather[T Float](p *Pool, g *gathering, dst, src, w []T, kept *Packed[T], e Epilogue[T]) {
	packed := startPacking(p, kept, len(g.strips)*g.stripLen(), w, e.Scale)
	finish := newFinish(p, &g.grid, dst, e)
	t := gatherer[T]{g, finish, repacking[T]{g, p, packed.values, w, e.Scale, packed.there}, dst, src}
	if g.grid.byStrip {
		do(p, len(g.strips), g.work, stripGatherer[T]{t})
		if !finish.idle() {
			do(p, g.grid.regions(), g.dst.Len(), finish)
		}
	} else {
		if !packed.there {
			do(p, len(g.strips), len(packed.values), t.pack)
		}
		do(p, g.grid.regions(), g.work, t)
	}
	finish.close()
	packed.end(p, w, e.Scale)
}

// gatherer computes a region of all strips per part.
type gatherer[T Float] struct {
	*gathering
	finish   finish[T]
	pack     repacking[T]
	to, from []T
}

func (g *gatherer[T]) part(i int) {
	r := g.grid.region(i)
	t := g.finish.start(r)
	for row := r.row; row < r.rows; row++ {
		for s := range g.strips {
			g.strip(r, &g.rows[row], s)
		}
		g.finish.row(t, r, row)
	}
	g.finish.end(t)
}

// stripGatherer computes all regions of a strip per part, whose weights it packs
// by itself: for tiny images one wait more would cost as much as the packing.
type stripGatherer[T Float] struct{ gatherer[T] }

func (g *stripGatherer[T]) part(s int) {
	if !g.pack.there {
		g.pack.part(s)
	}
	for i := range g.grid.regions() {
		r := g.grid.region(i)
		for row := range g.rows {
			g.strip(r, &g.rows[row], s)
		}
	}
}

// strip computes one strip of one row. Runs go along the row or across the
// blocks, whichever is longer.
func (g *gatherer[T]) strip(r region, row *row, i int) {
	s := &g.strips[i]
	w := g.pack.packed[i*g.stripLen():][:g.stripLen()]
	block, srcBlock := g.dst.blockLen(), g.src.blockLen()
	dst := r.block*block + row.dst + s.first*Lanes
	src := r.block*srcBlock + row.src + s.source*Lanes
	for i := range row.runs {
		run := &row.runs[i]
		to, from := dst+run.dst, src+run.src
		if r.many > run.pixels {
			across := *run
			across.pixels, across.dstStep, across.srcStep = r.many, block, srcBlock
			for p := range run.pixels {
				g.pixels(to+p*run.dstStep, from+p*run.srcStep, w, &across, s.count)
			}
			continue
		}
		for b := range r.many {
			g.pixels(to+b*block, from+b*srcBlock, w, run, s.count)
		}
	}
}

// pixels computes a run of pixels.
func (g *gatherer[T]) pixels(dst, src int, w []T, r *run, count int) {
	k := g.finish.kernels
	if len(r.taps) == 0 {
		for p := range r.pixels {
			clear(g.to[dst+p*r.dstStep:][:count*Lanes])
		}
		return
	}
	if count == simd.Strip {
		k.Gather(g.to[dst:], g.from[src:], w, r.taps, g.channels, r.pixels, r.dstStep, r.srcStep, false)
		return
	}
	tile := borrow[T](g.finish.pool, tilePixels*simd.Strip*Lanes)
	for at := 0; at < r.pixels; at += tilePixels {
		n := min(tilePixels, r.pixels-at)
		k.Gather(tile.values, g.from[src+at*r.srcStep:], w, r.taps, g.channels, n, simd.Strip*Lanes, r.srcStep, false)
		for p := range n {
			copy(g.to[dst+(at+p)*r.dstStep:][:count*Lanes], tile.values[p*simd.Strip*Lanes:])
		}
	}
	release(g.finish.pool, tile)
}
