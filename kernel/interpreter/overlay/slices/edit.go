package slices

import "github.com/unravel-go/unravel/kernel/interpreter/overlay/native"

// Insert returns s with v in front of s[i].
func Insert[S ~[]E, E any](s S, i int, v ...E) S {
	return native.Insert(s, i, v).(S)
}

// Delete returns s without s[i:j].
func Delete[S ~[]E, E any](s S, i, j int) S {
	return s[:native.Delete(s, i, j)]
}

// DeleteFunc returns s without the elements that del is true of.
func DeleteFunc[S ~[]E, E any](s S, del func(E) bool) S {
	n := 0
	for i, v := range s {
		if del(v) {
			continue
		}
		if n != i {
			s[n] = v
		}
		n++
	}
	clear(s[n:])
	return s[:n]
}

// Replace returns s with s[i:j] replaced by v.
func Replace[S ~[]E, E any](s S, i, j int, v ...E) S {
	return native.Replace(s, i, j, v).(S)
}

// Compact returns s with one element for each run of equal ones.
func Compact[S ~[]E, E comparable](s S) S {
	return s[:native.Compact(s)]
}

// CompactFunc returns s with the first element for each run of those that eq
// finds equal.
func CompactFunc[S ~[]E, E any](s S, eq func(E, E) bool) S {
	if len(s) < 2 {
		return s
	}
	n := 1
	for i := 1; i < len(s); i++ {
		if eq(s[i], s[i-1]) {
			continue
		}
		if n != i {
			s[n] = s[i]
		}
		n++
	}
	clear(s[n:])
	return s[:n]
}

// Reverse reverses s in place.
func Reverse[S ~[]E, E any](s S) {
	native.Reverse(s)
}

// Clone returns a shallow copy of s.
func Clone[S ~[]E, E any](s S) S {
	return append(s[:0:0], s...)
}

// Clip returns s without unused capacity.
func Clip[S ~[]E, E any](s S) S {
	return s[:len(s):len(s)]
}

// Grow returns s with room for n more elements.
func Grow[S ~[]E, E any](s S, n int) S {
	return native.Grow(s, n).(S)
}

// Concat returns a new slice of the elements of all slices.
func Concat[S ~[]E, E any](slices ...S) S {
	return native.Concat(slices).(S)
}

// Repeat returns a new slice of the elements of x, count times.
func Repeat[S ~[]E, E any](x S, count int) S {
	return native.Repeat(x, count).(S)
}
