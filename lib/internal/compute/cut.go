package compute

// Sizes of the parts that a batch is cut into. They depend on the shape alone,
// so that results do not depend on threads.
const (
	partLen    = 64 << 10 // values in a part; less if that leaves too few parts
	partLeast  = 8 << 10  // values that are worth a part of their own
	partPixels = 256      // most pixels in a part: sums in float32 stay short
	partsAim   = 8        // parts that keep the threads of most machines busy
)

// cut is a batch cut into runs of pixels. Those of full blocks come first and
// run across blocks, so that tiny images make long runs too; the pixels of a
// ragged last block make runs of their own.
type cut struct {
	pixelLen int // values in a pixel
	each     int // pixels in a run, fewer in the last of full and ragged ones
	full     int // pixels of full blocks
	ragged   int // pixels of the ragged block
	valid    int // valid lanes in the ragged block
}

func cutOf(s Shape) cut {
	c := cut{pixelLen: s.pixelLen(), full: s.N / Lanes * s.Pixels(), valid: s.N % Lanes}
	if c.valid > 0 {
		c.ragged = s.Pixels()
	}
	c.each = min(partPixels, max(1, partLen/c.pixelLen))
	if all := c.full + c.ragged; all < partsAim*c.each {
		c.each = min(c.each, max(1, all/partsAim, partLeast/c.pixelLen))
	}
	return c
}

// parts is the number of runs.
func (c *cut) parts() int { return c.fullParts() + quotient(c.ragged, c.each) }

func (c *cut) fullParts() int { return quotient(c.full, c.each) }

// run returns where run i begins and ends in the batch, in values, and how many
// of its lanes are valid.
func (c *cut) run(i int) (from, to, valid int) {
	first, end, valid := i*c.each, c.full, Lanes
	if i >= c.fullParts() {
		first, end, valid = c.full+(i-c.fullParts())*c.each, c.full+c.ragged, c.valid
	}
	return first * c.pixelLen, min(first+c.each, end) * c.pixelLen, valid
}
