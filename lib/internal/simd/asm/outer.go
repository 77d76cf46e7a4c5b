package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const side = 4 // channels on each side of an outer product

// outers writes Outer. Sixteen sums are enough to hide the latency of a
// multiply-add, and eight loads a pixel keep pace with sixteen of them. Sixteen
// registers hold half as many sums: two rows at a time.
func outers(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "outer", "sums, a, b *float32, pixels, aStep, bStep int",
			fmt.Sprintf("is Kernels.Outer for %d lanes; pixels is positive.", w.lanes))
		rows := side
		if !w.avx512 {
			rows = side / 2
		}
		for first := 0; first < side; first += rows {
			outerRows(k, first, rows)
		}
		k.end()
	}
}

// outerRows adds some rows of the products.
func outerRows(k *kernel, first, rows int) {
	sums, a, b := k.argument("sums"), k.argument("a"), k.argument("b")
	pixels, aStep, bStep := k.argument("pixels"), k.bytes("aStep"), k.bytes("bStep")
	s := k.vectors(rows * side)
	to := func(i int) operand.Mem { return at(sums, (first*side+i)*group) }
	for i := range s {
		k.VMOVUPS(to(i), s[i])
	}
	label := fmt.Sprintf("rows%d", first)
	k.Label(label)
	outerPixel(k, s, a, b, first, rows)
	k.ADDQ(aStep, a)
	k.ADDQ(bStep, b)
	k.SUBQ(operand.U32(1), pixels)
	k.JNZ(operand.LabelRef(label))
	for i := range s {
		k.VMOVUPS(s[i], to(i))
	}
	k.release(0)
}

// outerPixel adds the products of one pixel.
func outerPixel(k *kernel, sums []reg.Register, a, b reg.Register, first, rows int) {
	v, u := k.vectors(side), k.vector()
	for j := range v {
		k.VMOVUPS(at(b, j*group), v[j])
	}
	for i := range rows {
		k.VMOVUPS(at(a, (first+i)*group), u)
		for j := range v {
			k.VFMADD231PS(v[j], u, sums[i*side+j])
		}
	}
}
