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

// tiles is some rows of some blocks, copied into tiles of four channels:
//
//	[tile][row][column][block][4][16]
//
// Lanes that are not valid and channels that do not exist are zero.
type tiles[T Float] struct {
	shape      Shape
	each       int // channels in a group
	first, end int // tiles that it holds, counted through all groups
	from       int // its first row
	rowLen     int // values of a row in a tile
	len        int // values of a tile
	values     []T
}

func newTiles[T Float](p *Pool, s Shape, groups, first, end int) *tiles[T] {
	t := take[tiles[T]](p)
	t.shape, t.each, t.first, t.end = s, s.C/groups, first, end
	return t
}

// resize makes room for the rows from one to before another, of a region's
// blocks.
func (t *tiles[T]) resize(r region, from, to int) {
	t.from = from
	t.rowLen = t.shape.W * r.many * tileLen
	t.len = (to - from) * t.rowLen
	t.values = sized(t.values, (t.end-t.first)*t.len)
}

// of returns a tile.
func (t *tiles[T]) of(tile int) []T { return t.values[(tile-t.first)*t.len:][:t.len] }

// load copies every stride-th column of a row, those of one phase.
func (t *tiles[T]) load(x []T, r region, row int, f phase, stride int) {
	s := t.shape
	for b := range r.many {
		x := x[(r.block+b)*s.blockLen()+row*s.W*s.pixelLen():][:s.W*s.pixelLen()]
		to := (row-t.from)*t.rowLen + (f.at*r.many+b)*tileLen
		for i := range f.count {
			pixel := x[(f.first+i*stride)*s.pixelLen():][:s.pixelLen()]
			t.pixel(to+i*r.many*tileLen, pixel, r.valid)
		}
	}
}

// pixel copies a pixel.
func (t *tiles[T]) pixel(to int, pixel []T, valid int) {
	whole := valid == Lanes && t.each%simd.Tile == 0
	for tile := t.first; tile < t.end; tile++ {
		to := (*[tileLen]T)(t.values[(tile-t.first)*t.len+to:])
		if whole {
			*to = *(*[tileLen]T)(pixel[tile*tileLen:])
			continue
		}
		first, count := tileOf(tile, t.each)
		clear(to[:])
		for k := range count {
			copy(to[k*Lanes:][:valid], pixel[(first+k)*Lanes:])
		}
	}
}
