package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// laneSums writes LaneSums. Four channels go together: two rounds of interleaving
// and adding leave their four sums side by side in every 128 bits, and halves
// are added to halves from there.
func laneSums(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "laneSums", "dst, src *float32, count int", "is Kernels.LaneSums for count channels.")
		dst, src, count := k.argument("dst"), k.argument("src"), k.argument("count")
		k.Label("four")
		k.SUBQ(operand.U32(4), count)
		k.JL(operand.LabelRef("few"))
		k.VMOVUPS(k.sumLanes(src, 4), at(dst, 0))
		k.ADDQ(operand.U32(4*group), src)
		k.ADDQ(operand.U32(4*value), dst)
		k.JMP(operand.LabelRef("four"))

		k.Label("few")
		k.ADDQ(operand.U32(4), count)
		k.Label("one")
		k.SUBQ(operand.U32(1), count)
		k.JL(operand.LabelRef("end"))
		k.VMOVSS(k.sumLanes(src, 1), at(dst, 0))
		k.ADDQ(operand.U32(group), src)
		k.ADDQ(operand.U32(value), dst)
		k.JMP(operand.LabelRef("one"))
		c.Label("end")
		k.end()
	}
}

// sumLanes adds up the lanes of four channels, or of one four times over, and
// returns the sums in order.
func (k *kernel) sumLanes(src reg.Register, channels int) reg.Register {
	defer k.release(k.used)
	v := k.vectors(4)
	for c := range v[:channels] {
		k.VMOVUPS(at(src, c*group), v[c])
		if !k.avx512 {
			k.VADDPS(at(src, c*group+group/2), v[c], v[c])
		}
	}
	if channels == 1 {
		v = []reg.Register{v[0], v[0], v[0], v[0]}
	}
	low, high, more := k.vector(), k.vector(), k.vector()
	k.VUNPCKLPS(v[1], v[0], low)
	k.VUNPCKHPS(v[1], v[0], high)
	k.VADDPS(high, low, low)
	k.VUNPCKLPS(v[3], v[2], more)
	k.VUNPCKHPS(v[3], v[2], high)
	k.VADDPS(high, more, more)
	k.VUNPCKHPD(more, low, high)
	k.VUNPCKLPD(more, low, low)
	k.VADDPS(high, low, low)
	if k.avx512 {
		k.VEXTRACTF32X8(operand.Imm(1), low, narrow(high, reg.S256))
		k.VADDPS(narrow(high, reg.S256), narrow(low, reg.S256), narrow(low, reg.S256))
	}
	k.VEXTRACTF128(operand.Imm(1), narrow(low, reg.S256), narrow(high, reg.S128))
	k.VADDPS(narrow(high, reg.S128), narrow(low, reg.S128), narrow(low, reg.S128))
	return narrow(low, reg.S128)
}

// narrow is the low part of a vector register.
func narrow(r reg.Register, s reg.Spec) reg.Register {
	return reg.Vector.Lookup(r.(reg.Physical).PhysicalIndex(), s)
}
