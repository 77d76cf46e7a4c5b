package main

// split writes the kernel of Kernels.Split.
func split(p *printer) {
	p.text("splitNEON", 56)
	p.arguments("dst R0", "src R1", "tiles R2", "pixels R3", "tileStep R4", "dstStep R5", "srcStep R6")
	p.op("LSL $2, R4")
	p.op("LSL $2, R5")
	p.op("LSL $2, R6")
	p.label("pixel")
	p.op("MOVD R0, R7")
	p.op("MOVD R1, R8")
	p.op("MOVD R2, R9")
	p.label("tile")
	for i := 0; i < 16; i += 4 {
		p.loadFour(i, "R8", 16*i)
	}
	for i := 0; i < 16; i += 4 {
		p.storeFour(i, "R7", 16*i)
	}
	p.op("ADD R4, R7")
	p.op("ADD $256, R8")
	p.op("SUBS $1, R9")
	p.op("BNE tile")
	p.op("ADD R5, R0")
	p.op("ADD R6, R1")
	p.op("SUBS $1, R3")
	p.op("BNE pixel")
	p.op("RET")
}
