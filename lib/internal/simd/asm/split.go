package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
)

// splits writes Split, a pixel at a time: what is read lies together.
func splits(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "split", "dst, src *float32, tiles, pixels, tileStep, dstStep, srcStep int",
			"is Kernels.Split; tiles and pixels are positive.")
		dst, src, tiles, pixels := k.argument("dst"), k.argument("src"), k.argument("tiles"), k.argument("pixels")
		tileStep, dstStep, srcStep := k.bytes("tileStep"), k.bytes("dstStep"), k.bytes("srcStep")
		from, to, left := k.GP64(), k.GP64(), k.GP64()
		v := k.vectors(side)
		k.Label("pixel")
		k.MOVQ(src, from)
		k.MOVQ(dst, to)
		k.MOVQ(tiles, left)
		k.Label("tile")
		for i := range v {
			k.VMOVUPS(at(from, i*group), v[i])
		}
		for i := range v {
			k.VMOVUPS(v[i], at(to, i*group))
		}
		k.ADDQ(operand.U32(side*group), from)
		k.ADDQ(tileStep, to)
		k.SUBQ(operand.U32(1), left)
		k.JNZ(operand.LabelRef("tile"))
		k.ADDQ(srcStep, src)
		k.ADDQ(dstStep, dst)
		k.SUBQ(operand.U32(1), pixels)
		k.JNZ(operand.LabelRef("pixel"))
		k.end()
	}
}
