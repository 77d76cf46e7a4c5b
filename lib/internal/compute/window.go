package compute

// window is the pixels of an image that each output pixel looks at: height ×
// width of them, stride apart, those outside the image left out.
type window struct {
	in, out       Shape // only rows and columns count
	height, width int
	stride, pad   int
}

// rows returns the input rows that an output row looks at.
func (w *window) rows(y int) (from, to int) {
	first := y*w.stride - w.pad
	return max(0, first), min(w.in.H, first+w.height)
}

// columns returns the input columns that an output column looks at.
func (w *window) columns(x int) (from, to int) {
	first := x*w.stride - w.pad
	return max(0, first), min(w.in.W, first+w.width)
}

// viewers returns the output rows that look at any of the input rows from first
// to last.
func (w *window) viewers(first, last int) (from, to int) {
	// y·stride − pad ≤ last and first < y·stride − pad + height.
	from = max(0, quotient(first+w.pad-w.height+1, w.stride))
	return from, max(from, min(w.out.H, (last+w.pad)/w.stride+1))
}

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

// pixel is a pixel of a block.
func pixel[T Float](s Shape, x []T, block, row, column int) []T {
	return x[block*s.blockLen()+(row*s.W+column)*s.pixelLen():][:s.pixelLen()]
}
