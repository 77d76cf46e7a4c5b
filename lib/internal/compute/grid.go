package compute

// Sizes of the parts of a gathering.
const (
	gridPixels = 32 // pixels of a row, over all blocks of a part, that make long runs
	gridParts  = 16 // parts that keep threads busy to the end
	gridLeast  = 4  // regions; if there are fewer, strips are the parts
)

// grid is how a gathering is cut into parts: by regions of pixels or, if images
// are so few and tiny that there are hardly any, by strips of channels.
//
// A region takes several blocks if rows are short, so that runs of pixels can
// go across blocks. A ragged last block is a region of its own.
type grid struct {
	shape        Shape
	blocks, rows int // of a region
	full, groups int // groups of full blocks, and with a ragged one
	bands        int // groups of rows
	byStrip      bool
}

func newGrid(s Shape, strips int) grid {
	g := grid{shape: s, blocks: max(1, gridPixels/s.W)}
	g.full = quotient(s.N/Lanes, g.blocks)
	g.groups = g.full + min(1, s.N%Lanes)
	g.rows = quotient(s.H, quotient(gridParts, g.groups))
	g.bands = quotient(s.H, g.rows)
	if g.regions() < gridLeast && strips > 1 {
		g.rows, g.bands, g.byStrip = s.H, 1, true
	}
	return g
}

func (g *grid) regions() int { return g.groups * g.bands }

// region is some rows of some blocks.
type region struct {
	index       int
	row, rows   int // from row to before rows
	block, many int // the first, and how many
	valid       int // valid lanes of its blocks
}

// region returns region i.
func (g *grid) region(i int) region {
	group, band := i/g.bands, i%g.bands
	r := region{index: i, row: band * g.rows, block: group * g.blocks}
	r.rows = min(r.row+g.rows, g.shape.H)
	r.many = min(g.blocks, g.shape.N/Lanes-r.block)
	if group == g.full {
		r.block, r.many = g.shape.N/Lanes, 1
	}
	r.valid = g.shape.Valid(r.block)
	return r
}
