package main

import "fmt"

// norm writes the kernels of Kernels.Moments, Kernels.Project and Kernels.Spread.
func norm(p *printer) {
	moments(p)
	project(p, "projectNEON", nil, nil)
	project(p, "projectOutputNEON", []int{5}, (*printer).outputSign)
	project(p, "projectInputNEON", nil, (*printer).inputSign)
	spread(p)
}

// Vectors of moments and project: the sums of two channels, and what else they have.
const (
	sums     = 0
	products = 8
	nears    = 16
	centers  = 16
	scales   = 18
	offsets  = 20
)

func moments(p *printer) {
	const difference = 24
	p.text("momentsNEON", 48)
	p.arguments("sum R3", "squares R4", "x R1", "near R5", "channels R21", "pixels R20")
	passes(p, []int{1},
		func(n int) {
			p.loadChannels(sums, "R3", n)
			p.loadChannels(products, "R4", n)
			p.loadChannels(nears, "R5", n)
			p.op("ADD $%d, R5", 64*n)
		},
		func(c int) {
			p.loadFour(difference, "R10", 64*c)
			for i := range 4 {
				p.fsub(difference+i, difference+i, nears+4*c+i)
				p.fadd(sums+4*c+i, sums+4*c+i, difference+i)
				p.fmla(products+4*c+i, difference+i, difference+i)
			}
		},
		func(n int) {
			p.storeChannels(sums, "R3", n)
			p.storeChannels(products, "R4", n)
		})
}

// Vectors of project for half of the lanes of a channel.
const (
	distance = 22 // x − center
	gradient = 24
	sign     = 26 // what decides whether the ReLU was open
)

// project writes a variant of Project. With signs, which sets sign, the gradient is
// cut where that is not positive; it may read an image more.
func project(p *printer, name string, image []int, signs func(p *printer, c, at int)) {
	p.text(name, 88)
	p.arguments("grad R0", "sum R3", "product R4", "dy R1", "x R2", "y R5", "center R6", "scale R7", "offset R8", "channels R21", "pixels R20")
	passes(p, append([]int{0, 1, 2}, image...),
		func(n int) {
			p.loadChannels(sums, "R3", n)
			p.loadChannels(products, "R4", n)
			p.spreadChannels(centers, "R6", n)
			if name == "projectInputNEON" {
				p.spreadChannels(scales, "R7", n)
				p.spreadChannels(offsets, "R8", n)
			}
		},
		func(c int) {
			for half := range 2 {
				projectHalf(p, c, 64*c+32*half, signs)
			}
		},
		func(n int) {
			p.storeChannels(sums, "R3", n)
			p.storeChannels(products, "R4", n)
		})
}

// projectHalf does eight lanes of a channel, so many bytes behind the pixel.
func projectHalf(p *printer, c, at int, signs func(p *printer, c, at int)) {
	p.loadTwo(distance, "R12", at)
	p.loadTwo(gradient, "R11", at)
	for i := range 2 {
		p.fsub(distance+i, distance+i, centers+c)
	}
	if signs != nil {
		signs(p, c, at)
		for i := range 2 {
			p.open(sign+i, sign+i)
			p.and(gradient+i, gradient+i, sign+i)
		}
	}
	p.storeTwo(gradient, "R10", at)
	for i := range 2 {
		to := at/16 + i // at is 64 bytes a channel, which has four vectors
		p.fadd(sums+to, sums+to, gradient+i)
		p.fmla(products+to, distance+i, gradient+i)
	}
}

// outputSign takes the output, the fourth image.
func (p *printer) outputSign(_, at int) { p.loadTwo(sign, "R13", at) }

// inputSign repeats the arithmetic of affine, so that both agree on the sign to the
// bit.
func (p *printer) inputSign(c, _ int) {
	for i := range 2 {
		p.op("VMOV V%d.B16, V%d.B16", offsets+c, sign+i)
		p.fmla(sign+i, distance+i, scales+c)
	}
}

func spread(p *printer) {
	p.text("spreadNEON", 80)
	p.arguments("dx R0", "grad R1", "x R2", "add R3", "center R4", "scale R5", "slope R6", "level R7", "channels R21", "pixels R20")
	perChannel(p, []int{4, 5, 6, 7}, []int{0, 1, 2}, func() {
		for i := range 4 {
			p.spread(16+i, fmt.Sprintf("R%d", 10+i))
		}
		p.loadFour(0, "R2", 0)
		p.loadFour(4, "R1", 0)
		for i := range 4 {
			p.op("VMOV V19.B16, V%d.B16", 8+i)
			p.fsub(i, i, 16)
			p.fmla(8+i, i, 18)
			p.fmla(8+i, 4+i, 17)
		}
		p.op("CBZ R3, bare")
		p.loadFour(0, "R3", 0)
		for i := range 4 {
			p.fadd(8+i, 8+i, i)
		}
		p.op("ADD $64, R3")
		p.label("bare")
		p.storeFour(8, "R0", 0)
	})
}
