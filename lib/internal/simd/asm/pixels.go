package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// pixelwise is a kernel that does the same to every pixel, with numbers for each
// channel. It takes as many channels at once as their numbers fit in registers,
// passes over all pixels, and goes on to the next channels.
type pixelwise struct {
	*kernel
	images  map[string]reg.GPVirtual // of the next channels of the first pixel
	numbers map[string]reg.GPVirtual // of the next channels
	left    reg.GPVirtual            // channels
	step    reg.GPVirtual            // from pixel to pixel
	stop    reg.GPVirtual            // from the first pixel to the end
	pixel   reg.GPVirtual            // from the first pixel to this one
}

// newPixelwise loads parameters: images, one number a channel, 16 numbers a
// channel, then channels and pixels.
func newPixelwise(k *kernel, images, numbers []string) *pixelwise {
	p := &pixelwise{kernel: k, images: map[string]reg.GPVirtual{}, numbers: map[string]reg.GPVirtual{}}
	for _, name := range images {
		p.images[name] = k.argument(name)
	}
	for _, name := range numbers {
		p.numbers[name] = k.argument(name)
	}
	p.left, p.step, p.stop, p.pixel = k.argument("channels"), k.GP64(), k.argument("pixels"), k.GP64()
	k.MOVQ(p.left, p.step)
	k.SHLQ(operand.Imm(6), p.step)
	k.IMULQ(p.step, p.stop)
	return p
}

// passes writes one pass for each number of channels that is taken at once:
// powers of two, the largest as registers allow when every channel needs some
// and the kernel needs others besides.
//
// A pass is three parts: what comes before the first pixel, what is done to
// channel c of a pixel, and what comes after the last.
func (p *pixelwise) passes(perChannel, others int, before func(n int), each func(c int), after func(n int)) {
	n := 8
	for n*perChannel+others > 2*p.lanes {
		n /= 2
	}
	used := p.used
	for ; n > 0; n /= 2 {
		p.Label(fmt.Sprintf("pass%d", n))
		p.CMPQ(p.left, operand.Imm(uint64(n)))
		p.JL(operand.LabelRef(fmt.Sprintf("end%d", n)))
		before(n)
		p.XORQ(p.pixel, p.pixel)
		p.Label(fmt.Sprintf("pixel%d", n))
		for c := range n {
			each(c)
		}
		p.ADDQ(p.step, p.pixel)
		p.CMPQ(p.pixel, p.stop)
		p.JL(operand.LabelRef(fmt.Sprintf("pixel%d", n)))
		after(n)
		p.release(used)
		p.SUBQ(operand.U32(n), p.left)
		p.JMP(operand.LabelRef(fmt.Sprintf("pass%d", n)))
		p.Label(fmt.Sprintf("end%d", n))
	}
	p.end()
}

// at is channel c of the current pixel of an image.
func (p *pixelwise) at(image string, c int) operand.Mem {
	return operand.Mem{Base: p.images[image], Index: p.pixel, Scale: 1, Disp: c * group}
}

// nextImages moves images on by n channels, in a fixed order.
func (p *pixelwise) nextImages(n int, names ...string) {
	for _, name := range names {
		p.ADDQ(operand.U32(n*group), p.images[name])
	}
}

// broadcast loads one number of each of n channels and moves on.
func (p *pixelwise) broadcast(name string, n int) []reg.Register {
	v := p.vectors(n)
	for c := range v {
		p.VBROADCASTSS(at(p.numbers[name], c*value), v[c])
	}
	p.ADDQ(operand.U32(n*value), p.numbers[name])
	return v
}

// load loads 16 numbers of each of n channels.
func (p *pixelwise) load(name string, n int) []reg.Register {
	v := p.vectors(n)
	for c := range v {
		p.VMOVUPS(at(p.numbers[name], c*group), v[c])
	}
	return v
}

// store stores what load has loaded and moves on.
func (p *pixelwise) store(name string, v []reg.Register) {
	for c := range v {
		p.VMOVUPS(v[c], at(p.numbers[name], c*group))
	}
	p.ADDQ(operand.U32(len(v)*group), p.numbers[name])
}
