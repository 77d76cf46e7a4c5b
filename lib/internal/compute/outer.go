package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// outer computes weight gradients, sums of products over pixels and images:
//
//	dw[o, c, t] = Σ_{blocks, pixels, valid lanes} dy[out, o] · x[in, c]
func outer[T Float](p *Pool, n *outering, dw, x, dy []T) {
	partial := borrow[T](p, n.pixelParts*n.sums()/Lanes)
	shared := borrow[T](p, n.sharedLen())
	o := outerer[T]{n, p, kernels[T](p), x, dy, partial.values, shared.values}
	if n.share {
		do(p, n.grid.groups*n.in.H, n.in.Len(), sharer[T]{o})
	}
	do(p, n.pixelParts*n.tileParts, n.work, o)
	do(p, n.outTiles, len(partial.values), merger[T]{n, dw, partial.values})
	release(p, shared)
	release(p, partial)
}

// outerer adds up some regions for some tiles of output channels per part. It
// leaves sums over lanes in partial: [regions][tile pair][tap][4][4].
type outerer[T Float] struct {
	*outering
	pool                   *Pool
	kernels                *simd.Kernels[T]
	x, dy, partial, shared []T
}

func (o *outerer[T]) part(i int) {
	part, first, end := i/o.tileParts, o.firstTile(i%o.tileParts), o.firstTile(i%o.tileParts+1)
	dy, x := newTiles[T](o.pool, o.out, o.groups, o.grid.rows), o.inputs()
	dy.hold(first, end)
	x.hold(o.firstIn(first), o.firstIn(end-1)+o.inTiles)
	from, to := o.firstRegion(part), o.firstRegion(part+1)
	pairs := (end - first) * o.inTiles
	held := pairs // whose sums are kept from region to region
	if to-from == 1 {
		held = 1
	}
	sums := borrow[T](o.pool, held*o.pairSums())
	for i := from; i < to; i++ {
		r := o.grid.region(i)
		o.load(dy, x, r)
		for pair := range pairs {
			sums := sums.values[pair%held*o.pairSums():][:o.pairSums()]
			if i == from {
				clear(sums)
			}
			tile := first + pair/o.inTiles
			o.multiply(sums, dy, x, tile, o.firstIn(tile)+pair%o.inTiles, r)
			if i == to-1 {
				at := part*o.sums() + (first*o.inTiles+pair)*o.pairSums()
				o.kernels.LaneSums(o.partial[at/Lanes:][:o.pairSums()/Lanes], sums)
			}
		}
	}
	release(o.pool, sums)
	put(o.pool, x)
	put(o.pool, dy)
}

// inputs returns tiles of the input: the part's own, or those that parts share.
func (o *outerer[T]) inputs() *tiles[T] {
	if !o.share {
		return newTiles[T](o.pool, o.in, o.groups, o.inRows)
	}
	t := newTiles[T](o.pool, o.in, o.groups, o.in.H)
	t.shared, t.blocks = o.shared, o.grid.blocks
	return t
}

// load copies the rows of a region that are not there yet, of both images.
func (o *outerer[T]) load(dy, x *tiles[T], r region) {
	for row := dy.begin(r, r.row); row < r.rows; row++ {
		dy.load(o.kernels, o.dy, r, row, phase{0, o.out.W, 0}, 1)
	}
	from, to := o.sourceRows(r)
	from = x.begin(r, from)
	if o.share {
		return
	}
	for row := from; row < to; row++ {
		o.loadInput(x, r, row)
	}
}

// loadInput copies a row of the input.
func (o *outerer[T]) loadInput(x *tiles[T], r region, row int) {
	if !o.used[row] {
		return
	}
	for _, f := range o.phases {
		x.load(o.kernels, o.x, r, row, f, o.stride)
	}
}

// sharer copies, per part, a row of the input for all parts.
type sharer[T Float] struct{ outerer[T] }

func (s *sharer[T]) part(i int) {
	group, row := i/s.in.H, i%s.in.H
	r := s.grid.region(group * s.grid.bands)
	x := s.inputs()
	x.hold(0, s.groups*s.inTiles)
	x.begin(r, row)
	s.loadInput(x, r, row)
	put(s.pool, x)
}

// multiply adds a region to the sums of a pair of tiles, row by row, so that a row
// of both stays in the first level of cache for all columns of the kernel.
func (o *outerer[T]) multiply(sums []T, dy, x *tiles[T], out, in int, r region) {
	dyTile, xTile := dy.of(out), x.of(in)
	for row := r.row; row < r.rows; row++ {
		dy := dyTile[dy.row(row):]
		for _, reach := range o.rows[row] {
			x := xTile[x.row(reach.source):]
			sums := sums[reach.tap*len(o.columns)*sumsLen:]
			for k, c := range o.columns {
				if c.count > 0 {
					o.kernels.Outer(sums[k*sumsLen:], dy[c.out*r.many*tileLen:], x[c.in*r.many*tileLen:], c.count*r.many, tileLen, tileLen)
				}
			}
		}
	}
}

// merger adds up the partial sums of a tile of output channels per part, and puts
// them into the order of weights.
type merger[T Float] struct {
	*outering
	dw, partial []T
}

func (m *merger[T]) part(tile int) {
	taps, inner := m.taps, m.in.C/m.groups
	first, count := tileOf(tile, m.out.C/m.groups)
	n := m.inTiles * taps * simd.Tile * simd.Tile // sums of the tile
	partial := m.partial[tile*n:]
	for i := 1; i < m.pixelParts; i++ {
		more := m.partial[i*m.outTiles*n+tile*n:][:n]
		for j, v := range more {
			partial[j] += v
		}
	}
	for k := range count {
		for c := range inner {
			dw := m.dw[((first+k)*inner+c)*taps:][:taps]
			sums := partial[(c/simd.Tile*taps*simd.Tile+k)*simd.Tile+c%simd.Tile:]
			for t := range dw {
				dw[t] = sums[t*simd.Tile*simd.Tile]
			}
		}
	}
}
