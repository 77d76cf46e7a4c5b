package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Pixels on each side of Winograd's tiles.
const (
	tileIn  = 4
	tileOut = 2
)

// winograds writes the transforms of Winograd's convolution. They work on one
// channel after the other, and as lanes do not meet, a vector of eight is simply
// half a channel.
func winograds(c *build.Context) {
	for _, w := range widths {
		winogradLine(begin(c, w, "winogradInput", lineParameters, "is Winograd.Input; tiles and channels are positive."),
			tileIn, (*winograd).input)
		winogradLine(begin(c, w, "winogradGradient", lineParameters, "is Winograd.Gradient; tiles and channels are positive."),
			tileOut, (*winograd).gradient)
		winogradOutput(begin(c, w, "winogradOutput", "dst, src *float32, tiles, channels, inside, at, row, step, position int",
			"is Winograd.Output; tiles and channels are positive."), (*winograd).output)
		winogradOutput(begin(c, w, "winogradFinish", "dst, src, bias, add *float32, tiles, channels, inside, at, row, step, position int, floor float32",
			"is Winograd.Finish; tiles and channels are positive."), (*winograd).finish)
	}
}

const lineParameters = "dst, src *float32, tiles, channels, inside, x, y, step, position int, add bool"

// winograd is a transform between two rows of tiles of size pixels a side and
// lines of four planes.
type winograd struct {
	*kernel
	size                 int
	rows, lines          []reg.GPVirtual // first pixel of a row, first plane of a line
	pixel, pixels3       reg.GPVirtual   // bytes between pixels, and three times that
	position, positions3 reg.GPVirtual
	tiles, left          reg.GPVirtual
	add, partial         bool // rows are added; some pixels lie outside
}

// winogradLine writes a transform of two rows of pixels to a line.
func winogradLine(k *kernel, size int, body func(*winograd)) {
	g := &winograd{kernel: k, size: size}
	src, x, y := k.argument("src"), k.bytes("x"), k.bytes("y")
	k.ADDQ(src, x)
	k.ADDQ(src, y)
	g.rows, g.lines = []reg.GPVirtual{x, y}, []reg.GPVirtual{k.argument("dst")}
	g.steps()
	k.CMPB(k.parameter("add"), operand.Imm(0))
	k.JE(operand.LabelRef("difference"))
	g.add = true
	g.loops("sum", body)
	g.Label("difference")
	g.add = false
	g.loops("difference", body)
}

// winogradOutput writes a transform of four lines to two rows of pixels.
func winogradOutput(k *kernel, body func(*winograd)) {
	g := &winograd{kernel: k, size: tileOut}
	first, second := k.bytes("at"), k.bytes("row")
	k.ADDQ(k.argument("dst"), first)
	k.ADDQ(first, second)
	g.rows, g.lines = []reg.GPVirtual{first, second}, []reg.GPVirtual{k.argument("src")}
	g.steps()
	for len(g.lines) < tileIn {
		next := g.GP64()
		g.LEAQ(operand.Mem{Base: g.lines[len(g.lines)-1], Index: g.position, Scale: 4}, next)
		g.lines = append(g.lines, next)
	}
	g.loops("output", body)
}

// steps loads the steps between pixels and planes.
func (g *winograd) steps() {
	triple := func(r reg.GPVirtual) reg.GPVirtual {
		three := g.GP64()
		g.LEAQ(operand.Mem{Base: r, Index: r, Scale: 2}, three)
		return three
	}
	g.position = g.bytes("position")
	g.positions3 = triple(g.position)
	g.pixel = g.argument("channels")
	g.SHLQ(operand.Imm(6), g.pixel)
	g.pixels3 = triple(g.pixel)
	g.tiles, g.left = g.argument("tiles"), g.GP64()
}

// loops writes body over all tiles and channels twice: for whole tiles and for
// those with pixels outside. Each leaves the function.
func (g *winograd) loops(label string, body func(*winograd)) {
	whole := 1<<(len(g.rows)*g.size) - 1
	g.CMPQ(g.parameter("inside"), operand.U32(whole))
	g.JNE(operand.LabelRef(label + "_partial"))
	g.partial = false
	g.loop(label+"_whole", body)
	g.partial = true
	g.loop(label+"_partial", body)
}

func (g *winograd) loop(label string, body func(*winograd)) {
	vector := g.lanes * value
	g.Label(label)
	g.MOVQ(g.pixel, g.left)
	g.Label(label + "_channel")
	body(g)
	g.release(0)
	for _, p := range append(g.rows[:len(g.rows):len(g.rows)], g.lines...) {
		g.ADDQ(operand.U32(vector), p)
	}
	g.SUBQ(operand.U32(vector), g.left)
	g.JNZ(operand.LabelRef(label + "_channel"))
	// The next tile is two pixels on, and the channels have gone one already.
	for _, p := range g.rows {
		g.ADDQ(g.pixel, p)
	}
	g.MOVQ(g.parameter("step"), g.left)
	g.SHLQ(operand.Imm(2), g.left)
	g.SUBQ(g.pixel, g.left)
	for _, p := range g.lines {
		g.ADDQ(g.left, p)
	}
	g.SUBQ(operand.U32(1), g.tiles)
	g.JNZ(operand.LabelRef(label))
	g.end()
}

// image is the address of pixel j of a row.
func (g *winograd) image(i, j int) operand.Mem {
	if j == 3 {
		return operand.Mem{Base: g.rows[i], Index: g.pixels3, Scale: 1}
	}
	return column(g.rows[i], g.pixel, j, 0)
}

// plane is the address of position j of a line.
func (g *winograd) plane(i, j int) operand.Mem {
	if j == 3 {
		return operand.Mem{Base: g.lines[i], Index: g.positions3, Scale: 1}
	}
	return column(g.lines[i], g.position, j, 0)
}

// inside writes f, skipped where the pixel lies outside.
func (g *winograd) inside(i, j int, f func()) {
	if !g.partial {
		f()
		return
	}
	label := fmt.Sprintf("outside%t_%d%d", g.add, i, j)
	g.TESTQ(operand.U32(1<<(g.size*i+j)), g.parameter("inside"))
	g.JZ(operand.LabelRef(label))
	f()
	g.Label(label)
}

// load loads a row of the tile.
func (g *winograd) load(i int) []reg.Register {
	d := g.vectors(g.size)
	if g.partial {
		g.zero(d...)
	}
	for j := range d {
		g.inside(i, j, func() { g.VMOVUPS(g.image(i, j), d[j]) })
	}
	return d
}

// joined is the sum or the difference of the two rows of the tile.
func (g *winograd) joined() []reg.Register {
	x, y := g.load(0), g.load(1)
	for j := range x {
		if g.add {
			g.VADDPS(y[j], x[j], x[j])
		} else {
			g.VSUBPS(y[j], x[j], x[j])
		}
	}
	return x
}

// input multiplies a row by B.
func (g *winograd) input() {
	d, sum := g.joined(), g.vector()
	g.VADDPS(d[1], d[2], sum)
	g.VSUBPS(d[2], d[0], d[0])
	g.VSUBPS(d[1], d[2], d[2])
	g.VSUBPS(d[1], d[3], d[3])
	g.store(d[0], sum, d[2], d[3])
}

// gradient multiplies a row by Aᵀ.
func (g *winograd) gradient() {
	d, sum, difference := g.joined(), g.vector(), g.vector()
	g.VADDPS(d[1], d[0], sum)
	g.VSUBPS(d[1], d[0], difference)
	g.store(d[0], sum, difference, d[1])
}

func (g *winograd) store(line ...reg.Register) {
	for j, v := range line {
		g.VMOVUPS(v, g.plane(0, j))
	}
}

// columns is Aᵀ m, and registers that are free again.
func (g *winograd) columns() (half [tileOut][]reg.Register, free []reg.Register) {
	for j := range tileIn {
		m := g.vectors(tileIn)
		for i := range m {
			g.VMOVUPS(g.plane(i, j), m[i])
		}
		y0, y1 := g.outputPair(m)
		half[0], half[1] = append(half[0], y0), append(half[1], y1)
		free = append(free, m[2:]...)
	}
	return half, free
}

// finish is output with a number for each channel, perhaps an image, and a lower
// bound.
func (g *winograd) finish() {
	half, free := g.columns()
	bias, floor, channel, add := free[0], free[1], g.GP64(), g.GP64()
	g.MOVQ(g.pixel, channel)
	g.SUBQ(g.left, channel)
	g.SHRQ(operand.Imm(6), channel)
	g.MOVQ(g.parameter("bias"), add)
	g.VBROADCASTSS(operand.Mem{Base: add, Index: channel, Scale: value}, bias)
	g.VBROADCASTSS(g.parameter("floor"), floor)
	g.MOVQ(g.parameter("add"), add)
	for i := range half {
		y0, y1 := g.outputPair(half[i])
		for j, y := range []reg.Register{y0, y1} {
			g.inside(i, j, func() {
				g.VADDPS(bias, y, y)
				g.addImage(i, j, add, y)
				g.VMAXPS(y, floor, y)
				g.VMOVUPS(y, g.image(i, j))
			})
		}
	}
}

// addImage adds the pixel of another image, if there is one.
func (g *winograd) addImage(i, j int, add reg.Register, y reg.Register) {
	label := fmt.Sprintf("bare%t_%d%d", g.partial, i, j)
	pixel := g.GP64()
	g.TESTQ(add, add)
	g.JZ(operand.LabelRef(label))
	g.LEAQ(g.image(i, j), pixel)
	g.SUBQ(g.parameter("dst"), pixel)
	g.VADDPS(operand.Mem{Base: pixel, Index: add, Scale: 1}, y, y)
	g.Label(label)
}

// output is Aᵀ m A, columns first.
func (g *winograd) output() {
	half, _ := g.columns()
	for i := range half {
		y0, y1 := g.outputPair(half[i])
		g.inside(i, 0, func() { g.VMOVUPS(y0, g.image(i, 0)) })
		g.inside(i, 1, func() { g.VMOVUPS(y1, g.image(i, 1)) })
	}
}

// outputPair is Aᵀ m, in the registers of m.
func (g *winograd) outputPair(m []reg.Register) (y0, y1 reg.Register) {
	g.VADDPS(m[1], m[0], m[0])
	g.VSUBPS(m[2], m[1], m[1])
	g.VADDPS(m[2], m[0], m[0])
	g.VADDPS(m[3], m[1], m[1])
	return m[0], m[1]
}
