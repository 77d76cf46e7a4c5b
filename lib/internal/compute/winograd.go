package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// winograd is the plan of a 3×3 convolution of stride 1 by tiles, see
// [simd.Winograd]. The source is zero outside the image; top and left may be negative.
//
// A piece is a chunk of a row of tiles; a step transforms and multiplies some
// pieces together, in one run of tiles.
type winograd struct {
	dst, src   Shape
	top, left  int          // zeros above and before the source
	grid       grid         // of dst, cut between rows of tiles
	rows       []tileSpan   // one for each row of tiles
	chunks     [][]tileSpan // of a row: runs of tiles
	width      int          // tiles in a chunk, at most
	pieces     int          // in a step, at most
	line, sums int          // values in a plane of transformed tiles, of src and of dst
}

// tileSpan is a run of tiles along one dimension that see the same of the images.
type tileSpan struct {
	first, count int
	in, out      uint // bits of the tile's pixels that lie inside
}

// winogradSkew keeps planes, which are written side by side, from falling on the
// same sets of a cache.
const winogradSkew = 4 * Lanes

// newWinograd plans the convolution of src to dst in steps of about some tiles.
func newWinograd(dst, src Shape, top, left, tiles int) *winograd {
	w := &winograd{dst: dst, src: src, top: top, left: left, grid: newGrid(dst, 1)}
	w.grid.rows += w.grid.rows % 2
	w.grid.bands = quotient(dst.H, w.grid.rows)
	for row := range quotient(dst.H, 2) {
		w.rows = append(w.rows, newTileSpan(row, dst.H, src.H, top))
	}
	across := quotient(dst.W, 2)
	w.width = quotient(across, quotient(across, tiles))
	w.pieces = max(1, tiles/w.width)
	for first := 0; first < across; first += w.width {
		w.chunks = append(w.chunks, chunkOf(first, min(first+w.width, across), dst.W, src.W, left))
	}
	w.line = w.pieces*w.width*src.pixelLen() + winogradSkew
	w.sums = w.pieces*w.width*w.sumsStep() + winogradSkew
	return w
}

// chunkOf returns the runs of tiles from first to before end.
func chunkOf(first, end, dst, src, pad int) []tileSpan {
	var runs []tileSpan
	for ; first < end; first++ {
		s := newTileSpan(first, dst, src, pad)
		if last := len(runs) - 1; last >= 0 && runs[last].in == s.in && runs[last].out == s.out {
			runs[last].count++
			continue
		}
		runs = append(runs, s)
	}
	return runs
}

// newTileSpan is one tile along a dimension of dst and src pixels.
func newTileSpan(tile, dst, src, pad int) tileSpan {
	s := tileSpan{first: tile, count: 1}
	for i := range simd.WinogradTile {
		if at := 2*tile - pad + i; at >= 0 && at < src {
			s.in |= 1 << i
		}
	}
	for i := range 2 {
		if 2*tile+i < dst {
			s.out |= 1 << i
		}
	}
	return s
}

// inside combines the bits of two dimensions of size pixels.
func inside(rows, columns uint, size int) uint {
	var bits uint
	for i := range size {
		if rows>>i&1 != 0 {
			bits |= columns << (i * size)
		}
	}
	return bits
}

// strips is the number of strips of destination channels.
func (w *winograd) strips() int { return quotient(w.dst.C, simd.Strip) }

// sumsStep is the number of values of a tile's destination channels, whole
// strips.
func (w *winograd) sumsStep() int { return w.strips() * simd.Strip * Lanes }

// weights is the number of transformed weights of a position, and a skew.
func (w *winograd) weights() int { return w.strips()*simd.Strip*w.src.C + winogradSkew }

// work is about the number of products of a pass.
func (w *winograd) work() int {
	return w.dst.Blocks() * Lanes * len(w.rows) * quotient(w.dst.W, 2) * simd.WinogradPositions * w.dst.C * w.src.C
}
