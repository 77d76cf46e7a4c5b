// Package compute holds the loops that training spends its time in:
// convolution, batch normalization and the few operations around them, for
// float32 and float64 alike. The innermost loops are those of package simd, which
// a [Pool] carries for an instruction set.
//
// Every operation is a function over plain slices and a small plan that knows
// the shapes ([Conv], [Norm], [Shortcut], [Linear]). Forward functions write
// their result, backward functions the gradients; none adds to what was there.
// A buffer of the wrong length is a broken invariant of the caller and panics
// with both lengths; plans are made of a user's numbers and return errors.
//
// # Layout
//
// Images come in blocks of [Lanes], and the image is the fastest index:
//
//	value(n, c, y, x) = buffer[((((n/16·H + y)·W + x)·C + c)·16 + n%16]
//
// [Pack] and [Unpack] convert from and to NCHW. In the last block the lanes
// beyond N are padding. Padding holds anything, NaN included: no valid value,
// statistic or parameter gradient ever depends on it.
//
// # Why blocks
//
// A convolution does the same to every image, so 16 images side by side turn
// every pixel into a short vector, whatever the size of the image: even one of
// 2×2 pixels, where three taps in four of a 3×3 kernel fall on padding. Here
// those taps are not in the list of products at all (gathering in plan.go):
// nothing is copied, padded or transposed, strides need no special case, and
// the transpose of a convolution is another such list through the same loop. A
// [Linear] layer is a convolution whose kernel covers the image.
//
// # Why strips of eight
//
// A kernel computes eight output channels of three pixels at a time: 24 sums in
// registers, for which it loads three vectors and eight weights per source
// channel. A last strip that is not full is computed in scratch and copied.
//
// # Why runs
//
// A kernel is called with a run: pixels that share their taps, so many steps
// apart. A row is a run of its interior and one at each edge, or one per phase of
// the stride for the transpose. Where rows are short, a part takes several blocks
// and its runs go across them: eight blocks of a 2×2 image are four runs of eight,
// not 32 calls. Images so few and tiny that there are hardly any pixels to share
// among threads are cut by strips of channels instead (grid.go).
//
// A row is finished ([Epilogue]) when its last strip is: what is added to it or
// counted then comes from cache. Weights are packed once per call, in the order in
// which strips read them, and multiplied by their scale on the way.
//
// # Why the weight gradient copies
//
// An outer product of four by four channels reads eight vectors for 16
// multiply-adds, so both images must be in the first level of cache while the
// taps of a kernel go over them. Where they lie, pixels of 64 channels are 4 KiB
// apart and fall on the same few sets of it. A part therefore copies rows into
// tiles of four channels (tiles.go) before it works on them, blocks side by side;
// that also makes long runs, pads channels to four and keeps what is in padding
// lanes out. Copying is 12 % of the time at 16 channels and less with more.
//
// Parts are pixels where weights are few, with partial sums added up in order; they
// are output channels where weights are so many that the sums of all would not stay
// in cache, and then share one copy of the input.
//
// # What that reaches
//
// Billions of nominal operations a second (two per multiplication, products with
// padding counted) of one core of a two-core Xeon (Sapphire Rapids, AVX-512, about
// 215 at its peak) that had other work to do, best of some hundred calls, 3×3
// kernels, without Winograd's transforms:
//
//	                              forward   by data   by weights
//	16 → 16 channels, 32×32         168       167        119
//	16 → 32, 32×32, stride 2        170       168         96
//	32 → 32, 16×16                  181       185        124
//	32 → 64, 16×16, stride 2        186       182         98
//	64 → 64, 8×8                    209       212        137
//	8 → 8, 8×8, batch of 64         194       191        110
//	16 → 16, 4×4, batch of 64       210       210        104
//	32 → 32, 2×2, batch of 64       206       206         85
//
// Forward and by data the kernel is the limit; above 180 it gains from taps that
// fall on padding. By weights the kernel does 150 to 165 on copied rows; the rest is
// copying, and for tiny images the beginning and end of short runs.
//
// # Why some convolutions go by tiles
//
// Winograd's F(2×2, 3×3) takes 16 products for four output pixels where the
// definition takes 36 ([simd.Winograd]). Images in the lanes make its transforms
// additions of whole vectors, and its products a 1×1 convolution with tiles as
// pixels. Measured on one core with AVX-512, in nominal GF/s:
//
//	channels, image    forward        by data        by weights
//	16, 32×32          180 → 185      164 → 186      as before
//	32, 16×16          196 → 253      189 → 252      135 → 173
//	64, 8×8            214 → 288      212 → 287      142 → 193
//
// Which way a convolution goes is decided by its shape alone (tiled): tiles do
// not pay with fewer than 16 channels, where transforms take as long as the
// products saved; on images of 4×4 pixels and less, where the definition skips the
// taps on padding; with strides and groups. Gradients of weights transpose both
// images, too, which takes 32 channels to pay.
//
// The error against float64 is smaller than that of the definition, forward and
// by data, whatever the mean of the input, and at most half as large again by
// weights (TestWinogradError). What is lost is locality: a pixel much larger than
// its neighbours, or NaN, is felt by all four pixels of a tile. F(4×4, 3×3) would
// save more products, but its transforms multiply errors by ten and more.
//
// # Why the bits do not depend on threads
//
// Work is cut into parts by shape alone, never by the number of threads. Every
// result is owned by one part, which adds up in a fixed order; what is summed
// over parts is summed afterwards, in order. A [Pool] only decides who runs
// which part.
//
// # Why normalization goes by runs of pixels
//
// What surrounds convolutions does little to many values, so its time is that
// of memory. A part is a run of whole pixels ([cut]), as they lie in memory; per
// channel it leaves a few sums behind ([Moments]), which are merged in float64.
// That lets a convolution collect the moments of the rows it has just written,
// and a normalization's gradient add what reaches its input another way
// ([NormBackwardPlus]). The pass that uses statistics goes backwards through the
// parts of the one that took them: what that has read last is still in a cache.
//
// # Why dropout stores no mask
//
// A random number is a function of seed, operation, run and position ([Random]).
// The backward pass computes the mask again, which takes less time than reading
// it, and threads have nothing to share.
//
// # Why helpers linger
//
// Waking a sleeping thread can take longer than a whole convolution of a small
// network. A helper of a Pool therefore looks for the next run for some tens
// of microseconds, yielding all the time, and then ends. An idle Pool has no
// goroutines.
//
// Reference: the layout is the "nChw16c" of oneDNN with images in place of
// channels; residual networks as in He et al. 2016, arXiv:1512.03385 and
// arXiv:1603.05027.
package compute
