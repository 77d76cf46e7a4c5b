// Command asm writes the kernels of package simd in assembly, for AVX-512 and for
// AVX2 with FMA:
//
//	go -C lib/internal/simd/asm run .          # writes ../*_amd64.s and ../*_amd64.go
//	go -C lib/internal/simd/asm run . -check   # fails if they differ
//
// # Why a module of its own
//
// The generator stands on avo, which is of no use to a program that imports the
// library. Modules below the main one are not part of it.
//
// # Why one generator for two widths
//
// A kernel for AVX-512 takes the 16 lanes of a channel as one vector. AVX2 takes
// the first eight lanes of everything, then the other eight: the same code with
// shorter vectors, called twice. What differs is how many registers there are,
// and so how much is computed together.
package main
