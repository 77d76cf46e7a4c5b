package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// gatherTiles computes the convolution of src with weights that are still to be
// transformed, and finishes the rows.
func gatherTiles[T Float](p *Pool, w winogradWeights[T], kept *Packed[T], dst, src []T, e Epilogue[T]) {
	packed := startPacking(p, kept, simd.WinogradPositions*w.weights(), w.w, e.Scale)
	finish := newFinish(p, &w.grid, dst, e)
	w.packed, w.scale = packed.values, e.Scale
	if !packed.there {
		do(p, w.strips(), 8*len(packed.values), w)
	}
	do(p, w.grid.regions(), w.work(), tileGatherer[T]{w.winograd, finish, dst, src, packed.values})
	finish.close()
	packed.end(p, w.w, e.Scale)
}

// tileGatherer computes a region per part.
type tileGatherer[T Float] struct {
	*winograd
	finish            finish[T]
	to, from, weights []T
}

// piece is a chunk of a row of tiles of a block.
type piece struct {
	block int
	row   tileSpan
	chunk []tileSpan
	last  bool // of its row
}

// piece returns piece i of a region.
func (w *winograd) piece(r region, i int) piece {
	rows := quotient(r.rows-r.row, 2)
	chunk, row := i%len(w.chunks), i/len(w.chunks)
	return piece{r.block + row/rows, w.rows[r.row/2+row%rows], w.chunks[chunk], chunk == len(w.chunks)-1}
}

func (g *tileGatherer[T]) part(i int) {
	r := g.grid.region(i)
	tally := g.finish.start(r)
	line := borrow[T](g.finish.pool, simd.WinogradTile*g.line)
	sums := borrow[T](g.finish.pool, simd.WinogradPositions*g.sums)
	pieces := r.many * quotient(r.rows-r.row, 2) * len(g.chunks)
	for first := 0; first < pieces; first += g.pieces {
		end := min(first+g.pieces, pieces)
		for i := range simd.WinogradTile {
			tiles := g.transform(line.values, i, r, first, end)
			g.multiply(sums.values[i*simd.WinogradTile*g.sums:], line.values, i, tiles)
		}
		g.restore(sums.values, tally, r, first, end)
	}
	release(g.finish.pool, sums)
	release(g.finish.pool, line)
	g.finish.end(tally)
}

// transform transforms a line of the tiles of some pieces, and returns how many
// tiles there are.
func (g *tileGatherer[T]) transform(v []T, line int, r region, first, end int) int {
	tiles, pixel := 0, g.src.pixelLen()
	for i := first; i < end; i++ {
		p := g.piece(r, i)
		from := g.from[p.block*g.src.blockLen():][:g.src.blockLen()]
		for _, c := range p.chunk {
			at := (2*p.row.first-g.top)*g.src.W + 2*c.first - g.left
			g.finish.kernels.Winograd.Input(v[tiles*pixel:], from, line, c.count, g.src.C,
				inside(p.row.in, c.in, simd.WinogradTile), at*pixel, g.src.W*pixel, pixel, g.line)
			tiles += c.count
		}
	}
	return tiles
}

// multiply sums the products of a line over the source channels.
func (g *tileGatherer[T]) multiply(sums, v []T, line, tiles int) {
	position := g.winograd.weights()
	g.finish.kernels.Winograd.Multiply(sums, v, g.weights[line*simd.WinogradTile*position:], tiles, g.src.C, g.strips(), g.sums, g.line, position)
}

// restore transforms the sums of some pieces back and finishes the rows that are
// complete.
func (g *tileGatherer[T]) restore(sums []T, t *tally[T], r region, first, end int) {
	tiles, pixel := 0, g.dst.pixelLen()
	for i := first; i < end; i++ {
		p := g.piece(r, i)
		to := g.to[p.block*g.dst.blockLen():][:g.dst.blockLen()]
		for _, c := range p.chunk {
			at := 2 * (p.row.first*g.dst.W + c.first)
			g.output(to, sums[tiles*g.sumsStep():], p.block, c.count, inside(p.row.out, c.out, 2), at*pixel)
			tiles += c.count
		}
		if p.last {
			r := r
			r.block, r.many = p.block, 1
			for row := 2 * p.row.first; row < min(2*p.row.first+2, g.dst.H); row++ {
				g.finish.measure(t, r, row)
			}
		}
	}
}

// output transforms some tiles of a block back, and finishes their pixels in
// passing.
func (g *tileGatherer[T]) output(to, sums []T, block, tiles int, inside uint, at int) {
	k, f, row := &g.finish.kernels.Winograd, &g.finish, g.dst.W*g.dst.pixelLen()
	if !f.affine {
		k.Output(to, sums, tiles, g.dst.C, inside, at, row, g.sumsStep(), g.sums)
		return
	}
	var add []T
	if f.e.Add != nil {
		add = f.e.Add[block*g.dst.blockLen():][:g.dst.blockLen()]
	}
	k.Finish(to, sums, f.e.Bias, add, f.e.ReLU, tiles, g.dst.C, inside, at, row, g.sumsStep(), g.sums)
}
