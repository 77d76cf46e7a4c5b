// Package compute holds the loops that training spends its time in:
// convolution, batch normalization and the few operations around them, in
// portable Go, for float32 and float64 alike.
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
// the transpose of a convolution is another such list through the same loop.
//
// # Why strips of eight
//
// Go compiles these loops to scalar SSE on amd64: a load, a multiplication and
// an addition per product, with fifteen registers. Eight output channels of
// one lane keep eight sums in registers, enough additions in flight to hide
// their latency, and read a source value once. Two source channels at a time
// pay for the bounds checks that are left. Other shapes of the strip (4×2,
// twelve channels, weights in registers) measured the same or slower, as did a
// version with package unsafe: the additions and multiplications themselves
// are the limit.
//
// Weights are repacked once per call so that a strip reads them in order. The
// weight gradient repacks ∂y in the same way, and becomes the same loop with
// pixels and images in place of source channels.
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
