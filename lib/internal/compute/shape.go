package compute

import (
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// Lanes is the number of images in a block.
const Lanes = simd.Lanes

// Shape is the extent of a batch of images: N images of C channels, H rows and
// W columns. N counts the valid images only; a buffer always holds whole blocks.
type Shape struct{ N, C, H, W int }

// Blocks is the number of blocks of [Lanes] images, the last one perhaps ragged.
func (s Shape) Blocks() int { return quotient(s.N, Lanes) }

// Len is the number of values in a blocked buffer, padding lanes included.
func (s Shape) Len() int { return s.Blocks() * s.blockLen() }

// Pixels is the number of pixels in a channel, H·W.
func (s Shape) Pixels() int { return s.H * s.W }

// Features is the number of values in one image, C·H·W.
func (s Shape) Features() int { return s.C * s.H * s.W }

// Valid is the number of valid lanes in block b.
func (s Shape) Valid(b int) int { return min(Lanes, s.N-b*Lanes) }

// String formats the shape as N×C×H×W.
func (s Shape) String() string { return fmt.Sprintf("%d×%d×%d×%d", s.N, s.C, s.H, s.W) }

// pixelLen is the number of values in one pixel of one block.
func (s Shape) pixelLen() int { return s.C * Lanes }

// blockLen is the number of values in one block.
func (s Shape) blockLen() int { return s.Pixels() * s.pixelLen() }

// Sizes that no machine needs, and below which no sum or product of sizes
// overflows.
const (
	mostValues = min(1<<40, math.MaxInt/8) // in a batch, or weights
	mostSide   = 1 << 20                   // rows, columns, and the numbers of a window
)

// check reports a shape that no buffer can have.
func (s Shape) check() error {
	if s.N < 1 || s.C < 1 || s.H < 1 || s.W < 1 {
		return fmt.Errorf("got shape %v, want at least one image, channel, row and column", s)
	}
	if s.N > mostValues || max(s.H, s.W) > mostSide || !fits(s.Blocks(), Lanes, s.C, s.H, s.W) {
		return fmt.Errorf("got shape %v, want at most %d rows and columns and %d values in whole blocks", s, mostSide, mostValues)
	}
	return nil
}

// checkWindow reports numbers of a window that nobody needs, or that does not
// fit into images of the shape.
func (s Shape) checkWindow(h, w int, down, across Steps) error {
	if !down.inReason(h) || !across.inReason(w) {
		return fmt.Errorf("got kernel %d×%d, %s, want positive numbers up to %d", h, w, stepsText(down, across), mostSide)
	}
	if s.H+2*down.Pad < down.Span(h) || s.W+2*across.Pad < across.Span(w) {
		return fmt.Errorf("got a kernel of %d×%d over %d×%d pixels padded by %s, want one that fits", down.Span(h), across.Span(w), s.H, s.W, ByAxis(down.Pad, across.Pad))
	}
	return nil
}

// fits reports whether the product of positive sizes is at most [mostValues].
func fits(sizes ...int) bool { return atMost(mostValues, sizes...) }

// atMost reports whether the product of positive sizes is within a bound.
func atMost(room int, sizes ...int) bool {
	for _, n := range sizes {
		if n > room {
			return false
		}
		room /= n
	}
	return true
}

// quotient is a / b rounded up, for positive b and any a > −b.
func quotient(a, b int) int { return (a + b - 1) / b }

// pixel is a pixel of a block.
func pixel[T Float](s Shape, x []T, block, row, column int) []T {
	return x[block*s.blockLen()+(row*s.W+column)*s.pixelLen():][:s.pixelLen()]
}

// vector is the lanes of channel c of pixel i of block b.
func vector[T Float](s Shape, b, i, c int, x []T) []T {
	return x[b*s.blockLen()+i*s.pixelLen()+c*Lanes:][:Lanes]
}
