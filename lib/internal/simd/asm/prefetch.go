package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
)

// prefetches writes Prefetch, the same for every set: one hint per line, for the
// second level of cache.
func prefetches(c *build.Context) {
	c.Function("prefetch")
	c.Attributes(attr.NOSPLIT)
	c.Pragma("noescape")
	c.SignatureExpr("func(x *float32, lines int)")
	c.Doc("prefetch is Kernels.Prefetch for a positive number of lines.")
	x, lines := c.GP64(), c.GP64()
	c.Load(c.Param("x"), x)
	c.Load(c.Param("lines"), lines)
	c.Label("line")
	c.PREFETCHT1(operand.Mem{Base: x})
	c.ADDQ(operand.Imm(group), x)
	c.SUBQ(operand.Imm(1), lines)
	c.JNZ(operand.LabelRef("line"))
	c.RET()
}
