package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// outer computes weight gradients, sums of products over pixels and images:
//
//	dw[o, c, t] = Σ_{blocks, pixels, valid lanes} dy[out, o] · x[in, c]
func outer[T Float](p *Pool, n *outering, dw, x, dy []T) {
	partial := borrow[T](p, n.pixelParts*n.sums()/Lanes)
	do(p, n.pixelParts*n.tileParts, n.work, outerer[T]{n, p, kernels[T](p), x, dy, partial.values})
	do(p, n.outTiles, len(partial.values), merger[T]{n, dw, partial.values})
	release(p, partial)
}

// outerer adds up some chunks for some tiles of output channels per part. It
// leaves sums over lanes in partial: [chunks][tile pair][tap][4][4].
type outerer[T Float] struct {
	*outering
	pool           *Pool
	kernels        *simd.Kernels[T]
	x, dy, partial []T
}

func (o *outerer[T]) part(i int) {
	part, tilePart := i/o.tileParts, i%o.tileParts
	first, end := tilePart*o.outTiles/o.tileParts, (tilePart+1)*o.outTiles/o.tileParts
	pairs := (end - first) * o.inTiles
	sums := borrow[T](o.pool, pairs*o.pairSums())
	clear(sums.values)
	dy, x := newTiles[T](o.pool, o.out, o.groups, first, end, o.grid.rows), newTiles[T](o.pool, o.in, o.groups, o.firstIn(first), o.firstIn(end-1)+o.inTiles, o.inRows)
	next := take[upcoming[T]](o.pool)
	next.kernels = o.kernels
	regions := o.grid.regions()
	last := (part+1)*regions/o.pixelParts - 1
	for i := part * regions / o.pixelParts; i <= last; i++ {
		r := o.grid.region(i)
		o.load(dy, x, r)
		next.clear()
		if i < last {
			o.announce(next, o.grid.region(i+1), pairs)
		}
		for pair := range pairs {
			tile := first + pair/o.inTiles
			o.multiply(sums.values[pair*o.pairSums():], dy, x, tile, o.firstIn(tile)+pair%o.inTiles, r, next)
		}
	}
	put(o.pool, next)
	at := (part*o.sums() + first*o.inTiles*o.pairSums()) / Lanes
	o.kernels.LaneSums(o.partial[at:][:len(sums.values)/Lanes], sums.values)
	put(o.pool, x)
	put(o.pool, dy)
	release(o.pool, sums)
}

// announce tells what the next region reads, while pairs of tiles are at work.
func (o *outerer[T]) announce(next *upcoming[T], r region, pairs int) {
	from, to := o.sourceRows(r)
	for b := r.block; b < r.block+r.many; b++ {
		next.add(rows(o.in, b, from, to, o.x))
		if o.tileParts == 1 {
			next.add(rows(o.out, b, r.row, r.rows, o.dy))
		}
	}
	next.spread(pairs * (r.rows - r.row) * len(o.rows[o.out.H/2]))
}

// load copies the rows of a region that are not there yet, of both images.
func (o *outerer[T]) load(dy, x *tiles[T], r region) {
	for row := dy.begin(r, r.row); row < r.rows; row++ {
		dy.load(o.kernels, o.dy, r, row, phase{0, o.out.W, 0}, 1)
	}
	from, to := o.sourceRows(r)
	for row := x.begin(r, from); row < to; row++ {
		if !o.used[row] {
			continue
		}
		for _, f := range o.phases {
			x.load(o.kernels, o.x, r, row, f, o.stride)
		}
	}
}

// multiply adds a region to the sums of a pair of tiles, row by row, so that a row
// of both stays in the first level of cache for all columns of the kernel.
func (o *outerer[T]) multiply(sums []T, dy, x *tiles[T], out, in int, r region, next *upcoming[T]) {
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
			next.step()
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
