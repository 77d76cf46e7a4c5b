package main

import "fmt"

// split writes the kernel of Kernels.Split.
func split(p *printer) {
	p.text("splitNEON", 56)
	p.op("MOVD dst+0(FP), R0")
	p.op("MOVD src+8(FP), R1")
	p.op("MOVD tiles+16(FP), R2")
	p.op("MOVD pixels+24(FP), R3")
	p.op("MOVD tileStep+32(FP), R4")
	p.op("MOVD dstStep+40(FP), R5")
	p.op("MOVD srcStep+48(FP), R6")
	p.op("LSL $2, R4")
	p.op("LSL $2, R5")
	p.op("LSL $2, R6")
	p.label("pixel")
	p.op("MOVD R0, R7")
	p.op("MOVD R1, R8")
	p.op("MOVD R2, R9")
	p.label("tile")
	for i := range 16 {
		p.load(i, fmt.Sprintf("%d(R8)", 16*i))
	}
	for i := range 16 {
		p.store(i, fmt.Sprintf("%d(R7)", 16*i))
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
