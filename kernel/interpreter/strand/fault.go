package strand

import (
	"fmt"
	"runtime"
)

// fault is a run-time error in Go's words, where the runtime's own value is
// not to be had.
type fault string

func (f fault) Error() string { return "runtime error: " + string(f) }

// RuntimeError marks it as a [runtime.Error].
func (f fault) RuntimeError() {}

var _ runtime.Error = fault("")

// indexError panics as an index i into n elements does.
func indexError(i, n int) {
	_ = make([]struct{}, n)[i] // the runtime's own panic
	panic(fmt.Sprintf("strand: index %d is within %d elements", i, n))
}

// sliceError panics as s[lo:hi] of a slice of capacity c does.
func sliceError(lo, hi, c int) {
	_ = make([]struct{}, c)[lo:hi]
	panic(fmt.Sprintf("strand: [%d:%d] is within capacity %d", lo, hi, c))
}

// slice3Error panics as s[lo:hi:end] of a slice of capacity c does.
func slice3Error(lo, hi, end, c int) {
	_ = make([]struct{}, c)[lo:hi:end]
	panic(fmt.Sprintf("strand: [%d:%d:%d] is within capacity %d", lo, hi, end, c))
}

// stringError panics as s[lo:hi] of a string or an array of length n does.
func stringError(lo, hi, n int) {
	if hi >= 0 && hi <= n {
		sliceError(lo, hi, n)
	}
	if hi < 0 {
		panic(fault(fmt.Sprintf("slice bounds out of range [:%d]", hi)))
	}
	panic(fault(fmt.Sprintf("slice bounds out of range [:%d] with length %d", hi, n)))
}

// ArrayError panics as the conversion of a slice of length n to an array of
// length want does.
func ArrayError(n, want int) {
	panic(fault(fmt.Sprintf("cannot convert slice with length %d to array or pointer to array with length %d", n, want)))
}

// ShiftError panics as a shift by a negative amount does.
func ShiftError() {
	panic(panicOf(func(n int) { _ = 1 << n }))
}
