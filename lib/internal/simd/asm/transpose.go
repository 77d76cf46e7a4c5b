package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// square is a block of sixteen channels of sixteen lanes, and how its columns
// are stored: half a column after the other, or side by side.
const (
	squareSide  = 16
	squareBytes = squareSide * group
)

// transposes writes Transpose, for columns of sixteen and of eight channels.
func transposes(c *build.Context) {
	for _, w := range widths {
		for _, t := range []struct {
			name        string
			column, gap int // bytes from lane to lane, and from the first eight channels to the others
		}{
			{"transpose16", group, group / 2},
			{"transpose8", group / 2, squareBytes / 2},
		} {
			k := begin(c, w, t.name, "dst, src *float32, squares int", "is Kernels.Transpose for one width; squares is positive.")
			dst, src, squares := k.argument("dst"), k.argument("src"), k.argument("squares")
			k.Label("square")
			if w.avx512 {
				k.transpose16(dst, src, t.column, t.gap)
			} else {
				k.transpose8(dst, src, t.column, t.gap)
			}
			k.ADDQ(operand.U32(squareBytes), dst)
			k.ADDQ(operand.U32(squareBytes), src)
			k.SUBQ(operand.U32(1), squares)
			k.JNZ(operand.LabelRef("square"))
			k.end()
		}
	}
}

// transpose16 exchanges lanes and channels by doubling: values, pairs, fours and
// eights of neighbouring rows are interleaved.
func (k *kernel) transpose16(dst, src reg.Register, column, gap int) {
	r, t := k.vectors(squareSide), k.vectors(squareSide)
	for i := range r {
		k.VMOVUPS(at(src, i*group), r[i])
	}
	k.interleave(r, t)
	for i := range 4 {
		for half := 0; half < squareSide; half += 8 {
			k.VSHUFF32X4(operand.U8(0x88), r[half+4+i], r[half+i], t[half+i])
			k.VSHUFF32X4(operand.U8(0xdd), r[half+4+i], r[half+i], t[half+4+i])
		}
	}
	for i := range 8 {
		k.VSHUFF32X4(operand.U8(0x88), t[8+i], t[i], r[i])
		k.VSHUFF32X4(operand.U8(0xdd), t[8+i], t[i], r[8+i])
	}
	for lane, v := range r {
		if gap == column/2 {
			k.VMOVUPS(v, at(dst, lane*column))
			continue
		}
		k.VMOVUPS(v.(reg.Vec).AsY(), at(dst, lane*column))
		k.VEXTRACTF32X8(operand.U8(1), v, at(dst, lane*column+gap))
	}
	k.release(0)
}

// transpose8 does a quarter of the square after the other.
func (k *kernel) transpose8(dst, src reg.Register, column, gap int) {
	for quarter := range 4 {
		lanes, channels := quarter%2, quarter/2
		r, t := k.vectors(8), k.vectors(8)
		for i := range r {
			k.VMOVUPS(at(src, (channels*8+i)*group+lanes*group/2), r[i])
		}
		k.interleave(r, t)
		for i := range 4 {
			k.VPERM2F128(operand.U8(0x20), r[4+i], r[i], t[i])
			k.VPERM2F128(operand.U8(0x31), r[4+i], r[i], t[4+i])
		}
		for i, v := range t {
			k.VMOVUPS(v, at(dst, (lanes*8+i)*column+channels*gap))
		}
		k.release(0)
	}
}

// interleave interleaves fours of rows: r[4i + j] gets values j of each four
// lanes of rows 4i to 4i + 3.
func (k *kernel) interleave(r, t []reg.Register) {
	for i := 0; i < len(r); i += 2 {
		k.VUNPCKLPS(r[i+1], r[i], t[i])
		k.VUNPCKHPS(r[i+1], r[i], t[i+1])
	}
	for i := 0; i < len(r); i += 4 {
		k.VUNPCKLPD(t[i+2], t[i], r[i])
		k.VUNPCKHPD(t[i+2], t[i], r[i+1])
		k.VUNPCKLPD(t[i+3], t[i+1], r[i+2])
		k.VUNPCKHPD(t[i+3], t[i+1], r[i+3])
	}
}
