package main

import (
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// poolings writes Largest and Route. Both go over all taps for a vector of
// values before they take the next one, so that what is largest so far, and where
// it is, stay in registers.
func poolings(c *build.Context) {
	for _, w := range widths {
		largest(begin(c, w, "largest", "dst, src *float32, taps *int, count, values int",
			"is Kernels.Largest; there is at least one tap and one vector."))
		route(begin(c, w, "route", "dx, dy, x *float32, taps *int, count, from, to, values int",
			"is Kernels.Route; there is at least one tap and one vector."))
	}
}

// pooling is a search for the largest value.
type pooling struct {
	*kernel
	src, taps, count, tap, offset reg.GPVirtual
	best, where, v, t, mask       reg.Register
}

func newPooling(k *kernel, src string) *pooling {
	return &pooling{
		kernel: k,
		src:    k.argument(src), taps: k.argument("taps"), count: k.argument("count"),
		tap: k.GP64(), offset: k.GP64(),
		best: k.vector(), where: k.vector(), v: k.vector(), t: k.vector(), mask: k.vector(),
	}
}

func largest(k *kernel) {
	p := newPooling(k, "src")
	dst, values := k.argument("dst"), k.argument("values")
	p.search(false)
	k.VMOVUPS(p.best, at(dst, 0))
	p.next(values, dst, p.src)
}

func route(k *kernel) {
	p := newPooling(k, "x")
	dx, dy, values := k.argument("dx"), k.argument("dy"), k.argument("values")
	to, g := k.argument("to"), k.vector()
	p.search(true)
	k.VMOVUPS(at(dy, 0), g)
	k.Load(k.Param("from"), p.tap)
	k.Label("route")
	k.CMPQ(p.tap, to)
	k.JGE(operand.LabelRef("routed"))
	from := p.ofTap(dx)
	p.number()
	p.addWhere(from, g)
	k.INCQ(p.tap)
	k.JMP(operand.LabelRef("route"))
	k.Label("routed")
	p.next(values, dx, dy, p.src)
}

// search leaves the largest value in best and the number of its tap in where:
// of several the first, or the last NaN.
func (p *pooling) search(numbered bool) {
	p.Label("vector")
	p.XORQ(p.tap, p.tap)
	p.VMOVUPS(p.ofTap(p.src), p.best)
	p.zero(p.where)
	p.Label("tap")
	p.INCQ(p.tap)
	p.CMPQ(p.tap, p.count)
	p.JGE(operand.LabelRef("found"))
	p.VMOVUPS(p.ofTap(p.src), p.v)
	if numbered {
		p.number()
	}
	p.replace(numbered)
	p.JMP(operand.LabelRef("tap"))
	p.Label("found")
}

// ofTap is where a buffer's values of the tap lie.
func (p *pooling) ofTap(base reg.Register) operand.Mem {
	p.MOVQ(operand.Mem{Base: p.taps, Index: p.tap, Scale: 8}, p.offset)
	return operand.Mem{Base: base, Index: p.offset, Scale: value}
}

// number sets t to the number of the tap.
func (p *pooling) number() {
	if p.avx512 {
		p.VPBROADCASTD(p.tap.As32(), p.t)
		return
	}
	x := p.t.(reg.Vec).AsX()
	p.VMOVD(p.tap.As32(), x)
	p.VPBROADCASTD(x, p.t)
}

// replace takes v where it is larger than the best, or NaN.
func (p *pooling) replace(numbered bool) {
	const less, unordered = 0x11, 0x03 // quiet
	if p.avx512 {
		p.VCMPPS(operand.Imm(less), p.v, p.best, reg.K1)
		p.VCMPPS(operand.Imm(unordered), p.v, p.v, reg.K2)
		p.KORW(reg.K1, reg.K2, reg.K1)
		p.VMOVAPS(p.v, reg.K1, p.best)
		if numbered {
			p.VMOVAPS(p.t, reg.K1, p.where)
		}
		return
	}
	nan := p.vector()
	p.VCMPPS(operand.Imm(less), p.v, p.best, p.mask)
	p.VCMPPS(operand.Imm(unordered), p.v, p.v, nan)
	p.VORPS(nan, p.mask, p.mask)
	p.VBLENDVPS(p.mask, p.v, p.best, p.best)
	if numbered {
		p.VBLENDVPS(p.mask, p.t, p.where, p.where)
	}
}

// addWhere adds g to memory where the largest value was that of tap t.
func (p *pooling) addWhere(to operand.Mem, g reg.Register) {
	if p.avx512 {
		p.VPCMPEQD(p.t, p.where, reg.K1)
		p.VMOVUPS(to, p.v)
		p.VADDPS(g, p.v, reg.K1, p.v)
		p.VMOVUPS(p.v, to)
		return
	}
	p.VPCMPEQD(p.t, p.where, p.mask)
	p.VANDPS(g, p.mask, p.mask)
	p.VADDPS(to, p.mask, p.mask)
	p.VMOVUPS(p.mask, to)
}

// next goes on to the next vector, or leaves the function.
func (p *pooling) next(values reg.GPVirtual, pointers ...reg.GPVirtual) {
	for _, q := range pointers {
		p.ADDQ(operand.U32(p.lanes*value), q)
	}
	p.SUBQ(operand.U32(p.lanes), values)
	p.JNZ(operand.LabelRef("vector"))
	p.end()
}
