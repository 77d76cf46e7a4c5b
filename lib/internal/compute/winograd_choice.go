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
// 3×3, the stride is not 1, or the products that are saved do not pay for the
// transforms. The answer does not depend on the number of images, so that an
// image gets the same bits in every batch.
func tiled(g *gathering, groups int, down, across axis, top, left int) *winograd {
	if groups != 1 || down.kernel != 3 || across.kernel != 3 || down.stride != 1 || across.stride != 1 {
		return nil
	}
	pairs := g.dst.C * g.src.C
	tiles := quotient(g.dst.H, 2) * quotient(g.dst.W, 2)
	cost := tiles*(simd.WinogradPositions*pairs+winogradIn*g.src.C+winogradOut*g.dst.C) + winogradWeight*pairs
	if direct := g.work / (g.dst.Blocks() * Lanes); cost >= direct {
		return nil
	}
	return newWinograd(g.dst, g.src, top, left, max(8, winogradStep/max(g.dst.C, g.src.C)))
}
