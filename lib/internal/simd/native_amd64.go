package simd

import "golang.org/x/sys/cpu"

// native returns the instruction sets of this machine that there are kernels
// for, the best first. The operating system must save the registers, too, which
// package cpu has asked.
func native() []ISA {
	var all []ISA
	x := &cpu.X86
	if x.HasAVX512F && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512BW {
		all = append(all, AVX512)
	}
	if x.HasAVX2 && x.HasFMA {
		all = append(all, AVX2)
	}
	return all
}

// kernels32 returns the kernels of an instruction set that this machine has.
func kernels32(isa ISA) *Kernels[float32] {
	switch isa {
	case AVX512:
		a := assembly{
			lanes:  16,
			gather: gatherAVX512,
			outer:  outerAVX512,
		}
		return a.kernels(isa)
	case AVX2:
		a := assembly{
			lanes:  8,
			gather: gatherAVX2,
			outer:  outerAVX2,
		}
		return a.kernels(isa)
	}
	return portable[float32]()
}
