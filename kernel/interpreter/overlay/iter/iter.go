// Package iter stands for the generic functions of the standard library's
// package iter. Its types Seq and Seq2 are what they are there.
package iter

import (
	"iter"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Pull turns an iterator that calls into one that is called.
func Pull[V any](seq iter.Seq[V]) (next func() (V, bool), stop func()) {
	var now V
	step, stop := native.Pull(func(yield func() bool) {
		seq(func(v V) bool {
			now = v
			return yield()
		})
	})
	next = func() (V, bool) {
		var zero V
		if !step() {
			return zero, false
		}
		v := now
		now = zero
		return v, true
	}
	return next, stop
}

// Pull2 turns an iterator that calls into one that is called.
func Pull2[K, V any](seq iter.Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	var nowK K
	var nowV V
	step, stop := native.Pull(func(yield func() bool) {
		seq(func(k K, v V) bool {
			nowK, nowV = k, v
			return yield()
		})
	})
	next = func() (K, V, bool) {
		var zeroK K
		var zeroV V
		if !step() {
			return zeroK, zeroV, false
		}
		k, v := nowK, nowV
		nowK, nowV = zeroK, zeroV
		return k, v, true
	}
	return next, stop
}
