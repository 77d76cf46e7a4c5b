package simd

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// ISA is an instruction set that there are kernels for.
type ISA string

// The instruction sets.
const (
	Generic ISA = "generic" // portable Go
	AVX2    ISA = "avx2"    // with FMA
	AVX512  ISA = "avx512"  // F, VL, DQ and BW, with AVX2 and FMA
	NEON    ISA = "neon"
)

// Variable is the environment variable that forces an instruction set.
const Variable = "UNRAVEL_ISA"

// Available returns the instruction sets that this machine can run, the best
// first. [Generic] is always the last.
func Available() []ISA { return append(native(), Generic) }

// Best returns the fastest instruction set that this machine can run.
func Best() ISA { return Available()[0] }

// FromEnvironment returns the instruction set that [Variable] names, or the best
// if it is not set. It fails if the name is not one that this machine can run.
func FromEnvironment() (ISA, error) {
	name := os.Getenv(Variable)
	if name == "" {
		return Best(), nil
	}
	if all := Available(); !slices.Contains(all, ISA(name)) {
		return "", fmt.Errorf("simd: got %s=%s, want one that this machine has: %s", Variable, name, join(all))
	}
	return ISA(name), nil
}

func join(all []ISA) string {
	names := make([]string, len(all))
	for i, isa := range all {
		names[i] = string(isa)
	}
	return strings.Join(names, ", ")
}
