package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Sizes of the parts of a weight gradient by transposed images.
const (
	turnedRegion = 1 << 17 // values of both images that a part turns at a time
	turnedSums   = 1 << 18 // sums of all parts by pixels together, about
	turnedChunk  = 1 << 8  // pixels times channels whose products are summed at once: a third of a first-level cache
	turnedParts  = 8       // parts that keep the threads of most machines busy
)

// turnedOutering is the plan of a weight gradient, sums over pixels and images of
// products of two channels, for channels that fill whole vectors.
//
// Both images are transposed, so that a vector is sixteen input channels of an image,
// and then it is [simd.Kernels.Gather] with pixels and images in place of taps and
// source channels: a strip is eight output channels, whose gradients are its weights.
// [outering] has 16 products for eight vectors that it reads, and begins and ends with
// every run; this has 24 for eleven, and runs as long as the images are many.
type turnedOutering struct {
	in, out      Shape
	taps         int
	down, across axis
	grid         grid // of the output
	pixelParts   int  // parts by regions
	stripParts   int  // parts by output channels, which share a turned input
	chunk        int  // pixels whose products are summed at once
	work         int
}

func newTurnedOutering(c *Conv) *turnedOutering {
	n := &turnedOutering{in: c.in, out: c.out, taps: c.taps(), down: c.down, across: c.across}
	n.pixelParts = max(1, turnedSums/n.sums())
	n.grid = grid{shape: c.out, blocks: 1, full: c.out.N / Lanes, groups: c.out.Blocks(), rows: 1}
	for n.grid.rows < c.out.H && n.held(n.grid.rows+1) <= turnedRegion {
		n.grid.rows++
	}
	n.grid.bands = quotient(c.out.H, n.grid.rows)
	n.pixelParts = min(n.pixelParts, turnedParts, n.grid.regions())
	n.stripParts = min(turnedParts/n.pixelParts, c.out.C/Lanes)
	n.chunk = min(max(4, turnedChunk/c.in.C), 8)
	n.work = c.out.N * c.out.Pixels() * c.Weights()
	return n
}

// turnedOuter returns the plan of a weight gradient by transposed images, or nil if
// channels do not fill vectors or it would not be faster: large images of few channels
// take longer to transpose than to copy.
func turnedOuter(c *Conv) *turnedOutering {
	const few, small = 2 * Lanes, 64 // channels of both images, pixels
	if c.weightTiles != nil || c.groups != 1 || !wholeVectors(c.in.C, c.out.C) {
		return nil
	}
	if c.in.C+c.out.C <= few && c.out.Pixels() > small {
		return nil
	}
	return newTurnedOutering(c)
}

// held is the number of values of both images for some rows of a region.
func (n *turnedOutering) held(rows int) int {
	from, to := n.sources(0, rows)
	return (to-from)*n.in.W*n.in.pixelLen() + rows*n.out.W*n.out.pixelLen()
}

// sources returns the input rows, from the first to before the last, of some rows of
// the output, those between that no tap reaches included.
func (n *turnedOutering) sources(row, end int) (from, to int) {
	from = max(0, n.down.source(row, 0))
	return from, max(from, min(n.in.H, n.down.source(end-1, n.down.kernel-1)+1))
}

// sums is the number of sums of a part by regions, [output strip][tap][8][input channel].
func (n *turnedOutering) sums() int { return n.out.C * n.taps * n.in.C }

// stripSums is the number of sums of a strip of output channels.
func (n *turnedOutering) stripSums() int { return simd.Strip * n.taps * n.in.C }

// firstStrip is the first strip of a part by output channels.
func (n *turnedOutering) firstStrip(part int) int {
	return part * (n.out.C / Lanes) / n.stripParts * (Lanes / simd.Strip)
}

// firstRegion is the first region of a part by regions.
func (n *turnedOutering) firstRegion(part int) int { return part * n.grid.regions() / n.pixelParts }

// shares reports whether parts share a turned input.
func (n *turnedOutering) shares() bool { return n.stripParts > 1 }

// outerTurned computes the weight gradient dw.
func outerTurned[T Float](p *Pool, n *turnedOutering, dw, x, dy []T) {
	shared := 0
	if n.shares() {
		shared = n.in.Len()
	}
	sums, turned := borrow[T](p, n.pixelParts*n.sums()), borrow[T](p, shared)
	if n.shares() {
		do(p, n.in.Blocks()*n.in.H, n.in.Len(), inputTurner[T]{n.in, kernels[T](p), x, turned.values})
	}
	do(p, n.pixelParts*n.stripParts, n.work, turnedOuterer[T]{n, p, kernels[T](p), x, dy, turned.values, sums.values})
	do(p, n.out.C/simd.Strip, len(sums.values), turnedMerger[T]{n, kernels[T](p), dw, sums.values})
	release(p, turned)
	release(p, sums)
}

// inputTurner transposes, per part, a row of the input for all parts.
type inputTurner[T Float] struct {
	in        Shape
	kernels   *simd.Kernels[T]
	x, turned []T
}

func (t *inputTurner[T]) part(i int) {
	n := t.in.W * t.in.pixelLen()
	turn(t.kernels, t.turned[i*n:][:n], t.x[i*n:], Lanes, t.in.Valid(i/t.in.H))
}

// turnedOuterer adds up some regions for some strips of output channels per part.
type turnedOuterer[T Float] struct {
	*turnedOutering
	pool                *Pool
	kernels             *simd.Kernels[T]
	x, dy, shared, sums []T
}

func (o *turnedOuterer[T]) part(i int) {
	part, first, end := i/o.stripParts, o.firstStrip(i%o.stripParts), o.firstStrip(i%o.stripParts+1)
	sums := o.sums[part*o.turnedOutering.sums()+first*o.stripSums():][:(end-first)*o.stripSums()]
	clear(sums)
	dy := borrow[T](o.pool, o.grid.rows*o.out.W*(end-first)*simd.Strip*Lanes) // for the largest region
	x, list := take[turned[T]](o.pool), take[tapList](o.pool)
	for n := o.firstRegion(part); n < o.firstRegion(part+1); n++ {
		r := o.grid.region(n)
		source := o.input(x, r)
		dy.values = o.gradients(dy.values, r, first, end)
		for tap := range o.taps {
			list.join(o.turnedOutering, tap, r, source.from, (end-first)*simd.Strip*Lanes)
			o.multiply(sums[tap*simd.Strip*o.in.C:], source.values, dy.values, list.taps, end-first)
		}
	}
	put(o.pool, list)
	release(o.pool, dy)
	put(o.pool, x)
}

// input returns the turned input of a region: a part's own, or the shared one.
func (o *turnedOuterer[T]) input(own *turned[T], r region) turned[T] {
	if o.shares() {
		return turned[T]{0, o.shared[r.block*o.in.blockLen():][:o.in.blockLen()]}
	}
	from, to := o.sources(r.row, r.rows)
	own.load(o.kernels, o.in, o.x, r, from, to, Lanes)
	return *own
}

// gradients turns some strips of a region of dy, pixel by pixel if they are not all.
func (o *turnedOuterer[T]) gradients(dst []T, r region, first, end int) []T {
	pixels, each := (r.rows-r.row)*o.out.W, (end-first)*simd.Strip*Lanes
	from := o.dy[r.block*o.out.blockLen()+r.row*o.out.W*o.out.pixelLen()+first*simd.Strip*Lanes:]
	dst = sized(dst, pixels*each)
	if each == o.out.pixelLen() {
		turn(o.kernels, dst, from, simd.Strip, r.valid)
		return dst
	}
	for p := range pixels {
		turn(o.kernels, dst[p*each:][:each], from[p*o.out.pixelLen():], simd.Strip, r.valid)
	}
	return dst
}

// multiply adds the products of joined pixels to the sums of a tap, a chunk at a time:
// sums of sums are more exact than one long sum, and the input of a chunk stays in the
// first level of cache for all strips.
func (o *turnedOuterer[T]) multiply(sums, x, dy []T, taps []simd.Tap, strips int) {
	for ; len(taps) > 0; taps = taps[min(o.chunk, len(taps)):] {
		chunk := taps[:min(o.chunk, len(taps))]
		for s := range strips {
			o.kernels.Gather(sums[s*o.stripSums():], x, dy[s*simd.Strip*Lanes:], chunk, Lanes, o.in.C/Lanes, simd.Strip*Lanes, Lanes*Lanes, true)
		}
	}
}

// tapList is the pixels that a tap joins in a region.
type tapList struct{ taps []simd.Tap }

// join lists them, for an input that begins with row from, and a gradient that has each
// values for a pixel.
func (l *tapList) join(n *turnedOutering, tap int, r region, from, each int) {
	l.taps = l.taps[:0]
	y, x := tap/n.across.kernel, tap%n.across.kernel
	firstRow, endRow := n.down.joined(y)
	firstColumn, endColumn := n.across.joined(x)
	for row := max(r.row, firstRow); row < min(r.rows, endRow); row++ {
		in := (n.down.source(row, y) - from) * n.in.W
		for column := firstColumn; column < endColumn; column++ {
			l.taps = append(l.taps, simd.Tap{
				Source: (in + n.across.source(column, x)) * n.in.pixelLen(),
				Weight: ((row-r.row)*n.out.W + column) * each,
			})
		}
	}
}

// turnedMerger adds up the sums of all parts for a strip of output channels per part,
// and puts them into the order of weights.
type turnedMerger[T Float] struct {
	*turnedOutering
	kernels  *simd.Kernels[T]
	dw, sums []T
}

func (m *turnedMerger[T]) part(strip int) {
	n := m.stripSums()
	total := m.sums[strip*n:][:n]
	for i := 1; i < m.pixelParts; i++ {
		m.kernels.Blend(total, total, m.sums[i*m.turnedOutering.sums()+strip*n:][:n], nil, 1, 1)
	}
	for k := range simd.Strip {
		dw := m.dw[(strip*simd.Strip+k)*m.in.C*m.taps:][:m.in.C*m.taps]
		for c := 0; c < m.in.C; c += Lanes {
			sums := total[c*simd.Strip+k*Lanes:]
			if m.taps == 1 {
				copy(dw[c:c+Lanes], sums)
				continue
			}
			for t := range m.taps {
				scatter(dw[c*m.taps+t:], sums[t*simd.Strip*m.in.C:][:Lanes], m.taps)
			}
		}
	}
}
