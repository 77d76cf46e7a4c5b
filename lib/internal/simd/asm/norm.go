package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// affines writes Affine, with and without something to add. ReLU is the larger
// of zero and the result, no ReLU the larger of -Inf: a NaN comes through, for
// of a pair with NaN the instruction takes the operand that is the result.
func affines(c *build.Context) {
	for _, w := range widths {
		affine(begin(c, w, "affine", affineParameters, affineDoc(w, "without add")), false)
		affine(begin(c, w, "affineAdd", affineParameters, affineDoc(w, "with add")), true)
	}
}

const affineParameters = "y, x, add, center, scale, offset *float32, channels, pixels int, floor float32"

func affineDoc(w width, variant string) string {
	return fmt.Sprintf("is Kernels.Affine for %d lanes, %s; nothing falls below floor.", w.lanes, variant)
}

func affine(k *kernel, add bool) {
	images := []string{"y", "x"}
	if add {
		images = append(images, "add")
	}
	p := newPixelwise(k, images, []string{"center", "scale", "offset"})
	v, floor := k.vector(), k.vector()
	k.VBROADCASTSS(k.parameter("floor"), floor)
	var center, scale, offset []reg.Register
	p.passes(3, 2,
		func(n int) {
			center, scale, offset = p.broadcast("center", n), p.broadcast("scale", n), p.broadcast("offset", n)
		},
		func(c int) {
			k.VMOVUPS(p.at("x", c), v)
			k.VSUBPS(center[c], v, v)
			k.VFMADD213PS(offset[c], scale[c], v)
			if add {
				k.VADDPS(p.at("add", c), v, v)
			}
			k.VMAXPS(v, floor, v)
			k.VMOVUPS(v, p.at("y", c))
		},
		func(n int) { p.nextImages(n, images...) })
}

// moments writes Moments.
func moments(c *build.Context) {
	for _, w := range widths {
		k := begin(c, w, "moments", "sum, squares, x, near *float32, channels, pixels int",
			fmt.Sprintf("is Kernels.Moments for %d lanes.", w.lanes))
		p := newPixelwise(k, []string{"x"}, []string{"sum", "squares", "near"})
		v := k.vector()
		var sum, squares, near []reg.Register
		p.passes(3, 1,
			func(n int) { sum, squares, near = p.load("sum", n), p.load("squares", n), p.load("near", n) },
			func(c int) {
				k.VMOVUPS(p.at("x", c), v)
				k.VSUBPS(near[c], v, v)
				k.VADDPS(v, sum[c], sum[c])
				k.VFMADD231PS(v, v, squares[c])
			},
			func(n int) {
				p.store("sum", sum)
				p.store("squares", squares)
				k.ADDQ(operand.U32(n*group), p.numbers["near"])
				p.nextImages(n, "x")
			})
	}
}

// projects writes Project in its three variants.
func projects(c *build.Context) {
	for _, w := range widths {
		for _, v := range []struct{ name, doc string }{
			{"project", "open everywhere"},
			{"projectOutput", "open where y > 0"},
			{"projectInput", "open where Affine is > 0"},
		} {
			k := begin(c, w, v.name, "to, sum, product, dy, x, y, center, scale, offset *float32, channels, pixels int",
				fmt.Sprintf("is Kernels.Project for %d lanes, %s; g is called to.", w.lanes, v.doc))
			switch v.name {
			case "project":
				project(k, 3, nil, nil, nil)
			case "projectOutput":
				project(k, 3, []string{"y"}, nil, func(p *pixelwise, c int, _, mask reg.Register) {
					k.VMOVUPS(p.at("y", c), mask)
				})
			case "projectInput":
				projectInput(k)
			}
		}
	}
}

// projectInput repeats the arithmetic of [affine]: the same instructions, so that
// both agree on the sign to the bit.
func projectInput(k *kernel) {
	var scale, offset []reg.Register
	project(k, 5, nil, func(p *pixelwise, n int) {
		scale, offset = p.broadcast("scale", n), p.broadcast("offset", n)
	}, func(_ *pixelwise, c int, d, mask reg.Register) {
		k.VMOVAPS(d, mask)
		k.VFMADD213PS(offset[c], scale[c], mask)
	})
}

// project writes Project. With sign, what it leaves in mask decides: open where
// that is positive. It is given x − center.
func project(k *kernel, perChannel int, images []string, before func(*pixelwise, int), sign func(p *pixelwise, c int, d, mask reg.Register)) {
	images = append([]string{"to", "dy", "x"}, images...)
	numbers := []string{"sum", "product", "center"}
	if before != nil {
		numbers = append(numbers, "scale", "offset")
	}
	p := newPixelwise(k, images, numbers)
	zero, d, g, mask := k.vector(), k.vector(), k.vector(), k.vector()
	k.zero(zero)
	var sum, product, center []reg.Register
	p.passes(perChannel, 4,
		func(n int) {
			sum, product, center = p.load("sum", n), p.load("product", n), p.broadcast("center", n)
			if before != nil {
				before(p, n)
			}
		},
		func(c int) {
			k.VMOVUPS(p.at("x", c), d)
			k.VSUBPS(center[c], d, d)
			if sign == nil {
				k.VMOVUPS(p.at("dy", c), g)
			} else {
				sign(p, c, d, mask)
				k.loadPositive(p.at("dy", c), mask, zero, g)
			}
			k.VMOVUPS(g, p.at("to", c))
			k.VADDPS(g, sum[c], sum[c])
			k.VFMADD231PS(d, g, product[c])
		},
		func(n int) {
			p.store("sum", sum)
			p.store("product", product)
			p.nextImages(n, images...)
		})
}

// loadPositive loads what is open, and zero where mask is not positive: NaN, too,
// closes. The mask is lost.
func (k *kernel) loadPositive(from operand.Mem, mask, zero, to reg.Register) {
	const less = 0x11 // ordered, quiet
	if k.avx512 {
		k.VCMPPS(operand.Imm(less), mask, zero, reg.K1)
		k.VMOVUPS_Z(from, reg.K1, to)
		return
	}
	k.VCMPPS(operand.Imm(less), mask, zero, mask)
	k.VANDPS(from, mask, to)
}

// spreads writes Spread, with and without something to add.
func spreads(c *build.Context) {
	const parameters = "dx, dy, x, add, center, scale, slope, level *float32, channels, pixels int"
	for _, w := range widths {
		doc := fmt.Sprintf("is Kernels.Spread for %d lanes; g is called dy.", w.lanes)
		spread(begin(c, w, "spread", parameters, doc), false)
		spread(begin(c, w, "spreadAdd", parameters, doc), true)
	}
}

func spread(k *kernel, add bool) {
	images := []string{"dx", "dy", "x"}
	if add {
		images = append(images, "add")
	}
	p := newPixelwise(k, images, []string{"center", "scale", "slope", "level"})
	v, d := k.vector(), k.vector()
	var center, scale, slope, level []reg.Register
	p.passes(4, 2,
		func(n int) {
			center, scale = p.broadcast("center", n), p.broadcast("scale", n)
			slope, level = p.broadcast("slope", n), p.broadcast("level", n)
		},
		func(c int) {
			k.VMOVUPS(p.at("x", c), d)
			k.VSUBPS(center[c], d, d)
			k.VFMADD213PS(level[c], slope[c], d)
			k.VMOVUPS(p.at("dy", c), v)
			k.VFMADD213PS(d, scale[c], v)
			if add {
				k.VADDPS(p.at("add", c), v, v)
			}
			k.VMOVUPS(v, p.at("dx", c))
		},
		func(n int) { p.nextImages(n, images...) })
}
