package main

// perChannel begins a loop over pixels and, inside, over channels. The registers
// in coefficients run over channels and start again with each pixel; body
// computes one vector of sixteen lanes and moves on the others itself.
//
//	R20 pixels   R21 channels   R22 channels left
func perChannel(p *printer, coefficients, moving []int, body func()) {
	p.label("pixel")
	for i, c := range coefficients {
		p.op("MOVD R%d, R%d", c, 10+i)
	}
	p.op("MOVD R21, R22")
	p.label("channel")
	body()
	for i := range coefficients {
		p.op("ADD $4, R%d", 10+i)
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

// affine writes the kernel of Kernels.Affine.
func affine(p *printer) {
	p.text("affineNEON", 68)
	p.arguments("y R0", "x R1", "add R2", "center R3", "scale R4", "offset R5", "channels R21", "pixels R20")
	p.op("MOVD $floor+64(FP), R6")
	p.spread(31, "R6")
	perChannel(p, []int{3, 4, 5}, []int{0, 1}, func() {
		p.spread(16, "R10")
		p.spread(17, "R11")
		p.spread(18, "R12")
		p.loadFour(0, "R1", 0)
		for i := range 4 {
			normalized(p, 4+i, i)
		}
		p.op("CBZ R2, bare")
		p.loadFour(0, "R2", 0)
		for i := range 4 {
			p.fadd(4+i, 4+i, i)
		}
		p.op("ADD $64, R2")
		p.label("bare")
		for i := range 4 {
			p.fmax(4+i, 4+i, 31)
		}
		p.storeFour(4, "R0", 0)
	})
}

// normalized sets d to (x − center)·scale + offset, and x to x − center; the
// coefficients are in V16, V17 and V18.
func normalized(p *printer, d, x int) {
	p.fsub(x, x, 16)
	p.op("VMOV V18.B16, V%d.B16", d)
	p.fmla(d, x, 17)
}
