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
	p.op("MOVD $0, R10") // offset of the lanes
	p.label("%s", name("lanes"))
	for i := range 8 * pixels {
		p.zero(i)
	}
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
	gatherChannels(p, pixels, name("channel"))
	p.op("SUBS $1, R12")
	p.op("BNE %s", name("tap"))
	gatherStore(p, pixels, name("store"))
	p.op("ADD $16, R10")
	p.op("CMP $64, R10")
	p.op("BNE %s", name("lanes"))
}

// gatherChannels adds the products of all source channels of a tap.
func gatherChannels(p *printer, pixels int, label string) {
	const sources, weights = 24, 27 // registers behind the sums
	p.label("%s", label)
	at := []string{"R13", "R15", "R16"}
	for i := range pixels {
		p.load(sources+i, "("+at[i]+")")
	}
	p.load(weights, "(R14)")
	p.load(weights+1, "16(R14)")
	p.op("ADD $32, R14")
	for k := range 8 {
		for i := range pixels {
			p.fmlaLane(k*pixels+i, sources+i, weights+k/4, k%4)
		}
	}
	for _, r := range at {
		p.op("ADD $64, %s", r)
	}
	p.op("SUBS $1, R17")
	p.op("BNE %s", label)
}

// gatherStore writes the sums, added to what is there if that is asked for. They
// begin at zero all the same: short sums keep digits that one long sum would lose.
func gatherStore(p *printer, pixels int, label string) {
	const there = 24
	p.op("CBZ R9, %s", label)
	gatherEach(p, pixels, func(sum int, at string) {
		p.load(there, at)
		p.fadd(sum, sum, there)
	})
	p.label("%s", label)
	gatherEach(p, pixels, func(sum int, at string) { p.store(sum, at) })
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
