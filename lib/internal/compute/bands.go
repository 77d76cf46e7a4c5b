package compute

// bands is a batch cut into bands of rows that lie in one block each.
type bands struct {
	shape    Shape
	rows     int // in a band, fewer in the last of a block
	perBlock int
}

func bandsOf(s Shape) bands {
	rows := min(s.H, max(1, partLeast/(s.W*s.pixelLen())))
	return bands{s, rows, quotient(s.H, rows)}
}

// wideBandsOf cuts into as few bands as keep threads busy, for what works twice
// on the rows at the edges of bands.
func wideBandsOf(s Shape) bands {
	rows := min(s.H, quotient(s.H*s.Blocks(), partsAim))
	return bands{s, rows, quotient(s.H, rows)}
}

// parts is the number of bands.
func (b *bands) parts() int { return b.shape.Blocks() * b.perBlock }

// band returns the block and the rows of band i.
func (b *bands) band(i int) (block, from, to int) {
	from = i % b.perBlock * b.rows
	return i / b.perBlock, from, min(from+b.rows, b.shape.H)
}
