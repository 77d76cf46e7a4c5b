package compute

import "github.com/unravel-go/unravel/lib/internal/simd"

// What the stages of a convolution by tiles take for 16 images, measured in the
// products of 16 lanes that would take as long.
const (
	winogradIn     = 140 // to transform a tile of one source channel
	winogradOut    = 55  // to transform a tile of one destination channel back
	winogradWeight = 32  // to transform the weights between two channels, in a batch of 64
)

// winogradStep is the number of tiles times channels in a step: all positions of
// as many sums take half a megabyte in float32.
const winogradStep = 512

// tiled returns the plan of a convolution by tiles, or nil if the kernel is not
// 3×3, its pixels or its places are not side by side, or the products that are saved
// do not pay for the transforms. The answer does not depend on the number of images, so that an
// image gets the same bits in every batch.
func tiled(g *gathering, groups int, down, across axis, top, left int) *winograd {
	if groups != 1 || !down.fitsTiles() || !across.fitsTiles() {
		return nil
	}
	pairs := g.dst.C * g.src.C
	tiles := quotient(g.dst.H, 2) * quotient(g.dst.W, 2)
	cost := tiles*(simd.WinogradPositions*pairs+winogradIn*g.src.C+winogradOut*g.dst.C) + winogradWeight*pairs
	if direct := g.work / (g.dst.Blocks() * Lanes); cost >= direct {
		return nil
	}
	return newWinograd(g.dst, g.src, top, left, winogradTiles(g.dst.C, g.src.C))
}

// fitsTiles reports whether F(2, 3) is made for the axis.
func (a axis) fitsTiles() bool { return a.kernel == 3 && a.stride == 1 && a.dilation == 1 }

// winogradTiles is the number of tiles in a step.
func winogradTiles(dst, src int) int { return max(8, winogradStep/max(dst, src)) }

// wholeVectors reports whether channels fill vectors, as a weight gradient by
// tiles wants them.
func wholeVectors(in, out int) bool { return in%Lanes == 0 && out%Lanes == 0 }

// winogradOuterLeast is the number of channels on either side from which a weight
// gradient by tiles pays. With 16, transposing and transforming both images takes
// as long as the products that it saves.
const winogradOuterLeast = 32

// winogradOuterMost is the number of pairs of channels up to which it pays. With more,
// the sums of all positions do not stay in cache.
const winogradOuterMost = 128 * 128

// tiledOuter returns the plan of a weight gradient by tiles, or nil if it would
// not be faster.
func tiledOuter(c *Conv) *winogradOutering {
	in, out := c.in.C, c.out.C
	if c.forwardTiles == nil || !wholeVectors(in, out) || min(in, out) < winogradOuterLeast || in*out > winogradOuterMost {
		return nil
	}
	return newWinogradOutering(c, winogradTiles(in, out))
}
