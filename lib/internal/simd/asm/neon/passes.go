package main

// passes writes a kernel that takes two channels at a time, and a last one alone,
// and passes over all pixels with what the channels have in registers. Before loads
// that, each does something to channel c of a pixel, after stores. Images are at the
// given registers, and those of the pixel at hand at R10 and on.
//
//	R9 bytes from pixel to pixel   R20 pixels   R21 channels left   R22 pixels left
func passes(p *printer, images []int, before func(n int), each func(c int), after func(n int)) {
	p.op("LSL $6, R21, R9")
	for n := 2; n > 0; n-- {
		p.label("pass%d", n)
		p.op("CMP $%d, R21", n)
		p.op("BLT end%d", n)
		before(n)
		for i, r := range images {
			p.op("MOVD R%d, R%d", r, 10+i)
		}
		p.op("MOVD R20, R22")
		p.label("pixel%d", n)
		for c := range n {
			each(c)
		}
		for i := range images {
			p.op("ADD R9, R%d", 10+i)
		}
		p.op("SUBS $1, R22")
		p.op("BNE pixel%d", n)
		after(n)
		for _, r := range images {
			p.op("ADD $%d, R%d", 64*n, r)
		}
		p.op("SUB $%d, R21", n)
		p.op("B pass%d", n)
		p.label("end%d", n)
	}
	p.op("RET")
}

// loadChannels loads sixteen lanes of each of n channels.
func (p *printer) loadChannels(v int, register string, n int) {
	for c := range n {
		p.loadFour(v+4*c, register, 64*c)
	}
}

// storeChannels stores what loadChannels has loaded, and moves on.
func (p *printer) storeChannels(v int, register string, n int) {
	for c := range n {
		p.storeFour(v+4*c, register, 64*c)
	}
	p.op("ADD $%d, %s", 64*n, register)
}

// spreadChannels loads one number of each of n channels, and moves on.
func (p *printer) spreadChannels(v int, register string, n int) {
	for c := range n {
		p.spread(v+c, register)
		p.op("ADD $4, %s", register)
	}
}
