package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// Sizes of the parts of a weight gradient by tiles.
const (
	winogradRegion = 1 << 18 // values of both images in a region: most of a second-level cache
	winogradSum    = 64      // tiles times output channels that are summed at once
	winogradParts  = 8       // parts that keep the threads of most machines busy
)

// winogradOutering is the plan of a weight gradient by tiles, the transpose of
// the convolution by tiles as a function of its weights:
//
//	dg = Gᵀ [Σ over tiles (Bᵀ x B) ⊙ (A dy Aᵀ)] G
//
// The sum goes over images, too. Both are transposed first, so that a vector is
// sixteen output channels of an image, and then it is [simd.Kernels.Gather] with
// images and tiles in place of source channels and taps: eight input channels
// are its strip, and their transformed pixels its weights. The transforms work
// on transposed pixels as on any others. Channels come in whole vectors.
type winogradOutering struct {
	*winograd
	taps  []simd.Tap // one for each tile of a step
	parts int
	out   int // values in a plane of a line of A dy Aᵀ
}

func newWinogradOutering(c *Conv, tiles int) *winogradOutering {
	w := newWinograd(c.out, c.in, c.down.pad, c.across.pad, tiles)
	o := &winogradOutering{winograd: w}
	w.grid = grid{shape: c.out, blocks: 1, full: c.out.N / Lanes, groups: c.out.Blocks()}
	row := c.out.W*c.out.pixelLen() + c.in.W*c.in.pixelLen()
	w.grid.rows = min(2*len(w.rows), 2*max(1, winogradRegion/(2*row)))
	w.grid.bands = quotient(c.out.H, w.grid.rows)
	o.parts = min(winogradParts, w.grid.regions())
	for i := range w.pieces * w.width {
		o.taps = append(o.taps, simd.Tap{Source: i * c.out.pixelLen(), Weight: i * c.in.pixelLen()})
	}
	o.out = w.pieces*w.width*c.out.pixelLen() + winogradSkew
	return o
}

// sums is the number of sums of a part: those of every position and pair of
// channels, [position][input strip][16 output channels][8][16].
func (o *winogradOutering) sums() int { return simd.WinogradPositions * o.pairs() }

func (o *winogradOutering) pairs() int { return o.src.C * o.dst.C }

// outerTiles computes the weight gradient dw.
func outerTiles[T Float](p *Pool, o *winogradOutering, dw, x, dy []T) {
	sums := borrow[T](p, o.parts*o.sums())
	do(p, o.parts, o.work(), tileOuterer[T]{o, p, kernels[T](p), x, dy, sums.values})
	do(p, o.src.C/simd.Strip, len(sums.values), tileMerger[T]{o, kernels[T](p), dw, sums.values})
	release(p, sums)
}

// tileOuterer adds up some regions per part.
type tileOuterer[T Float] struct {
	*winogradOutering
	pool        *Pool
	kernels     *simd.Kernels[T]
	x, dy, sums []T
}

func (o *tileOuterer[T]) part(i int) {
	sums := o.sums[i*o.winogradOutering.sums():][:o.winogradOutering.sums()]
	clear(sums)
	x, dy := take[turned[T]](o.pool), take[turned[T]](o.pool)
	in, out := borrow[T](o.pool, simd.WinogradTile*o.line), borrow[T](o.pool, simd.WinogradTile*o.out)
	regions := o.grid.regions()
	for n := i * regions / o.parts; n < (i+1)*regions/o.parts; n++ {
		r := o.grid.region(n)
		dy.load(o.kernels, o.dst, o.dy, r, r.row, r.rows, simd.Lanes)
		x.load(o.kernels, o.src, o.x, r, max(0, r.row-o.top), min(o.src.H, r.rows+3-o.top), simd.Strip)
		pieces := quotient(r.rows-r.row, 2) * len(o.chunks)
		for first := 0; first < pieces; first += o.pieces {
			end := min(first+o.pieces, pieces)
			for line := range simd.WinogradTile {
				tiles := o.transform(in.values, out.values, x, dy, line, r, first, end)
				o.multiply(sums[line*simd.WinogradTile*o.pairs():], in.values, out.values, tiles)
			}
		}
	}
	release(o.pool, out)
	release(o.pool, in)
	put(o.pool, dy)
	put(o.pool, x)
}

// transform transforms a line of the tiles of some pieces of both images, and
// returns how many tiles there are.
func (o *tileOuterer[T]) transform(in, out []T, x, dy *turned[T], line int, r region, first, end int) int {
	tiles, w := 0, &o.kernels.Winograd
	inPixel, outPixel := o.src.pixelLen(), o.dst.pixelLen()
	for i := first; i < end; i++ {
		p := o.piece(r, i)
		row := 2 * p.row.first
		for _, c := range p.chunk {
			at := (row-o.top-x.from)*o.src.W + 2*c.first - o.left
			w.Input(in[tiles*inPixel:], x.values, line, c.count, o.src.C,
				inside(p.row.in, c.in, simd.WinogradTile), at*inPixel, o.src.W*inPixel, inPixel, o.line)
			at = (row-dy.from)*o.dst.W + 2*c.first
			w.Gradient(out[tiles*outPixel:], dy.values, line, c.count, o.dst.C,
				inside(p.row.out, c.out, 2), at*outPixel, o.dst.W*outPixel, outPixel, o.out)
			tiles += c.count
		}
	}
	return tiles
}

// multiply adds the products of a line to its sums, one or two tiles at a time:
// sums of sums are more exact than one long sum. With all tiles of a step in one
// sum it would be a fifth faster, and the error two to three times that of the
// direct algorithm.
func (o *tileOuterer[T]) multiply(sums, in, out []T, tiles int) {
	strip, each := simd.Strip*o.dst.C, max(1, winogradSum/o.dst.C)
	for j := range simd.WinogradTile {
		for s := range o.src.C / simd.Strip {
			sums, out, in := sums[j*o.pairs()+s*strip:], out[j*o.out:], in[j*o.line+s*simd.Strip*Lanes:]
			for first := 0; first < tiles; first += each {
				taps := o.taps[first:min(first+each, tiles)]
				o.kernels.Gather(sums, out, in, taps, Lanes, o.dst.C/Lanes, simd.Strip*Lanes, Lanes*Lanes, true)
			}
		}
	}
}
