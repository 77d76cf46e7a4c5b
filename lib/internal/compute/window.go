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
