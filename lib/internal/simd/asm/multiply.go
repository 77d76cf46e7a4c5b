package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// multiplies writes Winograd.Multiply: [gathers] with one tap, in a loop over the
// strips of a position and the positions of a line.
func multiplies(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "winogradMultiply", "dst, src, w *float32, tiles, channels, strips, dstPosition, srcPosition, wPosition int",
			fmt.Sprintf("is Winograd.Multiply for %d lanes; all counts are positive.", w.lanes))
		multiply(k)
		k.end()
	}
}

// multiply goes on with dst and w from strip to strip, and then back over all of
// them and on to the next position.
func multiply(k *kernel) {
	dst, src, strips, positions := k.argument("dst"), k.argument("src"), k.GP64(), k.GP64()
	g := &gather{kernel: k, dst: k.GP64(), src: k.GP64(), w: k.argument("w"), channels: k.GP64(), pixels: k.GP64()}
	g.dstStep, g.srcStep = g.argument("strips"), g.argument("channels")
	g.IMUL3Q(operand.U32(strip*group), g.dstStep, g.dstStep)
	g.IMUL3Q(operand.U32(group), g.srcStep, g.srcStep)
	g.MOVQ(operand.U32(tileIn), positions)

	g.Label("position")
	g.MOVQ(g.parameter("strips"), strips)
	g.Label("strip")
	g.MOVQ(dst, g.dst)
	g.MOVQ(src, g.src)
	g.MOVQ(g.parameter("tiles"), g.pixels)
	g.MOVQ(g.parameter("channels"), g.channels)
	g.run(g.product)
	g.ADDQ(operand.U32(strip*group), dst)
	g.IMUL3Q(operand.U32(strip*value), g.channels, g.channels)
	g.ADDQ(g.channels, g.w)
	g.SUBQ(operand.U32(1), strips)
	g.JNZ(operand.LabelRef("strip"))

	g.SUBQ(g.dstStep, dst)
	g.IMULQ(g.parameter("strips"), g.channels)
	g.SUBQ(g.channels, g.w)
	g.advance(dst, "dstPosition")
	g.advance(src, "srcPosition")
	g.advance(g.w, "wPosition")
	g.SUBQ(operand.U32(1), positions)
	g.JNZ(operand.LabelRef("position"))
}

// advance moves a pointer on by as many values as a parameter says.
func (g *gather) advance(p reg.GPVirtual, name string) {
	step := g.argument(name)
	g.LEAQ(operand.Mem{Base: p, Index: step, Scale: value}, p)
}

// product computes some channels of a tile from the one tap.
func (g *gather) product(label string, pixels, first, rows int) {
	sums := g.vectors(rows * pixels)
	g.zero(sums...)
	x, w := g.GP64(), g.GP64()
	g.MOVQ(g.src, x)
	g.LEAQ(at(g.w, first*value), w)
	g.products(label, sums, x, w, pixels, rows)
	g.Label(label + "_tap")
	g.store(sums, pixels, first)
}
