package simd

// native returns the instruction sets of this machine that there are kernels
// for: every arm64 processor that Go runs on has NEON.
func native() []ISA { return []ISA{NEON} }

// kernels32 returns the kernels of an instruction set that this machine has.
func kernels32(isa ISA) *Kernels[float32] {
	if isa != NEON {
		return portable[float32]()
	}
	return (&assembly{
		lanes:         16,
		gather:        gatherNEON,
		outer:         outerNEON,
		affine:        affineNEON,
		affineAdd:     affineNEON,
		moments:       momentsNEON,
		project:       projectNEON,
		projectOutput: projectOutputNEON,
		projectInput:  projectInputNEON,
		spread:        spreadNEON,
		spreadAdd:     spreadNEON,
		blend:         blendNEON,
		blendZ:        blendNEON,
		blendF:        blendNEON,
		blendZF:       blendNEON,
		dot:           dotNEON,
		laneSums:      laneSumsNEON,
		split:         splitNEON,
		transpose8:    transpose8NEON,
		transpose16:   transpose16NEON,
		weave:         weaveNEON,
		largest:       largestNEON,
		route:         routeNEON,
		winograd:      winogradAssembly{winogradInputNEON, winogradGradientNEON, winogradOutputNEON, winogradFinishNEON, winogradWeightsNEON, winogradMultiplyNEON},
	}).kernels(isa)
}
