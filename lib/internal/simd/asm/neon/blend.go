package main

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
	p.loadFour(0, "R1", 0)
	for i := range 4 {
		p.fmul(4+i, i, 16)
	}
	p.op("CBZ R2, alone")
	p.loadFour(0, "R2", 0)
	for i := range 4 {
		p.fmla(4+i, i, 17)
	}
	p.op("ADD $64, R2")
	p.label("alone")
	p.op("CBZ R3, bare")
	p.loadFour(0, "R3", 0)
	for i := range 4 {
		p.fadd(4+i, 4+i, i)
	}
	p.op("ADD $64, R3")
	p.label("bare")
	p.storeFour(4, "R0", 0)
	p.op("ADD $64, R0")
	p.op("ADD $64, R1")
	p.op("SUBS $1, R4")
	p.op("BNE next")
	p.op("RET")
}
