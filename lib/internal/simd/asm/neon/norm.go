package main

import "fmt"

// norm writes the kernels of Kernels.Moments, Kernels.Project and Kernels.Spread.
func norm(p *printer) {
	moments(p)
	project(p)
	spread(p)
}

// accumulators are vectors per channel in memory, R10 and R11: added to in place.
func accumulate(p *printer, register string, vectors int) {
	for i := range 4 {
		p.load(20+i, fmt.Sprintf("%d(%s)", 16*i, register))
		p.fadd(20+i, 20+i, vectors+i)
		p.store(20+i, fmt.Sprintf("%d(%s)", 16*i, register))
	}
}

func moments(p *printer) {
	p.text("momentsNEON", 48)
	p.arguments("sum R3", "squares R4", "x R1", "near R5", "channels R21", "pixels R20")
	perVector(p, []int{3, 4, 5}, []int{1}, func() {
		for i := range 4 {
			p.load(i, fmt.Sprintf("%d(R1)", 16*i))
			p.load(4+i, fmt.Sprintf("%d(R12)", 16*i))
			p.fsub(i, i, 4+i)
			p.fmul(4+i, i, i)
		}
		accumulate(p, "R10", 0)
		accumulate(p, "R11", 4)
	})
}

// perVector is perChannel with whole vectors per channel in place of numbers.
func perVector(p *printer, vectors, moving []int, body func()) {
	p.label("pixel")
	for i, c := range vectors {
		p.op("MOVD R%d, R%d", c, 10+i)
	}
	p.op("MOVD R21, R22")
	p.label("channel")
	body()
	for i := range vectors {
		p.op("ADD $64, R%d", 10+i)
	}
	for _, r := range moving {
		p.op("ADD $64, R%d", r)
	}
	p.op("SUBS $1, R22")
	p.op("BNE channel")
	p.op("SUBS $1, R20")
	p.op("BNE pixel")
	p.op("RET")
}

// project: g in V4-7, x − center in V0-3.
func project(p *printer) {
	p.text("projectNEON", 88)
	p.arguments("grad R0", "sum R3", "product R4", "dy R1", "x R2", "y R5", "center R6", "scale R7", "offset R8", "channels R21", "pixels R20")
	p.label("pixel")
	for i, r := range []int{3, 4, 6, 7, 8} {
		p.op("MOVD R%d, R%d", r, 10+i)
	}
	p.op("MOVD R21, R22")
	p.label("channel")
	p.spread(16, "R12")
	for i := range 4 {
		p.load(i, fmt.Sprintf("%d(R2)", 16*i))
		p.load(4+i, fmt.Sprintf("%d(R1)", 16*i))
		p.fsub(i, i, 16)
	}
	projectMask(p)
	for i := range 4 {
		p.store(4+i, fmt.Sprintf("%d(R0)", 16*i))
		p.fmul(i, i, 4+i)
	}
	accumulate(p, "R10", 4)
	accumulate(p, "R11", 0)
	for _, r := range []int{0, 1, 2, 10, 11} {
		p.op("ADD $64, R%d", r)
	}
	p.op("ADD $4, R12")
	p.op("SUBS $1, R22")
	p.op("BNE channel")
	p.op("SUBS $1, R20")
	p.op("BNE pixel")
	p.op("RET")
}

// projectMask cuts the gradient in V4-7 where the ReLU was closed.
func projectMask(p *printer) {
	p.op("CBNZ R5, output")
	p.op("CBZ R7, wide")
	p.spread(17, "R13")
	p.spread(18, "R14")
	p.op("ADD $4, R13")
	p.op("ADD $4, R14")
	for i := range 4 {
		p.op("VMOV V18.B16, V%d.B16", 8+i)
		p.fmla(8+i, i, 17)
	}
	p.op("B mask")
	p.label("output")
	for i := range 4 {
		p.load(8+i, fmt.Sprintf("%d(R5)", 16*i))
	}
	p.op("ADD $64, R5")
	p.label("mask")
	for i := range 4 {
		p.open(8+i, 8+i)
		p.and(4+i, 4+i, 8+i)
	}
	p.label("wide")
}

func spread(p *printer) {
	p.text("spreadNEON", 80)
	p.arguments("dx R0", "grad R1", "x R2", "add R3", "center R4", "scale R5", "slope R6", "level R7", "channels R21", "pixels R20")
	perChannel(p, []int{4, 5, 6, 7}, []int{0, 1, 2}, func() {
		for i := range 4 {
			p.spread(16+i, fmt.Sprintf("R%d", 10+i))
		}
		for i := range 4 {
			p.load(i, fmt.Sprintf("%d(R2)", 16*i))
			p.load(4+i, fmt.Sprintf("%d(R1)", 16*i))
			p.op("VMOV V19.B16, V%d.B16", 8+i)
			p.fsub(i, i, 16)
			p.fmla(8+i, i, 18)
			p.fmla(8+i, 4+i, 17)
		}
		p.op("CBZ R3, bare")
		for i := range 4 {
			p.load(i, fmt.Sprintf("%d(R3)", 16*i))
			p.fadd(8+i, 8+i, i)
		}
		p.op("ADD $64, R3")
		p.label("bare")
		for i := range 4 {
			p.store(8+i, fmt.Sprintf("%d(R0)", 16*i))
		}
	})
}
