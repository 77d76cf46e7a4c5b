package main

import "fmt"

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

// greater and equal set the bits of d where n is larger than m, or equal: not where
// either is NaN.
func (p *printer) greater(d, n, m int) { p.three(0x6ea0e400, "fcmgt", d, n, m) }
func (p *printer) equal(d, n, m int)   { p.three(0x4e20e400, "fcmeq", d, n, m) }

// orNot sets d to the bits of n and those that m lacks.
func (p *printer) orNot(d, n, m int) {
	p.word(0x4ee01c00|uint32(m)<<16|uint32(n)<<5|uint32(d), "orn v%d.16b, v%d.16b, v%d.16b", d, n, m)
}

// insert takes the bits of n that mask has into d.
func (p *printer) insert(d, n, mask int) { p.op("VBIT V%d.B16, V%d.B16, V%d.B16", mask, n, d) }

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

// none stands for no register.
const none = -1

// loadAt and storeAt move a vector, at a register's address and as many bytes behind
// it as another register says.
func (p *printer) loadAt(v, base, offset int) {
	if offset == none {
		p.load(v, fmt.Sprintf("(R%d)", base))
		return
	}
	p.word(0x3ce06800|uint32(offset)<<16|uint32(base)<<5|uint32(v), "ldr q%d, [x%d, x%d]", v, base, offset)
}

func (p *printer) storeAt(v, base, offset int) {
	if offset == none {
		p.store(v, fmt.Sprintf("(R%d)", base))
		return
	}
	p.word(0x3ca06800|uint32(offset)<<16|uint32(base)<<5|uint32(v), "str q%d, [x%d, x%d]", v, base, offset)
}

// loadTwo and storeTwo move two vectors, at so many bytes after a register.
func (p *printer) loadTwo(v int, register string, at int) {
	p.op("FLDPQ %d(%s), (F%d, F%d)", at, register, v, v+1)
}

func (p *printer) storeTwo(v int, register string, at int) {
	p.op("FSTPQ (F%d, F%d), %d(%s)", v, v+1, at, register)
}

// loadFour and storeFour move the sixteen lanes of a channel.
func (p *printer) loadFour(v int, register string, at int) {
	p.loadTwo(v, register, at)
	p.loadTwo(v+2, register, at+32)
}

func (p *printer) storeFour(v int, register string, at int) {
	p.storeTwo(v, register, at)
	p.storeTwo(v+2, register, at+32)
}

// spread fills a vector with the number at an address.
func (p *printer) spread(v int, register string) { p.op("VLD1R (%s), [V%d.S4]", register, v) }
