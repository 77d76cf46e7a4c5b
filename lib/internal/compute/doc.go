// Package compute holds the loops that training spends its time in: convolution,
// batch normalization and what surrounds them, forward and backward, for float32
// and float64 alike. It knows neither graphs nor networks. The innermost loops are
// those of package simd, which a [Pool] carries for one instruction set.
//
// An operation is a plan and functions over plain slices. Plans ([Conv], [Norm],
// [Pooling], [Linear], …) are made of a user's numbers, know the shapes and return
// errors. Forward functions write their result, backward functions the gradients;
// none adds to what was there. A buffer of the wrong length is a broken invariant
// of the caller and panics with both lengths:
//
//	p := compute.NewPool(0, simd.Best())
//	c, err := compute.NewConv(compute.Shape{N: 128, C: 16, H: 32, W: 32},
//		compute.ConvOptions{Out: 16, Kernel: 3, Stride: 1, Pad: 1})
//	…
//	compute.ConvForward(p, &c, y, x, w, compute.Epilogue[float32]{ReLU: true})
//
// # Layout
//
// Images come in blocks of [Lanes]. The image is the fastest index, then the
// channel, so that a pixel of a block is C vectors side by side:
//
//	value(n, c, y, x) = buffer[((((n/16·H + y)·W + x)·C + c)·16 + n%16]
//
// [Pack] and [Unpack] convert from and to NCHW. In the last block the lanes beyond
// N are padding. Padding holds anything, NaN included: no valid value, statistic or
// parameter gradient ever depends on it, and the images of a ragged batch get the
// bits that they get in a full one.
//
// # Why blocks
//
// All operations do the same to every image. With 16 images side by side every
// pixel is made of whole vectors, whatever the size of the image, even one of 2×2
// pixels, and no kernel ever meets half a vector. Lanes meet only where images do:
// in statistics, and in gradients of parameters.
//
// # Why the bits do not depend on threads
//
// Work is cut into parts by shape alone, never by the number of threads: runs of
// pixels (cut), rows of some blocks (grid, bands), or plain chunks. Every result is
// owned by one part, which adds up in a fixed order; what is summed over parts is
// summed afterwards, in order. A [Pool] only decides who runs which part.
//
// Nor do they depend on what a Pool has done before. It keeps the memory that
// parts need for the next call, so that nothing is allocated in steady state, and
// a part reads none of it that it has not written.
//
// The tests hold every operation to its bits: with more threads than processors, with
// Go on one processor, and with NaN in all memory that a Pool has kept.
//
// # Why nothing leaves its buffer
//
// Slices are checked where assembly is called (package simd), and lengths at the entry
// of every operation, by name. Plans come of a user's numbers: those that no memory
// would hold are refused before anything is listed, so that neither a huge kernel over
// a huge image nor a billion channels is waited for. The tests draw the shapes and lay
// the buffers between pages that cannot be touched (package fence).
//
// # Why a convolution is a list of taps
//
// Of the nine taps of a padded 3×3 kernel, six reach into the image at its edge and
// four in its corners. A plan (gathering) lists those for every destination pixel.
// Taps on padding are not in the lists, so nothing is padded or copied; a stride is
// a distance between pixels, a dilation one between taps, and each axis has its own.
// The transpose of a convolution, which computes the gradient by its input, is another
// such list through the same kernel, one phase of the stride after the other. A
// [Linear] layer is a convolution whose kernel covers the image.
//
// The kernel ([simd.Kernels].Gather) computes a strip of eight destination channels
// for a run of pixels that share their taps: the interior of a row, or a pixel at
// its edge. Where rows are short, a part takes several blocks and runs go across
// them: eight blocks of a 2×2 image are four runs of eight, not 32 calls. Images so
// few and tiny that hardly any pixels are left to share are cut by strips instead.
// Groups of one, two or four channels share a strip, with zeros for weights between
// them, through which NaN and infinities reach the neighbouring groups. Weights are
// packed in the order in which strips read them: once per call, or, while they stay the
// same, once for many ([Packed]).
//
// # Why rows are finished one by one
//
// Reading a batch again costs as much as a good part of the convolution that wrote
// it. An [Epilogue] is done to a row as soon as its last strip is written, while the
// row is in cache: a bias, another batch, a ReLU, and the [Moments] that a batch
// normalization will ask for. A scale per channel goes into the weights on their
// way, which is how an evaluating network folds its normalizations. Backward,
// [ConvBackwardDataPlus] adds the gradient that reaches an input another way.
//
// # Why some convolutions go by tiles
//
// Winograd's F(2×2, 3×3) takes 16 products for four output pixels where the
// definition takes 36 ([simd.Winograd]). With images in the lanes its transforms are
// additions of whole vectors, and its products a 1×1 convolution with tiles for
// pixels, a line of four positions at a time so that they are still in the
// first-level cache.
//
// Which way a convolution goes is decided by its shape alone, and not by the number
// of images (tiled). Tiles do not pay
//   - with fewer than 16 channels, where the transforms take as long as the products
//     that are saved;
//   - on images of 4×4 pixels and less, which are mostly edge: the definition skips
//     taps on padding, a tile does not;
//   - with a stride or a dilation, which saves no products, and with groups, whose
//     channels are too few;
//   - for gradients of weights with fewer than 32 channels on either side, since
//     both images are transposed and transformed, and with more than 128 on average,
//     since the sums of sixteen positions leave the cache.
//
// The error against float64 is smaller than that of the definition, forward and by
// data, whatever the mean of the input, and at most half as large again by weights
// (TestWinogradError). What is lost is locality: a pixel much larger than its
// neighbours, or NaN, is felt by all four pixels of a tile. F(4×4, 3×3) would save
// more products, but its transforms multiply errors by ten and more.
//
// # Why the weight gradient copies
//
// The gradient of a weight is a sum over all pixels and images of products of two
// channels. An outer product of four by four channels reads eight vectors for 16
// multiply-adds, so both images must be in the first-level cache while the taps of a
// kernel go over them. Where they lie, pixels of 64 channels are 4 KiB apart and
// fall on the same few sets of it. A part therefore copies rows into tiles of four
// channels before it works on them, blocks side by side. That also makes long runs,
// fills channels up to four and keeps out what is in padding lanes. Copying is 12 %
// of the time at 16 channels, and less with more.
//
// Parts are pixels where weights are few, with partial sums added up in order. They
// are output channels where weights are so many that the sums of all would not stay
// in cache, and then share one copy of the input.
//
// # Why other weight gradients transpose
//
// Where channels fill vectors there is a better way: with both images transposed, so
// that a vector is sixteen channels of an image, the sum over images and pixels is
// Gather again, with images for source channels and pixels for taps
// (turnedOutering), or tiles, if it goes by Winograd's (winogradOutering). It does not
// care how small images are, and needs a sixteenth of the sums. Transposing pays with
// more than 32 channels on both sides together, or small images.
//
// # What that reaches
//
// Billions of nominal operations a second (two per multiplication, products with
// padding counted) of 3×3 convolutions, on one core of a two-core Xeon with AVX-512,
// where registers alone reach 216. By the definition, best of some sixty calls,
// batches of 128 unless said otherwise; the three of stride 1 among these while the
// machine had other work to do:
//
//	                              forward   by data   by weights
//	16 → 16 channels, 32×32         168       167        119
//	16 → 32, 32×32, stride 2        174       172        107
//	32 → 32, 16×16                  181       185        124
//	32 → 64, 16×16, stride 2        187       184        108
//	64 → 64, 8×8                    209       212        137
//	8 → 8, 8×8, batch of 64         196       193        108
//	16 → 16, 4×4, batch of 64       219       218        104
//	32 → 32, 2×2, batch of 64       234       234         81
//
// Forward and by data the kernel is the limit; above 180 it gains from taps that
// fall on padding. By weights the kernel does 150 to 165 on copied rows; the rest is
// copying, and for tiny images the beginning and end of short runs.
//
// By the definition and then by Winograd's tiles, batches of 128 on the same machine
// while it was quiet:
//
//	                              forward        by data        by weights
//	16 → 16, 32×32                180 → 191      164 → 189      as before
//	32 → 32, 16×16                196 → 257      189 → 257      135 → 169
//	64 → 64, 8×8                  214 → 294      212 → 291      142 → 198
//
// # Why normalization goes by runs of pixels
//
// What surrounds convolutions does little to many values, so its time is that of
// memory. A part is a run of whole pixels as they lie in memory; per channel it
// leaves a few sums behind, which are merged in float64. That lets a convolution
// collect the moments of the rows it has just written, and a normalization's
// gradient add what reaches its input another way ([NormBackwardPlus]). The pass
// that uses statistics goes backwards through the parts of the one that took them:
// what that has read last is still in a cache. Sums are of differences from a value
// nearby, which survives means that are large against the deviation ([Moments]).
//
// # Why pooling finds its maxima twice
//
// The gradient of a maximum goes to where the maximum was. That place would be as
// large to remember as the output. Finding it again, 16 images at a time, makes the
// whole gradient take 0.6 ns per value of the input on one core of that machine, with
// windows of 3×3 pixels and stride 2.
//
// # Why dropout stores no mask
//
// A random number is a function of seed, operation, run and position ([Random]).
// The backward pass computes the mask again, which takes less time than reading it,
// and threads have nothing to share.
//
// # Why helpers linger
//
// Waking a thread on a processor that has been asleep takes 0.1 to 0.3 ms, as long as
// a whole convolution. A helper of a Pool therefore looks for the next run for about a
// millisecond, yields in between, and then ends. An idle Pool has no goroutines. A
// caller that waits for the last helper does the same, and then sleeps. A network that
// predicts now and then, with nothing in between, takes half the time that it would if
// helpers gave up after a twentieth of that.
//
// # References
//
// The layout is the "nChw16c" of oneDNN with images in place of channels. Winograd's
// convolution is that of A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural
// Networks", CVPR 2016, arXiv:1509.09308; residual networks are those of He et al.
// 2016, arXiv:1512.03385 and arXiv:1603.05027.
package compute
