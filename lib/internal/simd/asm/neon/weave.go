package main

import "fmt"

// weaves writes what packs weights, see the avo program of the same name.
func weaves(p *printer) {
	weave(p)
	winogradWeights(p)
}

// weave transposes eight columns at a time, four rows of four at once. V16 and V17 are
// the scales; R4 is the bytes from row to row.
func weave(p *printer) {
	p.text("weaveNEON", 40)
	p.arguments("dst R0", "src R1", "scale R2", "columns R3", "step R4")
	p.op("LSL $2, R4")
	p.loadTwo(16, "R2", 0)
	p.label("eight")
	p.op("MOVD R1, R5")
	for rows := range 2 {
		for i := range 4 {
			p.loadTwo(20+2*i, "R5", 0)
			p.op("ADD R4, R5")
		}
		for columns := range 2 {
			for i := range 4 {
				p.op("VMOV V%d.B16, V%d.B16", 20+2*i+columns, i)
			}
			exchange(p)
			for i := range 4 {
				p.fmul(i, i, 16+rows)
				p.store(i, fmt.Sprintf("%d(R0)", 32*(4*columns+i)+16*rows))
			}
		}
	}
	p.op("ADD $32, R1")
	p.op("ADD $256, R0")
	p.op("SUBS $8, R3")
	p.op("BNE eight")
	p.op("RET")
}

// winogradWeights transforms the nine taps of a channel, V0 to V8, half a strip at a
// time: first the columns of the kernel, to V0 to V2, V3 to V5, V9 to V11 and V6 to V8,
// and then the rows of that. V16 is 1/2.
func winogradWeights(p *printer) {
	p.text("winogradWeightsNEON", 40)
	p.arguments("dst R0", "src R1", "channels R2", "position R3", "tap R4")
	p.op("LSL $2, R3")
	p.op("LSL $2, R4")
	p.op("FMOVS $0.5, F16")
	p.op("VDUP V16.S[0], V16.S4")
	p.op("LSL $1, R2") // halves of strips
	p.label("half")
	p.op("MOVD R1, R5")
	for t := range 9 {
		p.load(t, "(R5)")
		p.op("ADD R4, R5")
	}
	for j := range 3 {
		spreadTaps(p, j, 3+j, 6+j, 3+j, 9+j)
	}
	p.op("MOVD R0, R5")
	for _, line := range []int{0, 3, 9, 6} {
		spreadTaps(p, line, line+1, line+2, 12, 13)
		for _, v := range []int{line, 12, 13, line + 2} {
			p.store(v, "(R5)")
			p.op("ADD R3, R5")
		}
	}
	p.op("ADD $16, R0")
	p.op("ADD $16, R1")
	p.op("SUBS $1, R2")
	p.op("BEQ end")
	p.op("TBNZ $0, R2, half")
	p.op("ADD $256, R1") // past the other taps of the channel
	p.op("B half")
	p.label("end")
	p.op("RET")
}

// spreadTaps sets sum and difference to (g0 + g2)/2 ± g1/2; sum may be g1.
func spreadTaps(p *printer, g0, g1, g2, sum, difference int) {
	const middle, half = 17, 16
	p.fmul(middle, g1, half)
	p.fadd(difference, g0, g2)
	p.fmul(difference, difference, half)
	p.fadd(sum, difference, middle)
	p.fsub(difference, difference, middle)
}
