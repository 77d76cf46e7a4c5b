package main

// The instructions that Go's assembler lacks, for vectors of four float32. Each
// takes register numbers in the order of Arm's manual: destination first.

func (p *printer) word(code uint32, mnemonic string, args ...any) {
	p.line("\tWORD $0x%08x // "+mnemonic, append([]any{code}, args...)...)
}

func (p *printer) three(base uint32, name string, d, n, m int) {
	p.word(base|uint32(m)<<16|uint32(n)<<5|uint32(d), name+" v%d.4s, v%d.4s, v%d.4s", d, n, m)
}

func (p *printer) fadd(d, n, m int) { p.three(0x4e20d400, "fadd", d, n, m) }
func (p *printer) fsub(d, n, m int) { p.three(0x4ea0d400, "fsub", d, n, m) }
func (p *printer) fmul(d, n, m int) { p.three(0x6e20dc00, "fmul", d, n, m) }
func (p *printer) fmla(d, n, m int) { p.three(0x4e20cc00, "fmla", d, n, m) }

// fmax gives NaN if either operand is one.
func (p *printer) fmax(d, n, m int) { p.three(0x4e20f400, "fmax", d, n, m) }

// open sets the bits of d where n is greater than zero.
func (p *printer) open(d, n int) {
	p.word(0x4ea0c800|uint32(n)<<5|uint32(d), "fcmgt v%d.4s, v%d.4s, #0.0", d, n)
}

// fmlaLane adds n times one lane of m.
func (p *printer) fmlaLane(d, n, m, lane int) {
	code := 0x4f801000 | uint32(lane&1)<<21 | uint32(m)<<16 | uint32(lane>>1)<<11 | uint32(n)<<5 | uint32(d)
	p.word(code, "fmla v%d.4s, v%d.4s, v%d.s[%d]", d, n, m, lane)
}

func (p *printer) zero(v int) { p.op("VEOR V%d.B16, V%d.B16, V%d.B16", v, v, v) }

func (p *printer) and(d, n, m int) { p.op("VAND V%d.B16, V%d.B16, V%d.B16", m, n, d) }

// zip interleaves n and m into d, the lower halves, and d+1.
func (p *printer) zip(d, n, m int) {
	p.op("VZIP1 V%d.S4, V%d.S4, V%d.S4", m, n, d)
	p.op("VZIP2 V%d.S4, V%d.S4, V%d.S4", m, n, d+1)
}

// load and store move 16 bytes.
func (p *printer) load(v int, at string)  { p.op("FMOVQ %s, F%d", at, v) }
func (p *printer) store(v int, at string) { p.op("FMOVQ F%d, %s", v, at) }

// spread fills a vector with the number at an address.
func (p *printer) spread(v int, register string) { p.op("VLD1R (%s), [V%d.S4]", register, v) }
