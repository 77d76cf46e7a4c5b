package main

import "fmt"

// winograd writes the transforms of Winograd's convolution. The channels of a
// pixel and their lanes are one run of numbers, so each works on four at a time
// and knows nothing of channels.
//
//	R2 tiles   R3 channels   R4 which pixels there are
//	R7 bytes from behind a tile's plane to the next one   R8 bytes from position to position
//	R10 bytes per pixel   R15 those that are left of a tile's
func winograd(p *printer) {
	line(p, "winogradInputNEON", 4, func() []int {
		p.fsub(4, 0, 2)
		p.fadd(5, 2, 1)
		p.fsub(6, 2, 1)
		p.fsub(7, 3, 1)
		return []int{4, 5, 6, 7}
	})
	line(p, "winogradGradientNEON", 2, func() []int {
		p.fadd(5, 0, 1)
		p.fsub(6, 0, 1)
		return []int{0, 5, 6, 1}
	})
	output(p, "winogradOutputNEON", false)
	output(p, "winogradFinishNEON", true)
}

// pixels and positions are the registers with the distances to a pixel or position
// of the tile, and none for the first.
var (
	pixels    = []int{none, 10, 11, 12}
	positions = []int{none, 8, 13, 14}
)

// steps computes the distances from channels in R3, step in R7 and position in R8.
func steps(p *printer) {
	p.op("LSL $6, R3, R10")
	p.op("LSL $1, R10, R11")
	p.op("ADD R10, R11, R12")
	p.op("LSL $2, R8")
	p.op("LSL $1, R8, R13")
	p.op("ADD R8, R13, R14")
	p.op("LSL $2, R7")
	p.op("SUB R10, R7")
}

// loop writes body over all tiles and four numbers at a time, and leaves the
// function. Rows are registers with pixels, lines those with planes.
func loop(p *printer, label string, rows, lines []int, body func()) {
	p.label("%s", label)
	p.op("MOVD R10, R15")
	p.label("%s_four", label)
	body()
	for _, r := range append(rows[:len(rows):len(rows)], lines...) {
		p.op("ADD $16, R%d", r)
	}
	p.op("SUBS $16, R15")
	p.op("BNE %s_four", label)
	for _, r := range rows {
		p.op("ADD R10, R%d", r) // the loop has passed one pixel of two
	}
	for _, r := range lines {
		p.op("ADD R7, R%d", r)
	}
	p.op("SUBS $1, R2")
	p.op("BNE %s", label)
	p.op("RET")
}

// line writes a transform of tiles with so many columns: two rows, at R5 and R6,
// become one line d in V0 and on, of which body makes the four vectors it returns.
// Whole tiles are spared the questions which pixels there are.
func line(p *printer, name string, columns int, body func() []int) {
	p.text(name, 73)
	p.arguments("dst R0", "src R1", "tiles R2", "channels R3", "inside R4", "x R5", "y R6", "step R7", "position R8")
	p.op("MOVBU add+72(FP), R9")
	p.op("ADD R5<<2, R1, R5")
	p.op("ADD R6<<2, R1, R6")
	steps(p)
	p.op("CBZ R9, difference")
	for _, join := range []string{"sum", "difference"} {
		for _, partial := range []bool{false, true} {
			label := join
			if partial {
				label += "_partial"
			} else {
				p.label("%s", join)
				p.op("CMP $%d, R4", 1<<(2*columns)-1)
				p.op("BNE %s_partial", join)
				label += "_whole"
			}
			loop(p, label, []int{5, 6}, []int{0}, func() {
				joinRows(p, label, columns, join == "sum", partial)
				for j, v := range body() {
					p.storeAt(v, 0, positions[j])
				}
			})
		}
	}
}

// joinRows sets d to the sum or the difference of the rows.
func joinRows(p *printer, label string, columns int, sum, partial bool) {
	const second = 16
	for j := range columns {
		for i, row := range []int{5, 6} {
			v := second*i + j
			if partial {
				p.zero(v)
			}
			inside(p, label, columns*i+j, partial, func() { p.loadAt(v, row, pixels[j]) })
		}
		if sum {
			p.fadd(j, j, second+j)
		} else {
			p.fsub(j, j, second+j)
		}
	}
}

// inside writes f, skipped where the pixel of a partial tile is not there.
func inside(p *printer, label string, pixel int, partial bool, f func()) {
	if !partial {
		f()
		return
	}
	past := fmt.Sprintf("%s_past%d", label, pixel)
	p.op("TBZ $%d, R4, %s", pixel, past)
	f()
	p.label("%s", past)
}

// output reads sixteen planes and writes the pixels of two rows, at R5 and R6,
// finished if that is asked for.
func output(p *printer, name string, finish bool) {
	lines := []int{1, 16, 17, 19}
	if finish {
		p.text(name, 92)
		p.arguments("dst R0", "src R1", "bias R20", "add R21", "tiles R2", "channels R3", "inside R4", "at R5", "row R6", "step R7", "position R8")
		p.op("MOVD $floor+88(FP), R9")
		p.spread(31, "R9")
		p.op("SUB R0, R21, R22") // from a pixel to that of the other image
	} else {
		p.text(name, 72)
		p.arguments("dst R0", "src R1", "tiles R2", "channels R3", "inside R4", "at R5", "row R6", "step R7", "position R8")
	}
	p.op("ADD R5<<2, R0, R5")
	p.op("ADD R6<<2, R5, R6")
	steps(p)
	for i, r := range lines[1:] {
		p.op("ADD R8<<2, R%d, R%d", lines[i], r)
	}
	p.op("CMP $15, R4")
	p.op("BNE partial")
	for _, label := range []string{"whole", "partial"} {
		loop(p, label, []int{5, 6}, lines, func() {
			columnsOfOutput(p, lines)
			if finish {
				biasOfOutput(p)
			}
			pixelsOfOutput(p, label, finish)
		})
	}
}

// columnsOfOutput leaves Aᵀ m in V0-3 (first row) and V4-7 (second).
func columnsOfOutput(p *printer, lines []int) {
	for j := range 4 {
		for i, r := range lines {
			p.loadAt(16+i, r, positions[j])
		}
		p.fadd(j, 16, 17)
		p.fadd(j, j, 18)
		p.fsub(4+j, 17, 18)
		p.fadd(4+j, 4+j, 19)
	}
}

// pixelsOfOutput multiplies by A and stores the pixels that are inside.
func pixelsOfOutput(p *printer, label string, finish bool) {
	for i, row := range []int{5, 6} {
		h := 4 * i
		p.fadd(16, h, h+1)
		p.fadd(16, 16, h+2)
		p.fsub(17, h+1, h+2)
		p.fadd(17, 17, h+3)
		for j := range 2 {
			inside(p, label, 2*i+j, label == "partial", func() {
				if finish {
					finishPixel(p, 16+j, row, pixels[j], fmt.Sprintf("%s_bare%d%d", label, i, j))
				}
				p.storeAt(16+j, row, pixels[j])
			})
		}
	}
}

// biasOfOutput leaves the number of the channel at hand in V30.
func biasOfOutput(p *printer) {
	p.op("SUB R15, R10, R23")
	p.op("LSR $6, R23")
	p.op("ADD R23<<2, R20, R23")
	p.spread(30, "R23")
}

// finishPixel adds the channel's number and the pixel of another image, if there
// is one, to v, and cuts it off below.
func finishPixel(p *printer, v, row, pixel int, label string) {
	p.fadd(v, v, 30)
	p.op("CBZ R21, %s", label)
	p.op("ADD R22, R%d, R24", row)
	p.loadAt(18, 24, pixel)
	p.fadd(v, v, 18)
	p.label("%s", label)
	p.fmax(v, v, 31)
}
