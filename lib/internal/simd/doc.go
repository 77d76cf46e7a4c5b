// Package simd holds the innermost loops of the engine, once for each instruction
// set: portable Go, AVX2 with FMA, AVX-512, and NEON.
//
// A [Kernels] value is one such set. Package compute cuts its operations into
// pieces, lays the data out and calls kernels; kernels know nothing of images,
// batches or threads.
//
//	isa, err := simd.FromEnvironment() // UNRAVEL_ISA, or the best there is
//	…
//	k := simd.Of[float32](isa)
//	k.Affine(y, x, nil, center, scale, offset, true)
//
// # Layout
//
// Every kernel works on vectors of [Lanes] values, one per image of a block. A pixel
// is the vectors of its channels, side by side:
//
//	value(pixel, channel, lane) = x[(pixel·channels + channel)·16 + lane]
//
// # The kernels
//
//	convolution       Gather, Winograd's transforms and Transpose around it; Weave packs weights
//	its weights       Split, Outer, LaneSums
//	normalization     Moments, Affine; backward Project, Spread
//	pooling           Largest; backward Route
//	everything else   Blend, Dot
//
// Each is defined by a formula at its field of [Kernels]; the portable one, a few
// lines of Go, is the formula written out. The others are Go assembly that the
// programs in asm (amd64, with avo) and asm/neon (arm64) write; a check in .ci/run
// tells if the files differ from what the programs write.
//
// # Why a table of functions
//
// The choice is made once, by what the processor has, and not at every call nor when
// the program is built. The portable kernels are generic, so float64, which only
// checks numbers, runs through the very same operations as float32.
//
// # Why kernels do not panic half-way
//
// What a kernel is given must fit. The wrappers around assembly check the ends of
// every slice before the first value is touched, numbers that overflow included, and
// panic with what was wrong. Past that check assembly reads and writes inside the
// slices only; the tests place them between pages that cannot be touched. Kernels
// do not allocate.
//
// # Why bits may differ between instruction sets
//
// A fused multiply-add rounds once where Go's a*b + c rounds twice. Within one set
// every sum is taken in an order that depends on the arguments alone, so a set always
// gives the same bits. A pixel of Gather has the same bits however a run is cut into
// calls, and Project sees a ReLU open where Affine left it so, to the bit.
//
// # Why these shapes
//
// Gather and Outer must keep two multiply-adds a cycle busy. A tile of three pixels by
// eight channels holds 24 sums in registers and takes 11 loads for 24 multiply-adds;
// with sixteen registers it is three by four. NEON takes four lanes at a time, and the
// eight weights as two vectors: four loads for 24. The kernels of normalization have a few
// numbers for each channel. They hold those of up to eight channels in registers while
// they pass over a few pixels, and then take the next channels of the same pixels,
// which are in the first-level cache by then. Largest and Route go over all taps of a
// window for one vector before the next, so that what is largest so far, and where,
// stay in registers.
//
// # How fast
//
// One core of a two-core Intel Xeon with AVX-512 (2.6 GHz nominal),
// the best of many turns on a busy machine, from the benchmarks here. Registers alone
// reach 216 GF/s there with AVX-512 and 115 with AVX2; eleven loads among 24
// multiply-adds leave 197 of the 216, in whatever order they come.
//
//	                                                 generic  AVX2  AVX-512
//	Gather    9 taps, 64 channels, 6 pixels    GF/s      7.6   112      192
//	          9 taps, 32 channels, 14 pixels             8.5   110      187
//	          9 taps, 16 channels, 30 pixels             7.5   113      187
//	          1 tap, 64 channels, 64 pixels              8.6   108      183
//	          1 tap, 16 channels, 256 pixels             6.5   102      177
//	          4 taps, 64 channels, 1 pixel               9.0    92      150
//	Outer     packed tiles, 32 pixels                    3.6    87      152
//	Affine    first-level cache                GB/s      6.6   123      174
//	          second-level cache                         6.6    67       85
//	Project   by its input                               5.7   113      152
//	Spread                                              15.8   145      215
//	Moments                                              5.1    73      105
//	Blend     one operand                               27.7   239      287
//	Dot                                                 15.4   230      301
//	LaneSums                                             5.3   117      107
//
// Rates count values once for each slice read or written; where nothing else is said
// they lie in the first-level cache. NEON is tested under an emulator, and its speed
// is not known. By count, its Gather takes 30 instructions for 24 multiply-adds of four
// values, and Winograd's convolution of 3×3, from 16 channels to 16, two thirds as many
// as Gather would take for it.
package simd
