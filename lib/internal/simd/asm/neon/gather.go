package main

import "fmt"

// strip is the number of channels that are computed together.
const strip = 8

// A tile is computed at once: a strip of some pixels, for some of the sixteen
// lanes. Three pixels make 24 sums, three sources and two vectors of weights, 29 of
// 32 registers. A single pixel takes twice the lanes: eight sums could not keep the
// multiply-adds apart that a processor has under way.
type tile struct{ pixels, lanes int }

// tiles are in the order in which run finds them.
var tiles = []tile{{1, 8}, {2, 4}, {3, 4}}

// vectors is the number of registers for a channel.
func (t tile) vectors() int { return t.pixels * t.lanes / 4 }

// name is a label of its own for a tile.
func (t tile) name(label string) string { return fmt.Sprintf("%s%d", label, t.pixels) }

// Registers of gather and multiply:
//
//	R0 dst   R1 src   R2 w   R5 channels   R6 pixels left
//	R7, R8 bytes from pixel to pixel in dst and src   R10 bytes to the lanes

// gather writes the kernel of Kernels.Gather.
func gather(p *printer) {
	p.text("gatherNEON", 73)
	p.arguments("dst R0", "src R1", "w R2", "taps R3", "count R4", "channels R5", "pixels R6", "dstStep R7", "srcStep R8")
	p.op("MOVBU add+72(FP), R9")
	p.op("LSL $2, R7")
	p.op("LSL $2, R8")
	run(p, gatherTaps)
	p.op("RET")
}

// run computes all pixels, tile by tile: threes, and a last four as two and two,
// since a single pixel takes as many loads of weights as three. Part computes the
// lanes of a tile.
func run(p *printer, part func(*printer, tile)) {
	p.label("next")
	for _, pixels := range []int{4, 2} {
		p.op("CMP $%d, R6", pixels)
		p.op("BGT pixels3")
		p.op("BEQ pixels2")
	}
	p.op("CBZ R6, done")
	for _, t := range tiles {
		p.label("%s", t.name("pixels"))
		p.op("MOVD $0, R10")
		p.label("%s", t.name("lanes"))
		part(p, t)
		p.op("ADD $%d, R10", 4*t.lanes)
		p.op("CMP $64, R10")
		p.op("BNE %s", t.name("lanes"))
		for range t.pixels {
			p.op("ADD R7, R0")
			p.op("ADD R8, R1")
		}
		p.op("SUB $%d, R6", t.pixels)
		p.op("B next")
	}
	p.label("done")
}

// gatherTaps computes some lanes of a tile from all taps.
func gatherTaps(p *printer, t tile) {
	zeroSums(p, t)
	p.op("MOVD R3, R11")
	p.op("MOVD R4, R12")
	p.label("%s", t.name("tap"))
	p.op("LDP.P 16(R11), (R13, R14)")
	p.op("ADD R13<<2, R1, R13")
	p.op("ADD R14<<2, R2, R14")
	addProducts(p, t)
	p.op("SUBS $1, R12")
	p.op("BNE %s", t.name("tap"))
	addSums(p, t)
	storeSums(p, t)
}

func zeroSums(p *printer, t tile) {
	for i := range strip * t.vectors() {
		p.zero(i)
	}
}

// addProducts adds the products of all channels of the source at R13 with the weights
// at R14.
func addProducts(p *printer, t tile) {
	const sources, weights = 24, 27 // registers behind the sums
	at := []string{"R13", "R15", "R16"}[:t.vectors()]
	p.op("ADD R10, R13")
	for i := range at[1:] {
		if t.pixels == 1 {
			p.op("ADD $16, %s, %s", at[i], at[i+1])
		} else {
			p.op("ADD R8, %s, %s", at[i], at[i+1])
		}
	}
	p.op("MOVD R5, R17")
	p.label("%s", t.name("channel"))
	for i, r := range at {
		p.op("FMOVQ.P 64(%s), F%d", r, sources+i)
	}
	p.op("FLDPQ.P 32(R14), (F%d, F%d)", weights, weights+1)
	for k := range strip {
		for i := range at {
			p.fmlaLane(k*len(at)+i, sources+i, weights+k/4, k%4)
		}
	}
	p.op("SUBS $1, R17")
	p.op("BNE %s", t.name("channel"))
}

// addSums adds what is there to the sums, if that is asked for. They begin at zero
// all the same: short sums keep digits that one long sum would lose.
func addSums(p *printer, t tile) {
	const there = 24
	p.op("CBZ R9, %s", t.name("store"))
	eachSum(p, t, func(sum int, at string) {
		p.load(there, at)
		p.fadd(sum, sum, there)
	})
	p.label("%s", t.name("store"))
}

func storeSums(p *printer, t tile) { eachSum(p, t, p.store) }

// eachSum does something with every sum and its place in dst.
func eachSum(p *printer, t tile, do func(sum int, at string)) {
	p.op("ADD R10, R0, R13")
	for i := range t.vectors() {
		for k := range strip {
			disp := 64 * k
			if t.pixels == 1 {
				disp += 16 * i
			}
			do(k*t.vectors()+i, fmt.Sprintf("%d(R13)", disp))
		}
		if i < t.pixels-1 {
			p.op("ADD R7, R13")
		}
	}
}
