//go:build amd64 || arm64

package simd

import (
	"fmt"
	"math"
	"math/bits"
)

// assembly is the kernels of one instruction set as they are written: over
// pointers, without a check. Those that know pixels work on the first lanes of
// every 16: with eight lanes a vector they are called twice, the second time for
// the other eight. The others run over slices from end to end.
type assembly struct {
	lanes int

	gather func(dst, src, w *float32, taps *int, count, channels, pixels, dstStep, srcStep int, add bool)
	outer  func(sums, a, b *float32, pixels, aStep, bStep int)
	split  func(dst, src *float32, tiles, pixels, tileStep, dstStep, srcStep int)

	affine, affineAdd                    func(y, x, add, center, scale, offset *float32, channels, pixels int, floor float32)
	moments                              func(sum, squares, x, near *float32, channels, pixels int)
	project, projectOutput, projectInput func(g, sum, product, dy, x, y, center, scale, offset *float32, channels, pixels int)
	spread, spreadAdd                    func(dx, g, x, add, center, scale, slope, level *float32, channels, pixels int)

	blend, blendZ, blendF, blendZF func(y, x, z, f *float32, a, b float32, count int)
	dot                            func(sums, a, b *float32, count int)
	laneSums                       func(dst, src *float32, count int)

	winograd winogradAssembly

	transpose8, transpose16 func(dst, src *float32, squares int)
	weave                   func(dst, src, scale *float32, columns, step int)

	largest func(dst, src *float32, taps *int, count, values int)
	route   func(dx, dy, x *float32, taps *int, count, from, to, values int)
}

// kernels puts checks around the assembly.
func (a *assembly) kernels(isa ISA) *Kernels[float32] {
	k := portable[float32]()
	k.ISA = isa
	k.Gather = a.checkedGather
	k.Outer = a.checkedOuter
	k.Split = a.checkedSplit
	k.LaneSums = a.checkedLaneSums
	k.Affine = a.checkedAffine
	k.Moments = a.checkedMoments
	k.Project = a.checkedProject
	k.Spread = a.checkedSpread
	k.Blend = a.checkedBlend
	k.Dot = a.checkedDot
	k.Winograd = a.winograd.kernels()
	k.Winograd.Multiply = a.checkedMultiply
	k.Transpose = a.checkedTranspose
	k.Weave = a.checkedWeave
	k.Largest = a.checkedLargest
	k.Route = a.checkedRoute
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

// wantLengths panics unless all slices of an operation are long enough.
func wantLengths(op, what string, want int, lengths ...int) {
	for _, got := range lengths {
		if got < want {
			panic(fmt.Sprintf("simd: %s: got a slice of %d %s, want at least %d", op, got, what, want))
		}
	}
}

// wholePixels returns how many pixels some values are, and panics if they are
// not whole ones.
func wholePixels(op string, values, channels int) int {
	if values == 0 {
		return 0
	}
	if channels == 0 || values%(channels*Lanes) != 0 {
		panic(fmt.Sprintf("simd: %s: got %d values, want whole pixels of %d channels of %d", op, values, channels, Lanes))
	}
	return values / (channels * Lanes)
}

// address is where value i of a slice lies, or nil if nothing does.
func address(s []float32, i int) *float32 {
	if len(s) == 0 {
		return nil
	}
	return &s[i]
}
