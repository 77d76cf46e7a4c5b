// Package unique stands for the standard library's package unique.
package unique

import "github.com/unravel-go/unravel/kernel/interpreter/overlay/native"

// Handle is a canonical value: two Handles are equal if their values are.
type Handle[T comparable] struct {
	h native.Handle
}

// Value returns a copy of the value that the Handle was made from.
func (h Handle[T]) Value() T {
	var v T
	native.HandleValue(h.h, &v)
	return v
}

// Make returns the Handle of a value.
func Make[T comparable](value T) Handle[T] {
	return Handle[T]{native.MakeHandle(value)}
}
