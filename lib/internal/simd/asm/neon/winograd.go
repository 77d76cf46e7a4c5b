package main

import "fmt"

// winograd writes the transforms of Winograd's convolution. The channels of a
// pixel and their lanes are one run of numbers, so each works on four at a time
// and knows nothing of channels.
func winograd(p *printer) {
	line(p, "winogradInputNEON", 4, func() {
		p.fsub(4, 0, 2)
		p.fadd(5, 2, 1)
		p.fsub(6, 2, 1)
		p.fsub(7, 3, 1)
	})
	line(p, "winogradGradientNEON", 2, func() {
		p.op("VMOV V0.B16, V4.B16")
		p.fadd(5, 0, 1)
		p.fsub(6, 0, 1)
		p.op("VMOV V1.B16, V7.B16")
	})
	output(p, "winogradOutputNEON", false)
	output(p, "winogradFinishNEON", true)
}

// line writes a transform of tiles with so many columns: two rows become one
// line d in V0 up, which body turns into the four vectors V4 to V7.
//
//	R0 dst   R5, R6 the rows   R4 which pixels there are   R10 bytes per pixel
func line(p *printer, name string, columns int, body func()) {
	p.text(name, 73)
	p.arguments("dst R0", "src R1", "tiles R2", "channels R3", "inside R4", "x R5", "y R6", "step R7", "position R8")
	p.op("MOVBU add+72(FP), R9")
	p.op("ADD R5<<2, R1, R5")
	p.op("ADD R6<<2, R1, R6")
	p.op("LSL $2, R7")
	p.op("LSL $2, R8")
	p.op("LSL $6, R3, R10")
	p.label("tile")
	p.op("MOVD R0, R11")
	p.op("LSL $2, R3, R12")
	p.label("four")
	p.op("MOVD R5, R13")
	p.op("MOVD R6, R14")
	for j := range columns {
		column(p, j, columns)
	}
	body()
	p.op("MOVD R11, R15")
	for i := range 4 {
		p.store(4+i, "(R15)")
		p.op("ADD R8, R15")
	}
	for _, r := range []int{5, 6, 11} {
		p.op("ADD $16, R%d", r)
	}
	p.op("SUBS $1, R12")
	p.op("BNE four")
	p.op("ADD R10, R5") // the loop has passed one pixel of two
	p.op("ADD R10, R6")
	p.op("ADD R7, R0")
	p.op("SUBS $1, R2")
	p.op("BNE tile")
	p.op("RET")
}

// column sets d in column j to x + y or x − y, reading only what is inside.
func column(p *printer, j, columns int) {
	p.zero(j)
	p.op("TBZ $%d, R4, x%d", j, j)
	p.load(j, "(R13)")
	p.label("x%d", j)
	p.op("TBZ $%d, R4, next%d", columns+j, j)
	p.load(16, "(R14)")
	p.op("CBNZ R9, add%d", j)
	p.fsub(j, j, 16)
	p.op("B next%d", j)
	p.label("add%d", j)
	p.fadd(j, j, 16)
	p.label("next%d", j)
	p.op("ADD R10, R13")
	p.op("ADD R10, R14")
}

// output reads sixteen planes and writes the pixels of two rows, finished if that
// is asked for.
func output(p *printer, name string, finish bool) {
	if finish {
		p.text(name, 92)
		p.arguments("dst R0", "src R1", "bias R20", "add R21", "tiles R2", "channels R3", "inside R4", "at R5", "row R6", "step R7", "position R8")
		p.op("MOVD $floor+88(FP), R9")
		p.spread(31, "R9")
		p.op("MOVD R0, R22") // of which add is an image as well
	} else {
		p.text(name, 72)
		p.arguments("dst R0", "src R1", "tiles R2", "channels R3", "inside R4", "at R5", "row R6", "step R7", "position R8")
	}
	p.op("ADD R5<<2, R0, R0")
	p.op("LSL $2, R6")
	p.op("LSL $2, R7")
	p.op("LSL $2, R8")
	p.op("LSL $6, R3, R10")
	p.label("tile")
	p.op("MOVD R1, R11")
	p.op("LSL $2, R3, R12")
	p.label("four")
	columnsOfOutput(p)
	if finish {
		biasOfOutput(p)
	}
	pixelsOfOutput(p, finish)
	p.op("ADD $16, R0")
	p.op("ADD $16, R11")
	p.op("SUBS $1, R12")
	p.op("BNE four")
	p.op("ADD R10, R0") // the loop has passed one pixel of two
	p.op("ADD R7, R1")
	p.op("SUBS $1, R2")
	p.op("BNE tile")
	p.op("RET")
}

// columnsOfOutput leaves Aᵀ m in V0-3 (first row) and V4-7 (second).
func columnsOfOutput(p *printer) {
	for j := range 4 {
		p.op("MOVD R11, R13")
		for range j {
			p.op("ADD R8, R13")
		}
		for i := range 4 {
			p.load(16+i, "(R13)")
			if i < 3 {
				p.op("ADD R8<<2, R13, R13")
			}
		}
		p.fadd(j, 16, 17)
		p.fadd(j, j, 18)
		p.fsub(4+j, 17, 18)
		p.fadd(4+j, 4+j, 19)
	}
}

// pixelsOfOutput multiplies by A and stores the pixels that are inside.
func pixelsOfOutput(p *printer, finish bool) {
	p.op("MOVD R0, R13")
	for i := range 2 {
		h := 4 * i
		p.fadd(16, h, h+1)
		p.fadd(16, 16, h+2)
		p.fsub(17, h+1, h+2)
		p.fadd(17, 17, h+3)
		p.op("ADD R10, R13, R14")
		for j := range 2 {
			p.op("TBZ $%d, R4, past%d", 2*i+j, 2*i+j)
			if finish {
				finishPixel(p, 16+j, 13+j, fmt.Sprintf("bare%d%d", i, j))
			}
			p.store(16+j, fmt.Sprintf("(R%d)", 13+j))
			p.label("past%d", 2*i+j)
		}
		p.op("ADD R6, R13")
	}
}

// biasOfOutput leaves the number of the channel at hand in V30: R12 counts the
// fours of a pixel that are left, four of them a channel.
func biasOfOutput(p *printer) {
	p.op("LSL $2, R3, R23")
	p.op("SUB R12, R23")
	p.op("AND $~3, R23")
	p.op("ADD R20, R23")
	p.spread(30, "R23")
}

// finishPixel adds the channel's number and the pixel of another image, if there
// is one, to v, and cuts it off below. The pixel is at a register's address.
func finishPixel(p *printer, v, at int, label string) {
	p.fadd(v, v, 30)
	p.op("CBZ R21, %s", label)
	p.op("SUB R22, R%d, R24", at)
	p.op("ADD R21, R24")
	p.load(18, "(R24)")
	p.fadd(v, v, 18)
	p.label("%s", label)
	p.fmax(v, v, 31)
}
