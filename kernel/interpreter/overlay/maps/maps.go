// Package maps stands for the generic functions of the standard library's
// package maps.
package maps

import "github.com/unravel-go/unravel/kernel/interpreter/overlay/native"

// Equal reports whether two maps hold equal values at the same keys.
func Equal[M1, M2 ~map[K]V, K, V comparable](m1 M1, m2 M2) bool {
	return native.MapEqual(m1, m2)
}

// EqualFunc reports whether two maps have the same keys, and values there that
// eq finds equal.
func EqualFunc[M1 ~map[K]V1, M2 ~map[K]V2, K comparable, V1, V2 any](m1 M1, m2 M2, eq func(V1, V2) bool) bool {
	if len(m1) != len(m2) {
		return false
	}
	for k, v1 := range m1 {
		v2, ok := m2[k]
		if !ok || !eq(v1, v2) {
			return false
		}
	}
	return true
}

// Clone returns a shallow copy of m.
func Clone[M ~map[K]V, K comparable, V any](m M) M {
	return native.MapClone(m).(M)
}

// Copy sets in dst what src holds.
func Copy[M1 ~map[K]V, M2 ~map[K]V, K comparable, V any](dst M1, src M2) {
	native.MapCopy(dst, src)
}

// DeleteFunc removes from m whatever del is true of.
func DeleteFunc[M ~map[K]V, K comparable, V any](m M, del func(K, V) bool) {
	for k, v := range m {
		if del(k, v) {
			delete(m, k)
		}
	}
}
