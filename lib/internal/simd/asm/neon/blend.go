package main

import "fmt"

// blend writes the kernel of Kernels.Blend, for whole vectors of sixteen.
func blend(p *printer) {
	p.text("blendNEON", 48)
	p.arguments("y R0", "x R1", "z R2", "f R3")
	p.op("MOVD $a+32(FP), R5")
	p.op("MOVD $b+36(FP), R6")
	p.op("MOVD count+40(FP), R4")
	p.op("LSR $4, R4")
	p.spread(16, "R5")
	p.spread(17, "R6")
	p.label("next")
	for i := range 4 {
		p.load(i, fmt.Sprintf("%d(R1)", 16*i))
		p.fmul(4+i, i, 16)
	}
	p.op("CBZ R2, alone")
	for i := range 4 {
		p.load(i, fmt.Sprintf("%d(R2)", 16*i))
		p.fmla(4+i, i, 17)
	}
	p.op("ADD $64, R2")
	p.label("alone")
	p.op("CBZ R3, bare")
	for i := range 4 {
		p.load(i, fmt.Sprintf("%d(R3)", 16*i))
		p.fadd(4+i, 4+i, i)
	}
	p.op("ADD $64, R3")
	p.label("bare")
	for i := range 4 {
		p.store(4+i, fmt.Sprintf("%d(R0)", 16*i))
	}
	p.op("ADD $64, R0")
	p.op("ADD $64, R1")
	p.op("SUBS $1, R4")
	p.op("BNE next")
	p.op("RET")
}
