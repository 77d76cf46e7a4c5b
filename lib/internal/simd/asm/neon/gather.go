package main

import "fmt"

// gather writes the kernel of Kernels.Gather: tiles of three, two or one pixels by
// eight channels, for four of the sixteen lanes at a time. Three pixels make 24
// sums, three sources and two vectors of weights: 29 of 32 registers.
func gather(p *printer) {
	p.text("gatherNEON", 73)
	p.arguments("dst R0", "src R1", "w R2", "taps R3", "count R4", "channels R5", "pixels R6", "dstStep R7", "srcStep R8")
	p.op("MOVBU add+72(FP), R9")
	p.op("LSL $2, R7")
	p.op("LSL $2, R8")
	for pixels := 3; pixels >= 1; pixels-- {
		p.label("pixels%d", pixels)
		p.op("CMP $%d, R6", pixels)
		if pixels > 1 {
			p.op("BLT pixels%d", pixels-1)
		} else {
			p.op("BLT done")
		}
		gatherTile(p, pixels)
		for range pixels {
			p.op("ADD R7, R0")
			p.op("ADD R8, R1")
		}
		p.op("SUB $%d, R6", pixels)
		p.op("B pixels%d", pixels)
	}
	p.label("done")
	p.op("RET")
}

// gatherTile computes so many pixels, four lanes at a time.
func gatherTile(p *printer, pixels int) {
	name := func(s string) string { return fmt.Sprintf("%s%d", s, pixels) }
	const first, sources, weights = 0, 24, 27 // registers of sums, sources, weights
	p.op("MOVD $0, R10")                      // offset of the lanes
	p.label("%s", name("lanes"))
	gatherStart(p, pixels, name)
	p.op("MOVD R3, R11")
	p.op("MOVD R4, R12")
	p.label("%s", name("tap"))
	p.op("LDP (R11), (R13, R14)")
	p.op("ADD $16, R11")
	p.op("ADD R13<<2, R1, R13")
	p.op("ADD R10, R13")
	p.op("ADD R14<<2, R2, R14")
	p.op("ADD R8, R13, R15")
	p.op("ADD R8, R15, R16")
	p.op("MOVD R5, R17")
	p.label("%s", name("channel"))
	for i := range pixels {
		p.load(sources+i, []string{"(R13)", "(R15)", "(R16)"}[i])
	}
	p.load(weights, "(R14)")
	p.load(weights+1, "16(R14)")
	p.op("ADD $32, R14")
	for k := range 8 {
		for i := range pixels {
			p.fmlaLane(first+k*pixels+i, sources+i, weights+k/4, k%4)
		}
	}
	p.op("ADD $64, R13")
	p.op("ADD $64, R15")
	p.op("ADD $64, R16")
	p.op("SUBS $1, R17")
	p.op("BNE %s", name("channel"))
	p.op("SUBS $1, R12")
	p.op("BNE %s", name("tap"))
	gatherEach(p, pixels, func(sum int, at string) { p.store(sum, at) })
	p.op("ADD $16, R10")
	p.op("CMP $64, R10")
	p.op("BNE %s", name("lanes"))
}

// gatherStart sets the sums to zero, or to what is there.
func gatherStart(p *printer, pixels int, name func(string) string) {
	p.op("CBNZ R9, %s", name("add"))
	for i := range 8 * pixels {
		p.zero(i)
	}
	p.op("B %s", name("begin"))
	p.label("%s", name("add"))
	gatherEach(p, pixels, func(sum int, at string) { p.load(sum, at) })
	p.label("%s", name("begin"))
}

// gatherEach does something with every sum and its place in dst.
func gatherEach(p *printer, pixels int, do func(sum int, at string)) {
	p.op("ADD R10, R0, R13")
	for i := range pixels {
		for k := range 8 {
			do(k*pixels+i, fmt.Sprintf("%d(R13)", 64*k))
		}
		p.op("ADD R7, R13")
	}
}
