package slices

import (
	"cmp"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Equal reports whether two slices have equal elements.
func Equal[S ~[]E, E comparable](s1, s2 S) bool {
	return native.Equal(s1, s2)
}

// EqualFunc reports whether two slices have as many elements, which eq finds
// equal.
func EqualFunc[S1 ~[]E1, S2 ~[]E2, E1, E2 any](s1 S1, s2 S2, eq func(E1, E2) bool) bool {
	if len(s1) != len(s2) {
		return false
	}
	for i, v := range s1 {
		if !eq(v, s2[i]) {
			return false
		}
	}
	return true
}

// Compare compares two slices element by element; of two that agree as far as
// they go, the shorter is less.
func Compare[S ~[]E, E cmp.Ordered](s1, s2 S) int {
	return native.Compare(s1, s2)
}

// CompareFunc compares two slices as Compare does, by cmp.
func CompareFunc[S1 ~[]E1, S2 ~[]E2, E1, E2 any](s1 S1, s2 S2, cmp func(E1, E2) int) int {
	for i, v := range s1 {
		if i >= len(s2) {
			return +1
		}
		if c := cmp(v, s2[i]); c != 0 {
			return c
		}
	}
	if len(s1) < len(s2) {
		return -1
	}
	return 0
}
