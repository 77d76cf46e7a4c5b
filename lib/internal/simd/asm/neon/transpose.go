package main

import "fmt"

// transposes writes the kernel of Kernels.Transpose for both widths.
func transposes(p *printer) {
	for _, width := range []int{8, 16} {
		transpose(p, width)
	}
}

// transpose works on four lanes of four channels at a time.
func transpose(p *printer, width int) {
	p.text(fmt.Sprintf("transpose%dNEON", width), 24)
	p.arguments("dst R0", "src R1", "squares R2")
	p.label("square")
	for c := 0; c < 16; c += 4 {
		for l := 0; l < 16; l += 4 {
			for i := range 4 {
				p.load(i, fmt.Sprintf("%d(R1)", 4*(16*(c+i)+l)))
			}
			exchange(p)
			for i := range 4 {
				at := (c/width*16+l+i)*width + c%width
				p.store(i, fmt.Sprintf("%d(R0)", 4*at))
			}
		}
	}
	p.op("ADD $1024, R0")
	p.op("ADD $1024, R1")
	p.op("SUBS $1, R2")
	p.op("BNE square")
	p.op("RET")
}

// exchange makes the rows in V0 to V3 columns: rows 0 and 2, and 1 and 3, are
// interleaved, and then what comes of that.
func exchange(p *printer) {
	for i := range 2 {
		p.zip(4+2*i, i, 2+i)
	}
	p.zip(0, 4, 6)
	p.zip(2, 5, 7)
}
