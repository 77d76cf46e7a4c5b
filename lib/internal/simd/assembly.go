//go:build amd64

package simd

import (
	"math"
	"math/bits"
)

// assembly is the kernels of one instruction set as they are written: over
// pointers, without a check, and for the first lanes of every 16. With eight
// lanes a vector they are called twice, the second time for the other eight.
type assembly struct {
	lanes  int
	gather func(dst, src, w *float32, taps *int, count, channels, pixels, dstStep, srcStep int, add bool)
	outer  func(sums, a, b *float32, pixels, aStep, bStep int)
}

// kernels puts checks around the assembly.
func (a *assembly) kernels(isa ISA) *Kernels[float32] {
	k := portable[float32]()
	k.ISA = isa
	k.Gather = a.checkedGather
	k.Outer = a.checkedOuter
	return k
}

// beyond is an offset that no slice reaches and that can be added to without
// overflow.
const beyond = math.MaxInt / 4

// lastPixel returns where the last of some pixels begins, or beyond if the step
// is not positive or there is no such offset.
func lastPixel(pixels, step int) int {
	high, low := bits.Mul64(uint64(pixels-1), uint64(step))
	if step <= 0 || high != 0 || low > beyond {
		return beyond
	}
	return int(low)
}
