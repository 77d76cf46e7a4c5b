package simd

// Float is the element type of every kernel.
type Float interface{ float32 | float64 }

// Sizes that all kernels share.
const (
	Lanes = 16 // images side by side
	Strip = 8  // output channels that Gather computes together
	Tile  = 4  // channels on each side of an outer product
)

// Tap joins a pixel of the source to a pixel of the destination. Both offsets
// count values.
type Tap struct {
	Source int // of the first pixel's first channel in src
	Weight int // of the first source channel's strip of weights
}

// Kernels is the loops of one instruction set.
type Kernels[T Float] struct {
	// ISA is the instruction set.
	ISA ISA

	// Gather computes a strip of [Strip] output channels for a run of pixels that
	// share their taps. For each pixel p, channel k of the strip and lane l:
	//
	//	dst[p·dstStep + k·16 + l]  =  Σ over taps t, source channels c:
	//	    w[t.Weight + c·8 + k] · src[t.Source + p·srcStep + c·16 + l]
	//
	// and with add set it adds the whole sum to what dst holds: a long sum that is taken
	// a call at a time keeps digits that it would lose term by term. Steps are positive;
	// the sum runs over taps, then channels, in order.
	Gather func(dst, src, w []T, taps []Tap, channels, pixels, dstStep, srcStep int, add bool)

	// Outer adds a run of pixels to the outer products of four by four channels:
	//
	//	sums[(i·4 + j)·16 + l]  +=  Σ over pixels p:
	//	    a[p·aStep + i·16 + l] · b[p·bStep + j·16 + l]
	Outer func(sums, a, b []T, pixels, aStep, bStep int)

	// Split copies a run of pixels into tiles of [Tile] channels, as Outer reads them
	// best: a tile's pixels close together. For each pixel p, tile t and value i < 64:
	//
	//	dst[t·tileStep + p·dstStep + i] = src[p·srcStep + t·64 + i]
	Split func(dst, src []T, tiles, pixels, tileStep, dstStep, srcStep int)

	// LaneSums adds up lanes: dst[i] = Σ over l of src[i·16 + l].
	LaneSums func(dst, src []T)

	// Affine computes y = (x − center)·scale + offset per channel, plus add unless
	// it is nil, and then max(0, ·) if relu is set; NaN stays NaN. The number of
	// channels is len(center); y may be x or add.
	Affine func(y, x, add, center, scale, offset []T, relu bool)

	// Moments adds to per-channel, per-lane sums, all of the length of near:
	//
	//	sum += Σ over pixels (x − near),   squares += Σ over pixels (x − near)²
	Moments func(sum, squares, x, near []T)

	// Project is the first half of a normalization's gradient. It leaves the
	// gradient behind the ReLU in g and adds to per-channel, per-lane sums:
	//
	//	g = dy where open, else 0
	//	sum += Σ over pixels g,   product += Σ over pixels g·(x − center)
	//
	// With y it is open where y > 0; without y but with scale and offset, where
	// (x − center)·scale + offset > 0, to the bit as [Kernels.Affine] computes it;
	// with neither, everywhere. g may be dy. len(center) is the number of channels.
	Project func(g, sum, product, dy, x, y, center, scale, offset []T)

	// Spread is the second half: dx = scale·g + slope·(x − center) + level, plus
	// add unless it is nil. dx may be g or add.
	Spread func(dx, g, x, add, center, scale, slope, level []T)

	// Blend computes y = a·x + b·z + f; nil z or f are left out. y may be any of
	// them.
	Blend func(y, x, z, f []T, a, b T)

	// Dot adds the products of two vectors to 16 sums, one per lane:
	// sums[l] += Σ a[i·16 + l]·b[i·16 + l].
	Dot func(sums, a, b []T)

	// Transpose exchanges lanes and channels, sixteen channels at a time, so that
	// sums over images become sums over source channels of Gather. Width channels,
	// 8 or 16, stay together: with width 16 the result serves as a source, with
	// width 8 as strips of weights. For each square i of 256 values:
	//
	//	dst[256·i + (c/width·16 + l)·width + c%width] = src[256·i + c·16 + l]
	//
	// Slices are whole squares of equal number; they do not overlap.
	Transpose func(dst, src []T, width int)

	// Weave interleaves rows of weights, those of the output channels of a strip, each
	// times its scale, of which there are as many, eight at most:
	//
	//	dst[j·8 + k] = scale[k] · src[k·step + j]   for j < columns, k < len(scale)
	//	dst[j·8 + k] = 0                            for len(scale) ≤ k < 8
	Weave func(dst, src, scale []T, columns, step int)

	// Largest is a pixel of max pooling, NaN where its window has any:
	//
	//	dst[i] = max over taps t of src[taps[t] + i]
	//
	// There is at least one tap, and dst is whole vectors.
	Largest func(dst, src []T, taps []int)

	// Route is its gradient. For each value i it finds the tap t where x[taps[t] + i]
	// is the largest, of several the first, or else the last NaN, and if from ≤ t < to
	//
	//	dx[taps[t] + i] += dy[i]
	Route func(dx, dy, x []T, taps []int, from, to int)

	// Winograd is the transforms of Winograd's convolution.
	Winograd Winograd[T]
}

// Of returns the kernels of an instruction set. Only float32 has kernels in
// assembly; float64 is portable everywhere.
func Of[T Float](isa ISA) *Kernels[T] {
	if k, ok := any(kernels32(isa)).(*Kernels[T]); ok {
		return k
	}
	return portable[T]()
}
