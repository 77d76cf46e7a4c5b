package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A width is an instruction set seen from a kernel: how long its vectors are and
// how many there are.
type width struct {
	suffix string // of function names
	lanes  int    // float32 values in a vector
	avx512 bool
}

var widths = []width{
	{suffix: "AVX512", lanes: 16, avx512: true},
	{suffix: "AVX2", lanes: 8},
}

// Bytes between neighbours in memory.
const (
	value = 4
	group = 16 * value // the 16 lanes of a channel
)

// kernel is one function under construction. Vector registers are handed out in
// order and given back like a stack: the kernels use nearly all of them, more
// tightly than avo's own allocation manages.
type kernel struct {
	*build.Context
	width
	used int // vector registers
}

// begin starts a function of which all pointers stay inside.
func begin(c *build.Context, w width, name, parameters, doc string) *kernel {
	k := &kernel{Context: c, width: w}
	c.Function(name + w.suffix)
	c.Attributes(attr.NOSPLIT)
	c.Pragma("noescape")
	c.SignatureExpr("func(" + parameters + ")")
	c.Doc(fmt.Sprintf("%s%s %s", name, w.suffix, doc))
	return k
}

// end leaves the function. Upper halves of vector registers left dirty would
// slow down what follows.
func (k *kernel) end() {
	k.VZEROUPPER()
	k.RET()
}

// vector returns a vector register.
func (k *kernel) vector() reg.Register { return k.vectors(1)[0] }

// vectors returns n vector registers. [kernel.release] gives them back.
func (k *kernel) vectors(n int) []reg.Register {
	spec := reg.S256
	if k.avx512 {
		spec = reg.S512
	}
	v := make([]reg.Register, n)
	for i := range v {
		v[i] = reg.Vector.Lookup(reg.Index(k.used+i), spec)
	}
	k.used += n
	if limit := 2 * k.lanes; k.used > limit {
		panic(fmt.Sprintf("asm: got %d vector registers in use, want at most %d", k.used, limit))
	}
	return v
}

// release gives back all vector registers but the first n.
func (k *kernel) release(n int) { k.used = n }

// zero sets registers to zero.
func (k *kernel) zero(v ...reg.Register) {
	for _, r := range v {
		if k.avx512 {
			k.VPXORD(r, r, r)
		} else {
			k.VXORPS(r, r, r)
		}
	}
}

// argument loads a parameter.
func (k *kernel) argument(name string) reg.GPVirtual {
	r := k.GP64()
	k.Load(k.Param(name), r)
	return r
}

// bytes loads a parameter that counts values and turns it into bytes.
func (k *kernel) bytes(name string) reg.GPVirtual {
	r := k.argument(name)
	k.SHLQ(operand.Imm(2), r)
	return r
}

// parameter is where a parameter lies.
func (k *kernel) parameter(name string) operand.Mem {
	b, err := k.Param(name).Resolve()
	if err != nil {
		panic(fmt.Sprintf("asm: parameter %s: %v", name, err))
	}
	return b.Addr
}

func at(base reg.Register, disp int) operand.Mem { return operand.Mem{Base: base, Disp: disp} }

// column is the address of a pixel's value: base + pixel·step + disp, for pixels
// 0 to 2.
func column(base, step reg.Register, pixel, disp int) operand.Mem {
	if pixel == 0 {
		return at(base, disp)
	}
	return operand.Mem{Base: base, Index: step, Scale: uint8(pixel), Disp: disp}
}
