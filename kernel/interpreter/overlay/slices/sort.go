package slices

import (
	"cmp"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Sort sorts x in ascending order.
func Sort[S ~[]E, E cmp.Ordered](x S) {
	native.Sort(x)
}

// SortFunc sorts x by cmp.
func SortFunc[S ~[]E, E any](x S, cmp func(a, b E) int) {
	native.SortFunc(x, cmp)
}

// SortStableFunc sorts x by cmp and keeps the order of equal elements.
func SortStableFunc[S ~[]E, E any](x S, cmp func(a, b E) int) {
	native.SortFunc(x, cmp)
}

// IsSorted reports whether x is in ascending order.
func IsSorted[S ~[]E, E cmp.Ordered](x S) bool {
	return native.IsSorted(x)
}

// IsSortedFunc reports whether x is sorted by cmp.
func IsSortedFunc[S ~[]E, E any](x S, cmp func(a, b E) int) bool {
	for i := len(x) - 1; i > 0; i-- {
		if cmp(x[i], x[i-1]) < 0 {
			return false
		}
	}
	return true
}

// Min returns the least element of x. It panics if there is none.
func Min[S ~[]E, E cmp.Ordered](x S) E {
	return native.Min(x).(E)
}

// MinFunc returns the first least element of x. It panics if there is none.
func MinFunc[S ~[]E, E any](x S, cmp func(a, b E) int) E {
	if len(x) == 0 {
		panic("slices.MinFunc: empty list")
	}
	least := x[0]
	for _, v := range x[1:] {
		if cmp(v, least) < 0 {
			least = v
		}
	}
	return least
}

// Max returns the greatest element of x. It panics if there is none.
func Max[S ~[]E, E cmp.Ordered](x S) E {
	return native.Max(x).(E)
}

// MaxFunc returns the first greatest element of x. It panics if there is none.
func MaxFunc[S ~[]E, E any](x S, cmp func(a, b E) int) E {
	if len(x) == 0 {
		panic("slices.MaxFunc: empty list")
	}
	greatest := x[0]
	for _, v := range x[1:] {
		if cmp(v, greatest) > 0 {
			greatest = v
		}
	}
	return greatest
}
