package main

// multiply writes the kernel of Winograd.Multiply: gather with one tap, in a loop
// over the strips of a position and the positions of a line.
//
//	R19 dst, R20 src, R21 w of the position   R24, R25, R26 bytes to the next one
//	R11 dst of the strip   R3 bytes of its weights
//	R22 tiles   R23 strips   R12 strips left   R4 positions left
func multiply(p *printer) {
	p.text("winogradMultiplyNEON", 72)
	p.arguments("dst R19", "src R20", "w R21", "tiles R22", "channels R5", "strips R23",
		"dstPosition R24", "srcPosition R25", "wPosition R26")
	for _, r := range []int{24, 25, 26} {
		p.op("LSL $2, R%d", r)
	}
	p.op("LSL $9, R23, R7") // eight channels of 64 bytes a strip
	p.op("LSL $6, R5, R8")
	p.op("LSL $5, R5, R3")
	p.op("MOVD $4, R4")
	p.label("position")
	p.op("MOVD R19, R11")
	p.op("MOVD R21, R2")
	p.op("MOVD R23, R12")
	p.label("strip")
	p.op("MOVD R11, R0")
	p.op("MOVD R20, R1")
	p.op("MOVD R22, R6")
	run(p, multiplyLanes)
	p.op("ADD $512, R11")
	p.op("ADD R3, R2")
	p.op("SUBS $1, R12")
	p.op("BNE strip")
	p.op("ADD R24, R19")
	p.op("ADD R25, R20")
	p.op("ADD R26, R21")
	p.op("SUBS $1, R4")
	p.op("BNE position")
	p.op("RET")
}

// multiplyLanes computes some lanes of a tile from the one tap.
func multiplyLanes(p *printer, t tile) {
	zeroSums(p, t)
	p.op("MOVD R1, R13")
	p.op("MOVD R2, R14")
	addProducts(p, t)
	storeSums(p, t)
}
