package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const (
	strip  = 8 // channels that are computed together
	unroll = 4 // source channels per turn of the inner loop
	tap    = 16
)

// gathers writes Gather. A tile of three pixels by eight channels keeps 24 sums
// in registers: per source channel it takes three loads of pixels and eight
// broadcasts of weights for 24 multiply-adds, so that loads wait for arithmetic
// and not the other way round. Sixteen registers hold half as many channels.
//
// A multiply-add whose operand is broadcast from memory would do without the
// register, but runs at half speed here.
func gathers(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "gather", "dst, src, w *float32, taps *int, count, channels, pixels, dstStep, srcStep int, add bool",
			fmt.Sprintf("is Kernels.Gather for %d lanes; taps points to count pairs.", w.lanes))
		g := newGather(k)
		g.run(g.part)
		k.end()
	}
}

type gather struct {
	*kernel
	dst, src, w, taps, stop, channels, pixels, dstStep, srcStep reg.GPVirtual
}

func newGather(k *kernel) *gather {
	g := &gather{kernel: k}
	g.dst, g.src, g.w = k.argument("dst"), k.argument("src"), k.argument("w")
	g.taps, g.stop = k.argument("taps"), k.argument("count")
	g.channels, g.pixels = k.argument("channels"), k.argument("pixels")
	g.dstStep, g.srcStep = k.bytes("dstStep"), k.bytes("srcStep")
	k.SHLQ(operand.Imm(4), g.stop)
	k.ADDQ(g.taps, g.stop)
	return g
}

// run computes all pixels, tile by tile; part writes some channels of a tile.
func (g *gather) run(part func(label string, pixels, first, rows int)) {
	g.choose()
	for _, pixels := range []int{3, 2, 1} {
		g.tile(pixels, part)
	}
	g.Label("end")
}

// choose jumps to the next tile: threes, and a last four as two and two, since a
// single pixel leaves a third of the arithmetic idle.
func (g *gather) choose() {
	g.Label("next")
	g.CMPQ(g.pixels, operand.Imm(4))
	g.JG(operand.LabelRef("tile3"))
	g.JE(operand.LabelRef("tile2"))
	for pixels := 3; pixels > 0; pixels-- {
		g.CMPQ(g.pixels, operand.Imm(uint64(pixels)))
		g.JE(operand.LabelRef(fmt.Sprintf("tile%d", pixels)))
	}
	g.JMP(operand.LabelRef("end"))
}

// tile computes all channels of some pixels and steps over them.
func (g *gather) tile(pixels int, part func(label string, pixels, first, rows int)) {
	g.Label(fmt.Sprintf("tile%d", pixels))
	rows := strip
	if !g.avx512 && pixels > 1 {
		rows = strip / 2
	}
	for first := 0; first < strip; first += rows {
		part(fmt.Sprintf("tile%d_%d", pixels, first), pixels, first, rows)
	}
	for range pixels {
		g.ADDQ(g.dstStep, g.dst)
		g.ADDQ(g.srcStep, g.src)
	}
	g.SUBQ(operand.U32(pixels), g.pixels)
	g.JMP(operand.LabelRef("next"))
}

// part computes some channels of a tile: sums[row·pixels + pixel].
func (g *gather) part(label string, pixels, first, rows int) {
	sums := g.vectors(rows * pixels)
	g.zero(sums...)
	tapAt, x, w := g.GP64(), g.GP64(), g.GP64()
	g.MOVQ(g.taps, tapAt)
	g.Label(label + "_tap")
	g.CMPQ(tapAt, g.stop)
	g.JE(operand.LabelRef(label + "_sum"))
	g.MOVQ(at(tapAt, 0), x)
	g.MOVQ(at(tapAt, 8), w)
	g.ADDQ(operand.U32(tap), tapAt)
	g.LEAQ(operand.Mem{Base: g.src, Index: x, Scale: value}, x)
	g.LEAQ(operand.Mem{Base: g.w, Index: w, Scale: value, Disp: first * value}, w)
	g.products(label, sums, x, w, pixels, rows)
	g.JMP(operand.LabelRef(label + "_tap"))

	g.Label(label + "_sum")
	g.CMPB(g.parameter("add"), operand.Imm(0))
	g.JE(operand.LabelRef(label + "_store"))
	for i, s := range sums {
		g.VADDPS(g.to(i, pixels, first), s, s)
	}
	g.Label(label + "_store")
	g.store(sums, pixels, first)
}

// products adds the products of all source channels of a tap, some channels a
// turn and then one at a time.
func (g *gather) products(label string, sums []reg.Register, x, w reg.GPVirtual, pixels, rows int) {
	left := g.GP64()
	g.MOVQ(g.channels, left)
	g.SUBQ(operand.U32(unroll), left)
	g.JL(operand.LabelRef(label + "_few"))
	g.Label(label + "_many")
	for c := range unroll {
		g.multiply(sums, x, w, c, pixels, rows)
	}
	g.ADDQ(operand.U32(unroll*group), x)
	g.ADDQ(operand.U32(unroll*strip*value), w)
	g.SUBQ(operand.U32(unroll), left)
	g.JGE(operand.LabelRef(label + "_many"))

	g.Label(label + "_few")
	g.ADDQ(operand.U32(unroll), left)
	g.JZ(operand.LabelRef(label + "_tap"))
	g.Label(label + "_one")
	g.multiply(sums, x, w, 0, pixels, rows)
	g.ADDQ(operand.U32(group), x)
	g.ADDQ(operand.U32(strip*value), w)
	g.SUBQ(operand.U32(1), left)
	g.JNZ(operand.LabelRef(label + "_one"))
}

// multiply adds the products of one source channel.
func (g *gather) multiply(sums []reg.Register, x, w reg.Register, channel, pixels, rows int) {
	defer g.release(g.used)
	u := g.vectors(pixels)
	for p := range u {
		g.VMOVUPS(column(x, g.srcStep, p, channel*group), u[p])
	}
	v := g.vector()
	for r := range rows {
		g.VBROADCASTSS(at(w, (channel*strip+r)*value), v)
		for p := range u {
			g.VFMADD231PS(u[p], v, sums[r*pixels+p])
		}
	}
}

// store writes the sums.
func (g *gather) store(sums []reg.Register, pixels, first int) {
	for i, s := range sums {
		g.VMOVUPS(s, g.to(i, pixels, first))
	}
	g.release(0)
}

// to is where sum i of a tile belongs.
func (g *gather) to(i, pixels, first int) operand.Mem {
	return column(g.dst, g.dstStep, i%pixels, (first+i/pixels)*group)
}
