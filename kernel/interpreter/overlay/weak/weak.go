// Package weak stands for the standard library's package weak.
package weak

import "github.com/unravel-go/unravel/kernel/interpreter/overlay/native"

// Pointer is a pointer that keeps nothing alive.
type Pointer[T any] struct {
	p native.Weak
}

// Make returns a weak pointer to what ptr points to.
func Make[T any](ptr *T) Pointer[T] {
	return Pointer[T]{native.MakeWeak(ptr)}
}

// Value returns the pointer, nil if what it pointed to is gone.
func (p Pointer[T]) Value() *T {
	return native.WeakValue(p.p, (*T)(nil)).(*T)
}
