// Package cmp stands for the generic functions of the standard library's
// package cmp.
package cmp

import "cmp"

// Compare orders x and y: -1, 0 or +1. NaN equals NaN and is less than any
// other number.
func Compare[T cmp.Ordered](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return +1
	case x == y:
		return 0
	case x == x: // y is NaN
		return +1
	case y == y: // x is NaN
		return -1
	}
	return 0
}

// Less reports whether x comes before y. NaN comes before any other number.
func Less[T cmp.Ordered](x, y T) bool {
	return x < y || (x != x && y == y)
}

// Or returns the first of its arguments that is not the zero value.
func Or[T comparable](vals ...T) T {
	var zero T
	for _, v := range vals {
		if v != zero {
			return v
		}
	}
	return zero
}
