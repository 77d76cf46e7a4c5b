package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// stripBytes is the size of a strip's channels, which fill a vector of AVX2 and half a
// vector of AVX-512: both use the same code.
const stripBytes = 8 * value

// weaves writes what packs weights: Weave, for whole strips, and Winograd.Weights.
func weaves(c *build.Context) {
	avx2 := widths[1]
	weave(begin(c, avx2, "weave", "dst, src, scale *float32, columns, step int",
		"is Kernels.Weave for eight rows; columns is a positive multiple of 8."))
	winogradWeights(begin(c, avx2, "winogradWeights", "dst, src *float32, channels, position, tap int",
		"is Winograd.Weights, from the tap that comes first; tap is the distance to the next one."))
}

// weave transposes eight columns at a time.
func weave(k *kernel) {
	dst, low, scale := k.argument("dst"), k.argument("src"), k.argument("scale")
	columns, step := k.argument("columns"), k.bytes("step")
	step3, high := k.GP64(), k.GP64()
	k.LEAQ(operand.Mem{Base: step, Index: step, Scale: 2}, step3)
	k.LEAQ(operand.Mem{Base: low, Index: step, Scale: 4}, high)
	k.Label("eight")
	r, t := k.vectors(8), k.vectors(8)
	for i, base := range []reg.Register{low, high} {
		k.VMOVUPS(at(base, 0), r[4*i])
		k.VMOVUPS(operand.Mem{Base: base, Index: step, Scale: 1}, r[4*i+1])
		k.VMOVUPS(operand.Mem{Base: base, Index: step, Scale: 2}, r[4*i+2])
		k.VMOVUPS(operand.Mem{Base: base, Index: step3, Scale: 1}, r[4*i+3])
		k.ADDQ(operand.U32(8*value), base)
	}
	k.interleave(r, t)
	for i := range 4 {
		k.VPERM2F128(operand.U8(0x20), r[4+i], r[i], t[i])
		k.VPERM2F128(operand.U8(0x31), r[4+i], r[i], t[4+i])
	}
	for i, v := range t {
		k.VMULPS(at(scale, 0), v, v)
		k.VMOVUPS(v, at(dst, i*stripBytes))
	}
	k.ADDQ(operand.U32(8*stripBytes), dst)
	k.SUBQ(operand.U32(8), columns)
	k.JNZ(operand.LabelRef("eight"))
	k.release(0)
	k.end()
}

// winogradWeights transforms the nine taps of a channel at a time, first the columns
// of the kernel and then the rows of that.
func winogradWeights(k *kernel) {
	dst, src, channels := k.argument("dst"), k.argument("src"), k.argument("channels")
	position, tap := k.bytes("position"), k.bytes("tap")
	position3, from, to := k.GP64(), k.GP64(), k.GP64()
	k.LEAQ(operand.Mem{Base: position, Index: position, Scale: 2}, position3)
	half, middle := k.vector(), k.vector()
	k.half(half)
	k.Label("channel")
	k.MOVQ(src, from)
	var g [3][3]reg.Register
	for i := range g {
		for j := range g {
			g[i][j] = k.vector()
			k.VMOVUPS(at(from, 0), g[i][j])
			k.ADDQ(tap, from)
		}
	}
	lines := [tileIn][3]reg.Register{0: g[0], 3: g[2]}
	for j := range g {
		lines[1][j], lines[2][j] = g[1][j], k.vector()
		k.spreadTaps(g[0][j], g[1][j], g[2][j], lines[1][j], lines[2][j], half, middle)
	}
	k.MOVQ(dst, to)
	for _, l := range lines {
		k.VMOVUPS(l[0], at(to, 0))
		k.VMOVUPS(l[2], operand.Mem{Base: to, Index: position3, Scale: 1})
		k.spreadTaps(l[0], l[1], l[2], l[1], l[0], half, middle)
		k.VMOVUPS(l[1], operand.Mem{Base: to, Index: position, Scale: 1})
		k.VMOVUPS(l[0], operand.Mem{Base: to, Index: position, Scale: 2})
		k.LEAQ(operand.Mem{Base: to, Index: position, Scale: 4}, to)
	}
	k.ADDQ(operand.U32(9*stripBytes), src)
	k.ADDQ(operand.U32(stripBytes), dst)
	k.SUBQ(operand.U32(1), channels)
	k.JNZ(operand.LabelRef("channel"))
	k.release(0)
	k.end()
}

// spreadTaps sets sum and difference to (g0 + g2)/2 ± g1/2. They may be g1 and g0.
func (k *kernel) spreadTaps(g0, g1, g2, sum, difference, half, middle reg.Register) {
	k.VMULPS(half, g1, middle)
	k.VADDPS(g2, g0, difference)
	k.VMULPS(half, difference, difference)
	k.VADDPS(middle, difference, sum)
	k.VSUBPS(middle, difference, difference)
}

// half fills a vector with 1/2.
func (k *kernel) half(v reg.Register) {
	bits := k.GP32()
	k.MOVL(operand.U32(0x3f000000), bits)
	k.VMOVD(bits, narrow(v, reg.S128))
	k.VBROADCASTSS(narrow(v, reg.S128), v)
}
