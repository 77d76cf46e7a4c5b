package compute

import (
	"hash/maphash"
	"slices"
	"unsafe"
)

// digest tells whether numbers have changed without keeping a copy of them: it
// is a hash of 64 bits for each stretch. It is as fast as memory is read.
//
// Hashes of different numbers are equal once in 2⁶⁴ times, and the seed is another one
// in every program that runs: nobody can aim at that.
type digest struct {
	stretches, before []uint64
}

// stretch is the number of values under one hash.
const stretch = 1 << 15

// same takes the digest of values and reports whether it is that of the last call.
func same[T Float](p *Pool, f *digest, values []T) bool {
	f.stretches, f.before = sized(f.before, quotient(len(values), stretch)), f.stretches
	do(p, len(f.stretches), len(values), hashing[T]{p.seed, values, f.stretches})
	return slices.Equal(f.stretches, f.before)
}

// hashing takes the hash of a stretch per part.
type hashing[T Float] struct {
	seed   maphash.Seed
	values []T
	hashes []uint64
}

func (h *hashing[T]) part(i int) {
	values := h.values[i*stretch : min((i+1)*stretch, len(h.values))]
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(values[0])))
	h.hashes[i] = maphash.Bytes(h.seed, bytes)
}
