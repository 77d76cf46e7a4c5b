package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

const (
	tileLen = simd.Tile * Lanes   // values of a pixel in a tile
	sumsLen = simd.Tile * tileLen // sums of a pair of tiles
)

// tileOf returns the first and the number of channels of a tile of four, with
// each channels in a group.
func tileOf(tile, each int) (first, count int) {
	tiles := quotient(each, simd.Tile)
	at := tile % tiles * simd.Tile
	return tile/tiles*each + at, min(simd.Tile, each-at)
}

// tiles is some consecutive rows of some blocks, copied into tiles of four
// channels:
//
//	[tile][row][column][block][4][16]
//
// Lanes that are not valid and channels that do not exist are zero. Rows that come
// take the place of those longest there.
type tiles[T Float] struct {
	shape      Shape
	each       int // channels in a group
	first, end int // tiles that it holds, counted through all groups
	rows       int // that it holds
	block      int // its first block
	next       int // the first row that has not come yet
	rowLen     int // values of a row in a tile
	len        int // values of a tile
	values     []T // from the first tile on

	memory []T
	shared []T // unless nil, values of all tiles and blocks for all parts
	blocks int // of a region, if shared
}

// newTiles returns tiles that hold some rows.
func newTiles[T Float](p *Pool, s Shape, groups, rows int) *tiles[T] {
	t := take[tiles[T]](p)
	*t = tiles[T]{shape: s, each: s.C / groups, rows: min(rows, s.H), block: -1, memory: t.memory}
	return t
}

// hold sets the tiles to hold, from first to before end.
func (t *tiles[T]) hold(first, end int) { t.first, t.end = first, end }

// begin makes room for the blocks of a region and returns the first row, from one
// on, that is not there yet.
func (t *tiles[T]) begin(r region, from int) int {
	if t.block == r.block {
		return max(from, t.next)
	}
	t.block, t.next = r.block, 0
	t.rowLen = t.shape.W * r.many * tileLen
	t.len = tileRoom(t.rowLen, t.rows)
	if t.shared != nil {
		all := quotient(t.each, simd.Tile) * t.shape.C / t.each
		room := tileRoom(t.shape.W*t.blocks*tileLen, t.rows)
		t.values = t.shared[quotient(r.block, t.blocks)*all*room+t.first*t.len:]
	} else {
		t.memory = sized(t.memory, (t.end-t.first)*t.len)
		t.values = t.memory
	}
	return from
}

// tileRoom is the number of values of a tile of some rows: a pixel more than there
// are, which keeps tiles from falling on the same sets of the cache.
func tileRoom(rowLen, rows int) int { return rows*rowLen + tileLen }

// row returns where a row begins in every tile.
func (t *tiles[T]) row(row int) int { return row % t.rows * t.rowLen }

// of returns a tile.
func (t *tiles[T]) of(tile int) []T { return t.values[(tile-t.first)*t.len:][:t.len] }

// load copies every stride-th column of a row, those of one phase. Rows come in
// order.
func (t *tiles[T]) load(k *simd.Kernels[T], x []T, r region, row int, f phase, stride int) {
	t.next = row + 1
	s, to := t.shape, t.values[t.row(row)+f.at*r.many*tileLen:]
	for b := range r.many {
		at := (r.block+b)*s.blockLen() + (row*s.W+f.first)*s.pixelLen()
		if r.valid == Lanes && t.each%simd.Tile == 0 {
			k.Split(to[b*tileLen:], x[at+t.first*tileLen:], t.end-t.first, f.count, t.len, r.many*tileLen, stride*s.pixelLen())
			continue
		}
		for i := range f.count {
			t.pixel(to[(i*r.many+b)*tileLen:], x[at+i*stride*s.pixelLen():][:s.pixelLen()], r.valid)
		}
	}
}

// pixel copies what is valid of a pixel.
func (t *tiles[T]) pixel(to, pixel []T, valid int) {
	for tile := t.first; tile < t.end; tile++ {
		to := to[(tile-t.first)*t.len:][:tileLen]
		first, count := tileOf(tile, t.each)
		from := pixel[first*Lanes:][:count*Lanes]
		if valid == Lanes {
			clear(to[copy(to, from):])
			continue
		}
		clear(to)
		for k := 0; k < len(from); k += Lanes {
			copy(to[k:k+valid], from[k:])
		}
	}
}
