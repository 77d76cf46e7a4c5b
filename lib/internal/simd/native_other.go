//go:build !amd64 && !arm64

package simd

// native returns the instruction sets of this machine that there are kernels
// for, the best first.
func native() []ISA { return nil }

// kernels32 returns the kernels of an instruction set that this machine has.
func kernels32(ISA) *Kernels[float32] { return portable[float32]() }
