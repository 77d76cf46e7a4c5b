// Package sync stands for the generic functions of the standard library's
// package sync.
package sync

import "sync"

// OnceValue returns a function that calls f once and returns its value, or
// panics as f did, every time.
func OnceValue[T any](f func() T) func() T {
	var result T
	do := sync.OnceFunc(func() { result = f() })
	return func() T {
		do()
		return result
	}
}

// OnceValues returns a function that calls f once and returns its values, or
// panics as f did, every time.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var first T1
	var second T2
	do := sync.OnceFunc(func() { first, second = f() })
	return func() (T1, T2) {
		do()
		return first, second
	}
}
