package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Sizes of the parts of a weight gradient.
const (
	outerRun    = 64      // pixels of a row, over all blocks of a region, that make long runs
	outerRegion = 1 << 17 // values of both images that a part holds: in float32, a quarter of a second level of cache
	outerSums   = 5 << 15 // sums in a part, likewise
	outerShared = 1 << 19 // values that are not worth to be copied once more for another part
	outerParts  = 8       // parts that keep the threads of most machines busy
)

// outering is the plan of a weight gradient: sums of outer products of output
// and input channels over the pixels that a tap joins.
//
// It goes through the batch in regions, some rows of some blocks, which are copied
// into [tiles]: the pixels that a tap joins in a row of all blocks are then one run,
// neither NaN in padding lanes nor any number of channels needs another thought,
// and pixels do not fall on the same sets of the cache. Input columns that a stride
// takes apart are kept apart, phase by phase.
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
	inRows            int  // input rows that a region needs at a time
	pixelParts        int  // parts by regions
	tileParts         int  // parts by tiles of output channels
	share             bool // whether those share a copy of the input
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
	for _, s := range down.forward().segments() {
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
	n.cut(down)
	return n
}

// join fills columns and phases.
func (n *outering) join(a axis) {
	at := 0
	starts := make([]int, min(a.stride, a.in))
	for f := range min(a.stride, a.in) {
		count := quotient(a.in-f, a.stride)
		n.phases = append(n.phases, phase{f, count, at})
		starts[f] = at
		at += count
	}
	for k := range a.kernel {
		first := quotient(max(0, -a.source(0, k)), a.stride)
		in := a.source(first, k)
		if in >= a.in || first >= a.out {
			n.columns = append(n.columns, joined{})
			continue
		}
		count := min(a.out-first, quotient(a.in-in, a.stride))
		n.columns = append(n.columns, joined{first, starts[in%a.stride] + in/a.stride, count})
	}
}

// cut chooses regions and parts, for the rows that a kernel takes.
func (n *outering) cut(down axis) {
	n.tileParts = min(n.outTiles, quotient(n.sums(), outerSums))
	g := &n.grid
	g.shape, g.rows = n.out, 1
	g.blocks = min(quotient(outerRun, n.out.W), max(1, n.out.N/Lanes))
	for g.rows < n.out.H && n.held(g.rows+1, down) <= outerRegion {
		g.rows++
	}
	n.inRows = down.reaches(g.rows)
	g.full = quotient(n.out.N/Lanes, g.blocks)
	g.groups = g.full + min(1, n.out.N%Lanes)
	g.bands = quotient(n.out.H, g.rows)

	n.pixelParts = min(g.regions(), quotient(outerParts, n.tileParts))
	n.tileParts = min(n.outTiles, max(n.tileParts, outerParts/n.pixelParts))
	n.share = n.in.Len()*(n.tileParts-1) > outerShared
	n.work = n.out.N * n.out.Pixels() * n.out.C * n.in.C / n.groups * n.taps
}

// sharedLen is the number of values that parts share.
func (n *outering) sharedLen() int {
	if !n.share {
		return 0
	}
	return n.grid.groups * n.groups * n.inTiles * tileRoom(n.in.W*n.grid.blocks*tileLen, n.in.H)
}

// firstTile is the first tile of output channels of a part.
func (n *outering) firstTile(part int) int { return part * n.outTiles / n.tileParts }

// firstRegion is the first region of a part.
func (n *outering) firstRegion(part int) int { return part * n.grid.regions() / n.pixelParts }

// held is the number of values that are held for some rows of a region.
func (n *outering) held(rows int, down axis) int {
	in := down.reaches(rows) * n.in.W * n.in.C
	out := rows * n.out.W * n.out.C / n.tileParts
	return (in + out) * n.grid.blocks * Lanes
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
