package simd

import "golang.org/x/sys/cpu"

// native returns the instruction sets of this machine that there are kernels
// for, the best first. The operating system must save the registers, too, which
// package cpu has asked. Some kernels of AVX2 serve AVX-512 as well.
func native() []ISA {
	x := &cpu.X86
	if !x.HasAVX2 || !x.HasFMA {
		return nil
	}
	if x.HasAVX512F && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512BW {
		return []ISA{AVX512, AVX2}
	}
	return []ISA{AVX2}
}

// kernels32 returns the kernels of an instruction set that this machine has.
func kernels32(isa ISA) *Kernels[float32] {
	switch isa {
	case AVX512:
		return avx512().kernels(isa)
	case AVX2:
		return avx2().kernels(isa)
	}
	return portable[float32]()
}

func avx512() *assembly {
	return &assembly{
		lanes:         16,
		gather:        gatherAVX512,
		outer:         outerAVX512,
		split:         splitAVX512,
		affine:        affineAVX512,
		affineAdd:     affineAddAVX512,
		moments:       momentsAVX512,
		project:       projectAVX512,
		projectOutput: projectOutputAVX512,
		projectInput:  projectInputAVX512,
		spread:        spreadAVX512,
		spreadAdd:     spreadAddAVX512,
		blend:         blendAVX512,
		blendZ:        blendZAVX512,
		blendF:        blendFAVX512,
		blendZF:       blendZFAVX512,
		dot:           dotAVX512,
		laneSums:      laneSumsAVX512,
		transpose8:    transpose8AVX512,
		transpose16:   transpose16AVX512,
		weave:         weaveAVX2,
		largest:       largestAVX512,
		route:         routeAVX512,
		winograd:      winogradAssembly{winogradInputAVX512, winogradGradientAVX512, winogradOutputAVX512, winogradFinishAVX512, winogradWeightsAVX2, winogradMultiplyAVX512},
	}
}

func avx2() *assembly {
	return &assembly{
		lanes:         8,
		gather:        gatherAVX2,
		outer:         outerAVX2,
		split:         splitAVX2,
		affine:        affineAVX2,
		affineAdd:     affineAddAVX2,
		moments:       momentsAVX2,
		project:       projectAVX2,
		projectOutput: projectOutputAVX2,
		projectInput:  projectInputAVX2,
		spread:        spreadAVX2,
		spreadAdd:     spreadAddAVX2,
		blend:         blendAVX2,
		blendZ:        blendZAVX2,
		blendF:        blendFAVX2,
		blendZF:       blendZFAVX2,
		dot:           dotAVX2,
		laneSums:      laneSumsAVX2,
		transpose8:    transpose8AVX2,
		transpose16:   transpose16AVX2,
		weave:         weaveAVX2,
		largest:       largestAVX2,
		route:         routeAVX2,
		winograd:      winogradAssembly{winogradInputAVX2, winogradGradientAVX2, winogradOutputAVX2, winogradFinishAVX2, winogradWeightsAVX2, winogradMultiplyAVX2},
	}
}
