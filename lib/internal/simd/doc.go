// Package simd holds the loops that the engine spends its time in, once for each
// instruction set: portable Go, AVX2 with FMA, AVX-512, and NEON.
//
// A [Kernels] value is one such set. Package compute cuts its operations into
// pieces, lays the data out and calls kernels; kernels know nothing of images,
// batches or threads.
//
//	k := simd.Of[float32](simd.Best())
//	k.Affine(y, x, nil, center, scale, offset, true)
//
// # Layout
//
// Every kernel works on vectors of [Lanes] values, one per image of a block. A
// pixel is the vectors of its channels, side by side:
//
//	value(pixel, channel, lane) = x[(pixel·channels + channel)·16 + lane]
//
// # Why a table of functions
//
// The choice is made once, by what the processor has, and not at every call nor
// when the program is built. The portable kernels are generic, so float64, which
// only checks numbers, runs through the very same operations as float32.
//
// # Why kernels do not allocate and do not panic half-way
//
// What a kernel is given must fit; the wrappers around assembly check the ends
// of every slice before they touch the first value, and panic with what was
// wrong. Past that check assembly reads and writes inside the slices only.
//
// # Why bits may differ between instruction sets
//
// A fused multiply-add rounds once where Go's a*b + c rounds twice. Within one
// set every sum is taken in an order that depends on the arguments alone, so a
// set always gives the same bits.
package simd
