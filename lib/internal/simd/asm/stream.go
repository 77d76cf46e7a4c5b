package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// stream runs over slices from end to end: a turn for four groups of 16 values,
// then one at a time. each is given the groups' number and the offset from base
// pointers, in bytes, where they begin.
func (k *kernel) stream(count, from reg.GPVirtual, each func(groups int)) {
	k.XORQ(from, from)
	for _, groups := range []int{4, 1} {
		k.Label(fmt.Sprintf("turn%d", groups))
		k.SUBQ(operand.U32(groups*16), count)
		k.JL(operand.LabelRef(fmt.Sprintf("end%d", groups)))
		each(groups)
		k.ADDQ(operand.U32(groups*group), from)
		k.JMP(operand.LabelRef(fmt.Sprintf("turn%d", groups)))
		k.Label(fmt.Sprintf("end%d", groups))
		k.ADDQ(operand.U32(groups*16), count)
	}
}

// vectorsOf is how many vectors some groups are.
func (k *kernel) vectorsOf(groups int) int { return groups * 16 / k.lanes }

// slot is vector i after an offset.
func (k *kernel) slot(base, from reg.Register, i int) operand.Mem {
	return operand.Mem{Base: base, Index: from, Scale: 1, Disp: i * k.lanes * value}
}

// blends writes Blend, one function for each choice of operands.
func blends(c *build.Context) {
	for _, w := range widths {
		for _, v := range []struct {
			name string
			z, f bool
		}{{"blend", false, false}, {"blendZ", true, false}, {"blendF", false, true}, {"blendZF", true, true}} {
			blend(begin(c, w, v.name, "y, x, z, f *float32, a, b float32, count int",
				"is Kernels.Blend for a multiple of 16 values."), v.z, v.f)
		}
	}
}

func blend(k *kernel, withZ, withF bool) {
	y, x, count, from := k.argument("y"), k.argument("x"), k.argument("count"), k.GP64()
	a, b, v := k.vector(), k.vector(), k.vector()
	k.VBROADCASTSS(k.parameter("a"), a)
	var z, f reg.Register
	if withZ {
		z = k.argument("z")
		k.VBROADCASTSS(k.parameter("b"), b)
	}
	if withF {
		f = k.argument("f")
	}
	k.stream(count, from, func(groups int) {
		for i := range k.vectorsOf(groups) {
			k.VMULPS(k.slot(x, from, i), a, v)
			if withZ {
				k.VFMADD231PS(k.slot(z, from, i), b, v)
			}
			if withF {
				k.VADDPS(k.slot(f, from, i), v, v)
			}
			k.VMOVUPS(v, k.slot(y, from, i))
		}
	})
	k.end()
}

// dots writes Dot. Four groups of sums hide the latency of an addition; they are
// added up in the end.
func dots(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "dot", "sums, a, b *float32, count int", "is Kernels.Dot for a multiple of 16 values.")
		sums, a, b, count, from := k.argument("sums"), k.argument("a"), k.argument("b"), k.argument("count"), k.GP64()
		s, v := k.vectors(k.vectorsOf(4)), k.vector()
		k.zero(s...)
		k.stream(count, from, func(groups int) {
			for i := range k.vectorsOf(groups) {
				k.VMOVUPS(k.slot(a, from, i), v)
				k.VFMADD231PS(k.slot(b, from, i), v, s[i])
			}
		})
		one := k.vectorsOf(1)
		for n := len(s) / 2; n >= one; n /= 2 {
			for i := range n {
				k.VADDPS(s[i+n], s[i], s[i])
			}
		}
		for i, v := range s[:one] {
			to := at(sums, i*w.lanes*value)
			k.VADDPS(to, v, v)
			k.VMOVUPS(v, to)
		}
		k.end()
	}
}
