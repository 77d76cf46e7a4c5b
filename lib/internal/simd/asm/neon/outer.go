package main

import "fmt"

// outer writes the kernels of Kernels.Outer, Kernels.LaneSums and Kernels.Dot.
func outer(p *printer) {
	outerProducts(p)
	laneSums(p)
	dot(p)
}

// outerProducts keeps the sixteen sums of four lanes in registers over all pixels.
func outerProducts(p *printer) {
	p.text("outerNEON", 48)
	p.arguments("sums R0", "a R1", "b R2", "pixels R3", "aStep R4", "bStep R5")
	p.op("LSL $2, R4")
	p.op("LSL $2, R5")
	p.op("MOVD $4, R6") // quarters of the lanes
	p.label("lanes")
	for i := range 16 {
		p.load(i, fmt.Sprintf("%d(R0)", 64*i))
	}
	p.op("MOVD R1, R7")
	p.op("MOVD R2, R8")
	p.op("MOVD R3, R9")
	p.label("pixel")
	for i := range 4 {
		p.load(16+i, fmt.Sprintf("%d(R7)", 64*i))
		p.load(20+i, fmt.Sprintf("%d(R8)", 64*i))
	}
	p.op("ADD R4, R7")
	p.op("ADD R5, R8")
	for i := range 4 {
		for j := range 4 {
			p.fmla(4*i+j, 16+i, 20+j)
		}
	}
	p.op("SUBS $1, R9")
	p.op("BNE pixel")
	for i := range 16 {
		p.store(i, fmt.Sprintf("%d(R0)", 64*i))
	}
	for _, r := range []string{"R0", "R1", "R2"} {
		p.op("ADD $16, %s", r)
	}
	p.op("SUBS $1, R6")
	p.op("BNE lanes")
	p.op("RET")
}

// laneSums adds halves to halves: 16 lanes to 8, to 4, to 2, to 1.
func laneSums(p *printer) {
	p.text("laneSumsNEON", 24)
	p.arguments("dst R0", "src R1", "count R2")
	p.label("next")
	p.loadFour(0, "R1", 0)
	p.op("ADD $64, R1")
	p.fadd(0, 0, 2)
	p.fadd(1, 1, 3)
	p.fadd(0, 0, 1)
	p.op("VEXT $8, V0.B16, V0.B16, V1.B16")
	p.fadd(0, 0, 1)
	p.op("VEXT $4, V0.B16, V0.B16, V1.B16")
	p.fadd(0, 0, 1)
	p.op("FMOVS F0, (R0)")
	p.op("ADD $4, R0")
	p.op("SUBS $1, R2")
	p.op("BNE next")
	p.op("RET")
}

// dot adds up products lane by lane.
func dot(p *printer) {
	p.text("dotNEON", 32)
	p.arguments("sums R0", "a R1", "b R2", "count R3")
	p.op("LSR $4, R3")
	p.loadFour(0, "R0", 0)
	p.label("next")
	p.loadFour(4, "R1", 0)
	p.loadFour(8, "R2", 0)
	p.op("ADD $64, R1")
	p.op("ADD $64, R2")
	for i := range 4 {
		p.fmla(i, 4+i, 8+i)
	}
	p.op("SUBS $1, R3")
	p.op("BNE next")
	p.storeFour(0, "R0", 0)
	p.op("RET")
}
