// Package atomic stands for the generic type of the standard library's package
// sync/atomic.
package atomic

import "github.com/unravel-go/unravel/kernel/interpreter/overlay/native"

// Pointer is an atomic pointer to a T. The zero Pointer is nil.
type Pointer[T any] struct {
	word native.Word
}

// Load returns the pointer.
func (x *Pointer[T]) Load() *T {
	return native.LoadWord(&x.word, (*T)(nil)).(*T)
}

// Store sets the pointer.
func (x *Pointer[T]) Store(val *T) {
	native.StoreWord(&x.word, val)
}

// Swap sets the pointer and returns the one before.
func (x *Pointer[T]) Swap(new *T) (old *T) {
	return native.SwapWord(&x.word, new).(*T)
}

// CompareAndSwap sets the pointer if it is old.
func (x *Pointer[T]) CompareAndSwap(old, new *T) (swapped bool) {
	return native.CompareAndSwapWord(&x.word, old, new)
}
