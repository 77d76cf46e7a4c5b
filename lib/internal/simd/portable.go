package simd

// portable returns the kernels in Go.
func portable[T Float]() *Kernels[T] {
	return &Kernels[T]{
		ISA:       Generic,
		Gather:    gather[T],
		Outer:     outer[T],
		Split:     split[T],
		LaneSums:  laneSums[T],
		Affine:    affine[T],
		Moments:   moments[T],
		Project:   project[T],
		Spread:    spread[T],
		Blend:     blend[T],
		Dot:       dot[T],
		Transpose: transpose[T],
		Weave:     weave[T],
		Largest:   largest[T],
		Route:     route[T],
		Winograd: Winograd[T]{
			Input: winogradInput[T], Output: winogradOutput[T], Finish: winogradFinish[T], Gradient: winogradGradient[T],
			Weights: winogradWeights[T], Multiply: winogradMultiply[T],
		},
	}
}
