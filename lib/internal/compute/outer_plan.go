package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Sizes of the parts of a weight gradient.
const (
	outerRun   = 64      // pixels of a row, over all blocks of a chunk, that make long runs
	outerChunk = 1 << 17 // values of both images in a chunk: half of a level-two cache in float32
	outerSums  = 5 << 15 // sums in a part, likewise
	outerParts = 8       // parts that keep the threads of most machines busy
)

// outering is the plan of a weight gradient: sums of outer products of output
// and input channels over the pixels that a tap joins.
//
// It goes through the batch in chunks, some rows of some blocks. The channels of a
// chunk are copied out in tiles of four, with the blocks side by side:
//
//	[tile][row][column][block][4][16]
//
// so that the pixels a tap joins in a row are one run, that neither NaN in
// padding lanes nor a number of channels needs another thought, and that pixels
// do not fall on the same sets of the cache. Input columns that a stride takes
// apart are kept apart, phase by phase.
type outering struct {
	in, out Shape
	groups  int // of channels
	taps    int // of the kernel
	stride  int // from column to column

	rows    [][]reach // per output row, the kernel rows that reach it
	columns []joined  // per kernel column
	phases  []phase   // of the input columns
	used    []bool    // per input row

	outTiles, inTiles int // of all output channels; of the input channels of a group
	grid              grid
	pixelParts        int // parts by chunks
	tileParts         int // parts by tiles of output channels
	work              int
}

// joined is the run of columns that a tap joins: where it begins in the output
// and in a row of the input as copied.
type joined struct{ out, in, count int }

// phase is the input columns first, first + stride, …, and where the copy has
// them.
type phase struct{ first, count, at int }

func newOutering(in, out Shape, groups int, down, across axis) outering {
	n := outering{in: in, out: out, groups: groups, taps: down.kernel * across.kernel, stride: across.stride}
	n.rows, n.used = make([][]reach, out.H), make([]bool, in.H)
	for _, s := range down.forward() {
		for i := range s.count {
			for _, t := range s.taps {
				source := t.source + i*s.advance
				n.rows[s.first+i] = append(n.rows[s.first+i], reach{t.tap, source})
				n.used[source] = true
			}
		}
	}
	n.join(across)
	n.outTiles = groups * quotient(out.C/groups, simd.Tile)
	n.inTiles = quotient(in.C/groups, simd.Tile)
	n.cut(down.stride)
	return n
}

// join fills columns and phases.
func (n *outering) join(a axis) {
	at := 0
	starts := make([]int, a.stride)
	for f := range min(a.stride, a.in) {
		count := quotient(a.in-f, a.stride)
		n.phases = append(n.phases, phase{f, count, at})
		starts[f] = at
		at += count
	}
	for k := range a.kernel {
		first := quotient(max(0, a.pad-k), a.stride)
		in := first*a.stride + k - a.pad
		if in >= a.in || first >= a.out {
			n.columns = append(n.columns, joined{})
			continue
		}
		count := min(a.out-first, quotient(a.in-in, a.stride))
		n.columns = append(n.columns, joined{first, starts[in%a.stride] + in/a.stride, count})
	}
}

// cut chooses chunks and parts.
func (n *outering) cut(stride int) {
	n.grid = grid{shape: n.out, blocks: min(max(1, quotient(outerRun, n.out.W)), max(1, n.out.N/Lanes))}
	g := &n.grid
	g.full = quotient(n.out.N/Lanes, g.blocks)
	g.groups = g.full + min(1, n.out.N%Lanes)
	row := g.blocks * (n.out.W*n.out.C + stride*n.in.W*n.in.C) * Lanes
	g.rows = min(n.out.H, max(1, outerChunk/row))
	g.bands = quotient(n.out.H, g.rows)

	n.tileParts = min(n.outTiles, quotient(n.sums(), outerSums))
	n.pixelParts = min(g.regions(), quotient(outerParts, n.tileParts))
	n.tileParts = min(n.outTiles, max(n.tileParts, outerParts/n.pixelParts))
	n.work = n.out.N * n.out.Pixels() * n.out.C * n.in.C / n.groups * n.taps
}

// pairSums is the number of sums of a pair of tiles.
func (n *outering) pairSums() int { return n.taps * sumsLen }

// sums is the number of sums of all tiles.
func (n *outering) sums() int { return n.outTiles * n.inTiles * n.pairSums() }

// firstIn is the first tile of the input channels of the group that a tile of
// output channels belongs to.
func (n *outering) firstIn(tile int) int { return tile / (n.outTiles / n.groups) * n.inTiles }

// sourceRows returns the input rows of a region, from the first to before the
// last.
func (n *outering) sourceRows(r region) (from, to int) {
	from = n.in.H
	for _, row := range n.rows[r.row:r.rows] {
		for _, reach := range row {
			from, to = min(from, reach.source), max(to, reach.source+1)
		}
	}
	return min(from, to), to
}
