// Package maphash stands for the generic functions of the standard library's
// package hash/maphash.
package maphash

import (
	"hash/maphash"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Comparable returns the hash of a comparable value.
func Comparable[T comparable](seed maphash.Seed, v T) uint64 {
	return native.HashComparable(seed, v)
}

// WriteComparable adds a comparable value to what h hashes.
func WriteComparable[T comparable](h *maphash.Hash, x T) {
	native.WriteComparable(h, x)
}
